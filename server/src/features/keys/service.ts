// What must hold for keys: none gives more than the credential it was made with, and rotation never prolongs an old one.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp, toTimestamp } from '../../kernel/clock.ts'
import type { Scope } from '../../kernel/contract.ts'
import { newSecret } from '../../kernel/credentials.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { UserPrincipal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { findLostSuccessor, refuseInGrace } from './grace-service.ts'
import {
  chooseScopes,
  endWithin,
  findAnyKey,
  findManagedKey,
  isOwner,
  type KeyHolder,
  keyBehind,
  limitOf,
  type Owner,
  outlives,
  ownerOf,
  reaches,
  refuseMissing,
  scopesOfOther,
  works,
} from './rights.ts'
import { scopesOfUser } from './scope-service.ts'
import {
  type ApiKey,
  findKey,
  insertKey,
  type KeyRow,
  markAllOfAgentRevoked,
  markReplaced,
  markRevoked,
  toKey,
} from './store.ts'

export { limitOf } from './rights.ts'
export { findKeyForUpdate } from './store.ts'

export type KeySecret = components['schemas']['KeySecret']

export interface NewKey {
  readonly owner: Owner
  /** The only workspace it works in, or null. */
  readonly workspaceId: string | null
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: number | null
}

/** Makes a key; whoever calls has decided that it may be made. */
export async function mintKey(tx: Tx, wanted: NewKey, secret = newSecret(wanted.owner.kind)): Promise<KeySecret> {
  const id = newId('key', tx.now)
  const { owner, workspaceId, name, expiresAt } = wanted
  await insertKey(tx, {
    id,
    hash: secret.hash,
    prefix: secret.prefix,
    name,
    owner_kind: owner.kind,
    owner_id: owner.id,
    workspace_id: workspaceId,
    scopes: JSON.stringify(wanted.scopes),
    created_at: tx.now,
    expires_at: expiresAt,
  })
  tx.append({
    type: 'key.created',
    ...subjectOf(owner),
    payload: { keyId: id, name, owner, workspaceId, scopes: wanted.scopes },
  })
  return { key: await readKey(tx, id), secret: secret.secret }
}

export async function createKey(
  tx: Tx,
  caller: UserPrincipal,
  workspaceId: string,
  wanted: components['schemas']['CreateKey'],
): Promise<KeySecret> {
  await refuseInGrace(tx, caller)
  const owner = ownerOf(caller, wanted)
  const expiresAt = wanted.expiresAt === undefined ? null : fromTimestamp(wanted.expiresAt, 'expiresAt')
  if (expiresAt !== null && expiresAt <= tx.now) {
    throw new AppError('validation_failed', `expiresAt: '${wanted.expiresAt}' has passed`, {
      details: { issues: [{ path: 'expiresAt', message: 'has passed' }] },
    })
  }
  const isOwn = isOwner(caller, owner.kind, owner.id)
  const permitted = isOwn ? scopesOfUser(caller) : await scopesOfOther(tx, caller, workspaceId, owner)
  return mintKey(tx, {
    owner,
    name: wanted.name,
    scopes: chooseScopes(wanted.scopes, permitted, caller.scopes),
    // What was made with a key of one workspace stays in it.
    workspaceId: isOwn ? await limitOf(tx, caller) : workspaceId,
    expiresAt: isOwn ? endWithin(await keyBehind(tx, caller), expiresAt) : expiresAt,
  })
}

export async function rotateKey(
  tx: Tx,
  kernel: Kernel,
  caller: KeyHolder,
  workspaceId: string,
  keyId: string,
  graceSeconds: number,
): Promise<KeySecret> {
  const old = await findManagedKey(tx, caller, workspaceId, keyId)
  if (!old || !works(old, tx.now) || !(await reaches(tx, caller, old))) throw notFound('key', keyId)
  const scopes = JSON.parse(old.scopes) as Scope[]
  refuseMissing(scopes, caller.scopes)
  const behind = await keyBehind(tx, caller)
  // A key may always ask for its own successor; whether it has one already is looked at next.
  if (behind?.id !== old.id) await refuseInGrace(tx, caller)
  if (behind && isOwner(caller, old.owner_kind, old.owner_id) && endWithin(behind, old.expires_at) !== old.expires_at) {
    throw outlives(behind)
  }
  const lost = await findLostSuccessor(tx, kernel, old)
  if (lost) await endKey(tx, kernel, lost)
  const owner = { kind: old.owner_kind, id: old.owner_id }
  const made = await mintKey(tx, {
    owner,
    workspaceId: old.workspace_id,
    name: old.name,
    scopes,
    expiresAt: old.expires_at,
  })
  const graceUntil = Math.min(old.grace_until ?? Infinity, tx.now + graceSeconds * 1000)
  await markReplaced(tx, old.id, graceUntil, made.key.id)
  tx.append({
    type: 'key.rotated',
    ...subjectOf(owner),
    payload: { keyId, newKeyId: made.key.id, graceUntil: toTimestamp(graceUntil) },
  })
  tx.afterCommit(() => kernel.forgetIdentity())
  return made
}

export async function revokeKey(
  tx: Tx,
  kernel: Kernel,
  caller: KeyHolder,
  workspaceId: string,
  keyId: string,
): Promise<ApiKey> {
  const key =
    caller.kind === 'user' && caller.instanceAdmin
      ? await findAnyKey(tx, caller, keyId)
      : await findManagedKey(tx, caller, workspaceId, keyId)
  if (!key) throw notFound('key', keyId)
  if (key.revoked_at === null) await endKey(tx, kernel, key)
  return readKey(tx, keyId)
}

/** Ends a key at once, with whatever it holds open. */
export async function endKey(tx: Tx, kernel: Kernel, key: KeyRow): Promise<void> {
  const owner = { kind: key.owner_kind, id: key.owner_id }
  await markRevoked(tx, key.id)
  tx.append({ type: 'key.revoked', ...subjectOf(owner), payload: { keyId: key.id, owner } })
  tx.afterCommit(() => {
    kernel.forgetIdentity()
    if (owner.kind === 'agent') kernel.signals.wakeAll({ agentId: owner.id })
  })
}

/** @returns how many still worked; the event of the agent's removal speaks for them. */
export const revokeKeysOfAgent = markAllOfAgentRevoked

async function readKey(tx: Tx, keyId: string): Promise<ApiKey> {
  const row = await findKey(tx, keyId)
  if (!row) throw notFound('key', keyId)
  return toKey(row)
}

const subjectOf = (owner: Owner): { agentId: string | null } => ({ agentId: owner.kind === 'agent' ? owner.id : null })
