// Rows of enrollment tokens, and their shape on the wire; the secret is here only as its hash.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type EnrollmentToken = components['schemas']['EnrollmentToken']

export interface TokenRow {
  id: string
  workspace_id: string
  hash: string
  prefix: string
  name: string
  /** A JSON list, or `null`: each agent gets what it asks for. */
  capabilities: string
  uses: number
  uses_left: number
  created_by: string
  created_at: number
  expires_at: number
  revoked_at: number | null
  /** 1 where a start of the server made it, for the lines it prints. */
  start_up: number
}

const insert = insertInto<TokenRow>('enrollment_tokens', [
  'id',
  'workspace_id',
  'hash',
  'prefix',
  'name',
  'capabilities',
  'uses',
  'uses_left',
  'created_by',
  'created_at',
  'expires_at',
  'start_up',
])
const byId = sql<{ workspaceId: string; tokenId: string }, TokenRow>(
  'select * from enrollment_tokens where workspace_id = :workspaceId and id = :tokenId',
)
const byHash = sql<{ hash: string }, TokenRow>('select * from enrollment_tokens where hash = :hash')
const liveOfStartUp = sql<{ workspaceId: string; now: number }, { id: string }>(
  `select id from enrollment_tokens
   where workspace_id = :workspaceId and start_up = 1 and revoked_at is null and uses_left > 0 and expires_at > :now
   order by id limit 1000`,
)
const takeUse = sql<{ tokenId: string; now: number }>(
  `update enrollment_tokens set uses_left = uses_left - 1
   where id = :tokenId and uses_left > 0 and revoked_at is null and expires_at > :now`,
)
const revoke = sql<{ tokenId: string; now: number }>(
  'update enrollment_tokens set revoked_at = :now where id = :tokenId and revoked_at is null',
)

export async function insertToken(tx: Tx, row: Omit<TokenRow, 'revoked_at'>): Promise<void> {
  await tx.run(insert, { ...row })
}

export const findTokenByHash = (reader: Reader, hash: string): Promise<TokenRow | undefined> =>
  reader.get(byHash, { hash })

export async function readToken(reader: Reader, workspaceId: string, tokenId: string): Promise<EnrollmentToken> {
  const row = await reader.get(byId, { workspaceId, tokenId })
  if (!row) throw notFound('enrollment token', tokenId)
  return toToken(row)
}

export async function findLiveOfStartUp(tx: Tx): Promise<string[]> {
  const rows = await tx.all(liveOfStartUp, { workspaceId: tx.workspaceId, now: tx.now })
  return rows.map(({ id }) => id)
}

/** @returns whether there was one left. */
export async function useUp(tx: Tx, tokenId: string): Promise<boolean> {
  return (await tx.run(takeUse, { tokenId, now: tx.now })) === 1
}

export async function markRevoked(tx: Tx, tokenId: string): Promise<void> {
  await tx.run(revoke, { tokenId, now: tx.now })
}

export function listTokens(reader: Reader, workspaceId: string, request: PageRequest): Promise<Paged<EnrollmentToken>> {
  return listPage<TokenRow, EnrollmentToken>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => knex('enrollment_tokens').select('*').where('workspace_id', workspaceId),
    toItem: toToken,
  })
}

const toToken = (row: TokenRow): EnrollmentToken => ({
  id: row.id,
  name: row.name,
  capabilities: JSON.parse(row.capabilities) as string[] | null,
  uses: row.uses,
  usesLeft: row.uses_left,
  createdByUserId: row.created_by,
  createdAt: toTimestamp(row.created_at),
  expiresAt: toTimestamp(row.expires_at),
  revokedAt: toTimestampOrNull(row.revoked_at),
})
