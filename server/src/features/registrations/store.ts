// Rows of registrations, and their shape for the people who decide.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Registration = components['schemas']['Registration']
export type Profile = Pick<
  Registration,
  | 'name'
  | 'description'
  | 'capabilities'
  | 'provider'
  | 'model'
  | 'endpoint'
  | 'connectionType'
  | 'version'
  | 'runtime'
  | 'maxConcurrentTasks'
>

/** `nowhere`: for a workspace that does not exist; it waits like any other and nobody sees it. */
export type RegistrationState = Registration['state'] | 'nowhere'

export interface RegistrationRow {
  id: string
  workspace_id: string
  token_hash: string
  claim_code: string | null
  state: RegistrationState
  profile: string
  agent_id: string | null
  minted_key_id: string | null
  reason: string | null
  created_at: number
  expires_at: number
  decided_at: number | null
}

const insert = insertInto<RegistrationRow>('registrations', [
  'id',
  'workspace_id',
  'token_hash',
  'claim_code',
  'state',
  'profile',
  'agent_id',
  'minted_key_id',
  'reason',
  'created_at',
  'expires_at',
  'decided_at',
])
const byId = sql<{ workspaceId: string; id: string; now: number }, RegistrationRow>(
  `select * from registrations where workspace_id = :workspaceId and id = :id and expires_at > :now`,
)
const pending = sql<{ workspaceId: string; now: number }, Pick<RegistrationRow, 'id' | 'profile'>>(
  `select id, profile from registrations
   where workspace_id = :workspaceId and state = 'pending' and expires_at > :now order by id limit 200`,
)
const countWaiting = sql<{ workspaceId: string; state: string; now: number }, { count: number }>(
  `select count(*) as count from registrations
   where workspace_id = :workspaceId and state = :state and expires_at > :now`,
)
const decide = sql(
  `update registrations set state = :state, agent_id = :agentId, reason = :reason, claim_code = null,
     decided_at = :now, expires_at = :expiresAt where id = :id`,
)
const noteKey = sql<{ id: string; keyId: string }>('update registrations set minted_key_id = :keyId where id = :id')
// An id is never the hash of a token, so nothing opens this registration any more.
const endToken = sql<{ id: string }>('update registrations set token_hash = id where id = :id')

export async function insertRegistration(tx: Tx, row: RegistrationRow): Promise<void> {
  await tx.run(insert, { ...row })
}

/** As committed. */
export const findRegistration = (
  reader: Reader,
  workspaceId: string,
  id: string,
  now: number,
): Promise<RegistrationRow | undefined> => reader.get(byId, { workspaceId, id, now })

/** Held against other writers until the unit ends. */
export const findRegistrationForUpdate = (tx: Tx, id: string): Promise<RegistrationRow | undefined> =>
  tx.getForUpdate(byId, { workspaceId: tx.workspaceId, id, now: tx.now })

export async function countOf(tx: Tx, state: 'pending' | 'nowhere'): Promise<number> {
  return (await tx.get(countWaiting, { workspaceId: tx.workspaceId, state, now: tx.now }))!.count
}

export const findPending = (tx: Tx): Promise<Pick<RegistrationRow, 'id' | 'profile'>[]> =>
  tx.all(pending, { workspaceId: tx.workspaceId, now: tx.now })

export async function saveDecision(
  tx: Tx,
  id: string,
  decision: { state: 'approved' | 'rejected'; agentId: string | null; reason: string | null; expiresAt: number },
): Promise<void> {
  await tx.run(decide, { id, ...decision, now: tx.now })
}

export async function saveMintedKey(tx: Tx, id: string, keyId: string): Promise<void> {
  await tx.run(noteKey, { id, keyId })
}

export async function endRegistrationToken(tx: Tx, id: string): Promise<void> {
  await tx.run(endToken, { id })
}

export function listRegistrations(
  reader: Reader,
  workspaceId: string,
  now: number,
  request: PageRequest & { state?: Registration['state']; claimCode?: string },
): Promise<Paged<Registration>> {
  return listPage<RegistrationRow, Registration>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('registrations').select('*').where('workspace_id', workspaceId).where('expires_at', '>', now)
      if (request.claimCode !== undefined) query.where('claim_code', request.claimCode.toUpperCase())
      return request.state === undefined ? query.whereNot('state', 'nowhere') : query.where('state', request.state)
    },
    toItem: toRegistration,
  })
}

export const toRegistration = (row: RegistrationRow): Registration => ({
  id: row.id,
  state: row.state as Registration['state'],
  ...(JSON.parse(row.profile) as Profile),
  claimCode: row.claim_code,
  agentId: row.agent_id,
  reason: row.reason,
  createdAt: toTimestamp(row.created_at),
  expiresAt: toTimestamp(row.expires_at),
  decidedAt: toTimestampOrNull(row.decided_at),
})
