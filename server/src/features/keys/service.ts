// What must hold for keys: none gives more than the credential it was made with, and rotation never prolongs an old one.
import type { components } from '../../generated/openapi.ts'
import { roleIn } from '../../kernel/authorise.ts'
import { fromTimestamp, toTimestamp } from '../../kernel/clock.ts'
import type { Scope } from '../../kernel/contract.ts'
import { newSecret } from '../../kernel/credentials.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { scopesOfRole, scopesOfUser } from './scope-service.ts'
import {
  type ApiKey,
  findKey,
  findKeyOfSession,
  insertKey,
  type KeyRow,
  markAllOfAgentRevoked,
  markReplaced,
  markRevoked,
  roleOfOwner,
  toKey,
  workspaceLimitOf,
} from './store.ts'

export { findKey } from './store.ts'

export type KeySecret = components['schemas']['KeySecret']
export type KeyHolder = UserPrincipal | AgentPrincipal

export interface Owner {
  readonly kind: 'user' | 'agent'
  readonly id: string
}

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
  const owner = ownerOf(caller, wanted)
  const expiresAt = wanted.expiresAt === undefined ? null : fromTimestamp(wanted.expiresAt)
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
    expiresAt,
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

/** Whose keys `keys.list` shows, once it is clear that the caller may see them. */
export async function listedOwner(
  reader: Reader,
  caller: KeyHolder,
  workspaceId: string,
  ownerId: string | undefined,
): Promise<{ ownerId: string; visibleIn: string | null }> {
  const own = caller.kind === 'user' ? caller.userId : caller.agentId
  if (ownerId === undefined || ownerId === own) return { ownerId: own, visibleIn: null }
  if (caller.kind === 'agent') throw new AppError('forbidden', 'an agent may list only its own keys')
  requireWorkspace(workspaceId)
  requireAdmin(caller, workspaceId, 'may list the keys of others')
  const isThere =
    (await roleOfOwner(reader, workspaceId, { kind: 'user', id: ownerId })) ??
    (await roleOfOwner(reader, workspaceId, { kind: 'agent', id: ownerId }))
  if (!isThere) throw notFound('user or agent', ownerId)
  return { ownerId, visibleIn: workspaceId }
}

async function readKey(tx: Tx, keyId: string): Promise<ApiKey> {
  const row = await findKey(tx, keyId)
  if (!row) throw notFound('key', keyId)
  return toKey(row)
}

/** The key, if it is the caller's own, or belongs to the workspace they are an admin of. */
async function findManagedKey(
  tx: Tx,
  caller: KeyHolder,
  workspaceId: string,
  keyId: string,
): Promise<KeyRow | undefined> {
  const key = await findKey(tx, keyId)
  if (key && isOwner(caller, key.owner_kind, key.owner_id)) return key
  if (caller.kind === 'agent') return undefined
  requireWorkspace(workspaceId)
  if (key?.workspace_id !== workspaceId || roleIn(caller, workspaceId) !== 'admin') return undefined
  refuseMissing(['admin'], caller.scopes)
  return key
}

/** Whatever key it is: who runs the server must be able to stop each. */
async function findAnyKey(tx: Tx, caller: UserPrincipal, keyId: string): Promise<KeyRow | undefined> {
  const key = await findKey(tx, keyId)
  if (key && !isOwner(caller, key.owner_kind, key.owner_id)) refuseMissing(['admin'], caller.scopes)
  return key
}

function ownerOf(caller: UserPrincipal, wanted: components['schemas']['CreateKey']): Owner {
  const kind = wanted.ownerKind ?? 'user'
  if (kind === 'user') return { kind, id: wanted.ownerId ?? caller.userId }
  if (wanted.ownerId !== undefined) return { kind, id: wanted.ownerId }
  throw new AppError('validation_failed', "ownerId: is required where ownerKind is 'agent'", {
    details: { issues: [{ path: 'ownerId', message: "is required where ownerKind is 'agent'" }] },
  })
}

async function scopesOfOther(
  tx: Tx,
  caller: UserPrincipal,
  workspaceId: string,
  owner: Owner,
): Promise<readonly Scope[]> {
  requireWorkspace(workspaceId)
  requireAdmin(caller, workspaceId, 'may make keys for others')
  refuseMissing(['admin'], caller.scopes)
  const role = await roleOfOwner(tx, workspaceId, owner)
  if (!role) throw notFound(owner.kind, owner.id)
  return scopesOfRole(role)
}

function chooseScopes(
  wanted: readonly Scope[] | undefined,
  permitted: readonly Scope[],
  own: readonly Scope[],
): readonly Scope[] {
  if (!wanted) return permitted.filter((scope) => own.includes(scope))
  refuseMissing(wanted, own)
  const beyond = wanted.find((scope) => !permitted.includes(scope))
  if (beyond) throw new AppError('forbidden', `no role of the owner permits the scope '${beyond}'`)
  return wanted
}

/** A credential of one workspace gets no secret of a key that works in others. */
async function reaches(tx: Tx, caller: KeyHolder, key: KeyRow): Promise<boolean> {
  const limit = await limitOf(tx, caller)
  return limit === null || limit === key.workspace_id
}

async function limitOf(tx: Tx, caller: KeyHolder): Promise<string | null> {
  if (caller.kind === 'agent') return caller.workspaceId
  const keyId = caller.session ? await findKeyOfSession(tx, caller.session.tokenHash) : caller.keyId
  return keyId === null ? null : workspaceLimitOf(tx, keyId)
}

function refuseMissing(wanted: readonly Scope[], own: readonly Scope[]): void {
  const missing = wanted.find((scope) => !own.includes(scope))
  if (missing) throw new AppError('insufficient_scope', `this needs a credential with the scope '${missing}'`)
}

function requireWorkspace(workspaceId: string): void {
  if (workspaceId === '')
    throw new AppError('workspace_required', 'this is about another than yourself and names no workspace')
}

function requireAdmin(caller: UserPrincipal, workspaceId: string, what: string): void {
  if (roleIn(caller, workspaceId) !== 'admin') throw new AppError('forbidden', `only an admin ${what}`)
}

function works(key: KeyRow, now: number): boolean {
  if (key.revoked_at !== null) return false
  return now < Math.min(key.expires_at ?? Infinity, key.grace_until ?? Infinity)
}

const isOwner = (caller: KeyHolder, kind: string, id: string): boolean =>
  caller.kind === kind && (caller.kind === 'user' ? caller.userId : caller.agentId) === id

const subjectOf = (owner: Owner): { agentId: string | null } => ({ agentId: owner.kind === 'agent' ? owner.id : null })
