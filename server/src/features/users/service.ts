// What must hold for the members of a workspace: one admin always stays, and a change of rights counts at once.
import type { components } from '../../generated/openapi.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { UserPrincipal, WorkspaceRole } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { scopesOfRole } from '../keys/scope-service.ts'
import { limitOf, mintKey } from '../keys/service.ts'
import {
  findMember,
  hasOtherAdmin,
  insertUser,
  readMember,
  removeMembership,
  saveMembership,
  saveName,
  type User,
  userExists,
} from './store.ts'

type Schemas = components['schemas']

export async function createUser(
  tx: Tx,
  kernel: Kernel,
  caller: UserPrincipal,
  wanted: Schemas['CreateUser'],
): Promise<Schemas['UserCreated']> {
  const id = newId('usr', tx.now)
  const { name, role } = wanted
  await insertUser(tx, { id, name, email: wanted.email ?? null, instanceAdmin: false })
  await saveMembership(tx, tx.workspaceId, id, role)
  tx.append({ type: 'user.created', payload: { userId: id, name, role } })
  const key = await mintKey(tx, {
    owner: { kind: 'user', id },
    // Whoever makes it sees it: it gives no more than their own credential does.
    workspaceId: await limitOf(tx, caller),
    name: 'First key',
    scopes: scopesOfRole(role).filter((scope) => caller.scopes.includes(scope)),
    expiresAt: null,
  })
  tx.afterCommit(() => kernel.forgetIdentity())
  return { user: await readMember(tx, tx.workspaceId, id), key }
}

export async function updateUser(tx: Tx, kernel: Kernel, userId: string, change: Schemas['UpdateUser']): Promise<User> {
  const before = await readMember(tx, tx.workspaceId, userId)
  if (change.name !== undefined && change.name !== before.name) {
    await saveName(tx, userId, change.name)
    tx.append({ type: 'user.updated', payload: { userId, name: change.name } })
  }
  if (change.role !== undefined) await changeRole(tx, before, change.role)
  tx.afterCommit(() => kernel.forgetIdentity())
  return readMember(tx, tx.workspaceId, userId)
}

export async function removeUser(tx: Tx, kernel: Kernel, userId: string): Promise<User> {
  const user = await readMember(tx, tx.workspaceId, userId)
  await refuseLastAdmin(tx, user)
  await removeMembership(tx, tx.workspaceId, userId)
  tx.append({ type: 'user.removed', payload: { userId, role: user.role } })
  tx.afterCommit(() => kernel.forgetIdentity())
  return user
}

export async function putMembership(
  tx: Tx,
  kernel: Kernel,
  caller: UserPrincipal,
  userId: string,
  role: WorkspaceRole,
): Promise<User> {
  const member = await findMember(tx, tx.workspaceId, userId)
  if (member) {
    await changeRole(tx, member, role)
  } else {
    // Users of other workspaces are invisible to the admins of this one.
    if (!caller.instanceAdmin || !(await userExists(tx, userId))) throw notFound('user', userId)
    await saveMembership(tx, tx.workspaceId, userId, role)
    tx.append({ type: 'membership.changed', payload: { userId, from: null, to: role } })
  }
  tx.afterCommit(() => kernel.forgetIdentity())
  return readMember(tx, tx.workspaceId, userId)
}

async function changeRole(tx: Tx, member: User, role: WorkspaceRole): Promise<void> {
  if (role === member.role) return
  await refuseLastAdmin(tx, member)
  await saveMembership(tx, tx.workspaceId, member.id, role)
  tx.append({ type: 'membership.changed', payload: { userId: member.id, from: member.role, to: role } })
}

async function refuseLastAdmin(tx: Tx, member: User): Promise<void> {
  if (member.role !== 'admin' || (await hasOtherAdmin(tx, member.id))) return
  throw new AppError('last_admin', `'${member.name}' is the only admin of this workspace`)
}
