// Rows of API keys, and their shape on the wire; the secret is here only as its hash.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import type { Scope } from '../../kernel/contract.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import type { WorkspaceRole } from '../../kernel/principal.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type ApiKey = components['schemas']['ApiKey']

export interface KeyRow {
  id: string
  hash: string
  prefix: string
  name: string
  owner_kind: 'user' | 'agent'
  owner_id: string
  workspace_id: string | null
  scopes: string
  created_at: number
  expires_at: number | null
  grace_until: number | null
  revoked_at: number | null
  last_used_at: number | null
  replaced_by_key_id: string | null
}

export type NewKeyRow = Omit<KeyRow, 'grace_until' | 'revoked_at' | 'last_used_at' | 'replaced_by_key_id'>

const insert = insertInto<NewKeyRow>('api_keys', [
  'id',
  'hash',
  'prefix',
  'name',
  'owner_kind',
  'owner_id',
  'workspace_id',
  'scopes',
  'created_at',
  'expires_at',
])
const keyById = sql<{ keyId: string }, KeyRow>('select * from api_keys where id = :keyId')
const keyByHash = sql<{ hash: string }, { id: string }>('select id from api_keys where hash = :hash')
const revokeOne = sql<{ keyId: string; now: number }>(
  'update api_keys set revoked_at = :now where id = :keyId and revoked_at is null',
)
const revokeAllOfAgent = sql<{ agentId: string; now: number }>(
  `update api_keys set revoked_at = :now where owner_kind = 'agent' and owner_id = :agentId and revoked_at is null`,
)
const replace = sql<{ keyId: string; graceUntil: number; newKeyId: string }>(
  'update api_keys set grace_until = :graceUntil, replaced_by_key_id = :newKeyId where id = :keyId',
)
const noteUse = sql<{ keyId: string; at: number }>(
  'update api_keys set last_used_at = :at where id = :keyId and (last_used_at is null or last_used_at < :at)',
)
interface OwnerRole {
  role: WorkspaceRole | 'agent'
}

const ownerInWorkspace = {
  user: sql<{ workspaceId: string; ownerId: string }, OwnerRole>(
    'select role from memberships where workspace_id = :workspaceId and user_id = :ownerId',
  ),
  agent: sql<{ workspaceId: string; ownerId: string }, OwnerRole>(
    `select 'agent' as role from agents where workspace_id = :workspaceId and id = :ownerId and removed_at is null`,
  ),
}
const keyOfSession = sql<{ tokenHash: string }, { key_id: string | null }>(
  'select key_id from page_sessions where token_hash = :tokenHash',
)

export async function insertKey(tx: Tx, row: NewKeyRow): Promise<void> {
  await tx.run(insert, { ...row })
}

export const findKey = (reader: Reader, keyId: string): Promise<KeyRow | undefined> => reader.get(keyById, { keyId })

/** Held until the unit ends: whoever decides about a key decides alone. */
export const findKeyForUpdate = (tx: Tx, keyId: string): Promise<KeyRow | undefined> =>
  tx.getForUpdate(keyById, { keyId })

export async function hashIsKnown(reader: Reader, hash: string): Promise<boolean> {
  return (await reader.get(keyByHash, { hash })) !== undefined
}

export async function markRevoked(tx: Tx, keyId: string): Promise<void> {
  await tx.run(revokeOne, { keyId, now: tx.now })
}

/** @returns how many of them still worked. */
export const markAllOfAgentRevoked = (tx: Tx, agentId: string): Promise<number> =>
  tx.run(revokeAllOfAgent, { agentId, now: tx.now })

export async function markReplaced(tx: Tx, keyId: string, graceUntil: number, newKeyId: string): Promise<void> {
  await tx.run(replace, { keyId, graceUntil, newKeyId })
}

export async function markUsed(tx: Tx, keyId: string, at: number): Promise<void> {
  await tx.run(noteUse, { keyId, at })
}

/** What an owner is in a workspace; undefined where they are nothing there. */
export async function roleOfOwner(
  reader: Reader,
  workspaceId: string,
  owner: { kind: 'user' | 'agent'; id: string },
): Promise<OwnerRole['role'] | undefined> {
  return (await reader.get(ownerInWorkspace[owner.kind], { workspaceId, ownerId: owner.id }))?.role
}

/** The key behind a session of the page; null for one that was opened from the shell of the server. */
export async function findKeyOfSession(reader: Reader, tokenHash: string): Promise<string | null> {
  return (await reader.get(keyOfSession, { tokenHash }))?.key_id ?? null
}

/** @param visibleIn shows only keys that work in this workspace; null shows them all. */
export function listKeys(
  reader: Reader,
  ownerId: string,
  visibleIn: string | null,
  request: PageRequest,
): Promise<Paged<ApiKey>> {
  return listPage<KeyRow, ApiKey>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('api_keys').select('*').where('owner_id', ownerId).whereIn('owner_kind', ['user', 'agent'])
      if (visibleIn === null) return query
      return query.where((either) => either.whereNull('workspace_id').orWhere('workspace_id', visibleIn))
    },
    toItem: toKey,
  })
}

export function toKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    workspaceId: row.workspace_id,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: toTimestamp(row.created_at),
    expiresAt: toTimestampOrNull(row.expires_at),
    graceUntil: toTimestampOrNull(row.grace_until),
    revokedAt: toTimestampOrNull(row.revoked_at),
    lastUsedAt: toTimestampOrNull(row.last_used_at),
    replacedByKeyId: row.replaced_by_key_id,
  }
}
