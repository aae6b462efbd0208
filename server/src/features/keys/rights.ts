// Who may do what with whose keys: one's own freely, those of others as an admin, and never beyond one's own credential.
import type { components } from '../../generated/openapi.ts'
import { roleIn } from '../../kernel/authorise.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import type { Scope } from '../../kernel/contract.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { AgentPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { scopesOfRole } from './scope-service.ts'
import { findKey, findKeyForUpdate, findKeyOfSession, type KeyRow, roleOfOwner } from './store.ts'

export type KeyHolder = UserPrincipal | AgentPrincipal

export interface Owner {
  readonly kind: 'user' | 'agent'
  readonly id: string
}

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

/** The key, if it is the caller's own, or belongs to the workspace they are an admin of. */
export async function findManagedKey(
  tx: Tx,
  caller: KeyHolder,
  workspaceId: string,
  keyId: string,
): Promise<KeyRow | undefined> {
  const key = await findKeyForUpdate(tx, keyId)
  if (key && isOwner(caller, key.owner_kind, key.owner_id)) return key
  if (caller.kind === 'agent') return undefined
  requireWorkspace(workspaceId)
  if (key?.workspace_id !== workspaceId || roleIn(caller, workspaceId) !== 'admin') return undefined
  refuseMissing(['admin'], caller.scopes)
  return key
}

/** Whatever key it is: who runs the server must be able to stop each. */
export async function findAnyKey(tx: Tx, caller: UserPrincipal, keyId: string): Promise<KeyRow | undefined> {
  const key = await findKey(tx, keyId)
  if (key && !isOwner(caller, key.owner_kind, key.owner_id)) refuseMissing(['admin'], caller.scopes)
  return key
}

export function ownerOf(caller: UserPrincipal, wanted: components['schemas']['CreateKey']): Owner {
  const kind = wanted.ownerKind ?? 'user'
  if (kind === 'user') return { kind, id: wanted.ownerId ?? caller.userId }
  if (wanted.ownerId !== undefined) return { kind, id: wanted.ownerId }
  throw new AppError('validation_failed', "ownerId: is required where ownerKind is 'agent'", {
    details: { issues: [{ path: 'ownerId', message: "is required where ownerKind is 'agent'" }] },
  })
}

export async function scopesOfOther(
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

export function chooseScopes(
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
export async function reaches(tx: Tx, caller: KeyHolder, key: KeyRow): Promise<boolean> {
  const limit = await limitOf(tx, caller)
  return limit === null || limit === key.workspace_id
}

export async function limitOf(tx: Tx, caller: KeyHolder): Promise<string | null> {
  if (caller.kind === 'agent') return caller.workspaceId
  return (await keyBehind(tx, caller))?.workspace_id ?? null
}

/** The key the caller has, or opened their session with; none behind a session opened from the shell of the server. */
export async function keyBehind(reader: Reader, caller: KeyHolder): Promise<KeyRow | undefined> {
  const session = caller.kind === 'user' ? caller.session : null
  const keyId = session ? await findKeyOfSession(reader, session.tokenHash) : caller.keyId
  return keyId === null ? undefined : findKey(reader, keyId)
}

/**
 * A key made or rotated for oneself lasts no longer than the one it was done with.
 * @returns when it ends; by default with that one.
 */
export function endWithin(behind: KeyRow | undefined, wanted: number | null): number | null {
  const latest = behind?.expires_at ?? null
  if (latest === null || (wanted !== null && wanted <= latest)) return wanted
  if (wanted === null) return latest
  throw outlives(behind!)
}

export const outlives = ({ id, expires_at }: KeyRow): AppError =>
  new AppError(
    'forbidden',
    `your key '${id}' expires at ${toTimestamp(expires_at!)}: it gives you none that lasts longer`,
    {
      hint: 'Use a key of yours that lasts as long as the new one shall.',
    },
  )

export function refuseMissing(wanted: readonly Scope[], own: readonly Scope[]): void {
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

export function works(key: KeyRow, now: number): boolean {
  if (key.revoked_at !== null) return false
  return now < Math.min(key.expires_at ?? Infinity, key.grace_until ?? Infinity)
}

export const isOwner = (caller: KeyHolder, kind: string, id: string): boolean =>
  caller.kind === kind && (caller.kind === 'user' ? caller.userId : caller.agentId) === id
