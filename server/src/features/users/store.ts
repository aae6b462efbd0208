// Rows of users and of their places in workspaces, and a member's shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import type { WorkspaceRole } from '../../kernel/principal.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type User = components['schemas']['User']

export interface NewUser {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly instanceAdmin: boolean
}

interface MemberRow {
  id: string
  name: string
  email: string | null
  role: WorkspaceRole
  instance_admin: number
  created_at: number
}

const memberColumns = 'u.id, u.name, u.email, u.instance_admin, u.created_at, m.role'
const memberById = sql<{ workspaceId: string; userId: string }, MemberRow>(
  `select ${memberColumns} from memberships m join users u on u.id = m.user_id
   where m.workspace_id = :workspaceId and m.user_id = :userId`,
)
const otherAdmin = sql<{ workspaceId: string; userId: string }, { user_id: string }>(
  `select user_id from memberships where workspace_id = :workspaceId and role = 'admin' and user_id <> :userId limit 1`,
)
const userById = sql<{ userId: string }, { id: string }>('select id from users where id = :userId')
const firstAdmin = sql<Record<never, never>, { id: string }>(
  'select id from users where instance_admin = 1 order by created_at, id limit 1',
)
const insert = sql(
  `insert into users (id, name, email, instance_admin, created_at, updated_at)
   values (:id, :name, :email, :instanceAdmin, :now, :now)`,
)
const rename = sql('update users set name = :name, updated_at = :now where id = :userId')
const putMembership = sql(
  `insert into memberships (workspace_id, user_id, role, created_at) values (:workspaceId, :userId, :role, :now)
   on conflict (workspace_id, user_id) do update set role = excluded.role`,
)
const deleteMembership = sql('delete from memberships where workspace_id = :workspaceId and user_id = :userId')

export function listMembers(reader: Reader, workspaceId: string, request: PageRequest): Promise<Paged<User>> {
  return listPage<MemberRow, User>(reader, {
    request,
    table: 'u',
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) =>
      knex('memberships as m')
        .join('users as u', 'u.id', 'm.user_id')
        .select('u.id', 'u.name', 'u.email', 'u.instance_admin', 'u.created_at', 'm.role')
        .where('m.workspace_id', workspaceId),
    toItem: toUser,
  })
}

export async function findMember(reader: Reader, workspaceId: string, userId: string): Promise<User | undefined> {
  const row = await reader.get(memberById, { workspaceId, userId })
  return row && toUser(row)
}

export async function readMember(reader: Reader, workspaceId: string, userId: string): Promise<User> {
  const user = await findMember(reader, workspaceId, userId)
  if (!user) throw notFound('user', userId)
  return user
}

export async function hasOtherAdmin(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.getForUpdate(otherAdmin, { workspaceId: tx.workspaceId, userId })) !== undefined
}

export async function userExists(reader: Reader, userId: string): Promise<boolean> {
  return (await reader.get(userById, { userId })) !== undefined
}

/** The one who runs the server, or null where nobody does yet. */
export async function findFirstAdmin(reader: Reader): Promise<string | null> {
  return (await reader.get(firstAdmin, {}))?.id ?? null
}

export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx.run(insert, { ...user, instanceAdmin: user.instanceAdmin ? 1 : 0, now: tx.now })
}

export async function saveName(tx: Tx, userId: string, name: string): Promise<void> {
  await tx.run(rename, { userId, name, now: tx.now })
}

export async function saveMembership(tx: Tx, workspaceId: string, userId: string, role: WorkspaceRole): Promise<void> {
  await tx.run(putMembership, { workspaceId, userId, role, now: tx.now })
}

export async function removeMembership(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await tx.run(deleteMembership, { workspaceId, userId })
}

const toUser = (row: MemberRow): User => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  instanceAdmin: row.instance_admin === 1,
  createdAt: toTimestamp(row.created_at),
})
