// Rows of workspaces, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import type { WorkspaceRole } from '../../kernel/principal.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Workspace = components['schemas']['Workspace']

interface WorkspaceRow {
  id: string
  slug: string
  name: string
  mission: string | null
  emoji: string | null
  color: string | null
  timezone: string
  is_default: number
  archived_at: number | null
  created_at: number
  updated_at: number
}

const workspaceById = sql<{ id: string }, WorkspaceRow>('select * from workspaces where id = :id')
const workspaceBySlug = sql<{ slug: string }, { id: string }>('select id from workspaces where slug = :slug')
const insert = sql(
  `insert into workspaces (id, slug, name, mission, emoji, color, timezone, is_default, created_at, updated_at)
   values (:id, :slug, :name, :mission, :emoji, :color, :timezone, :isDefault, :now, :now)`,
)
const update = sql(
  `update workspaces set slug = :slug, name = :name, mission = :mission, emoji = :emoji, color = :color,
     timezone = :timezone, is_default = :isDefault, archived_at = :archivedAt, updated_at = :now where id = :id`,
)
const unsetDefault = sql<Record<never, never>>('update workspaces set is_default = 0 where is_default = 1')
const insertMembership = sql(
  `insert into memberships (workspace_id, user_id, role, created_at) values (:workspaceId, :userId, :role, :now)`,
)

export function listWorkspaces(
  reader: Reader,
  ids: readonly string[] | null,
  request: PageRequest,
): Promise<Paged<Workspace>> {
  return listPage<WorkspaceRow, Workspace>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('workspaces').select('*')
      return ids ? query.whereIn('id', ids) : query
    },
    toItem: toWorkspace,
  })
}

export async function readWorkspace(reader: Reader, id: string): Promise<Workspace> {
  const row = await reader.get(workspaceById, { id })
  if (!row) throw notFound('workspace', id)
  return toWorkspace(row)
}

export async function slugExists(tx: Tx, slug: string): Promise<boolean> {
  return (await tx.get(workspaceBySlug, { slug })) !== undefined
}

export async function insertWorkspace(
  tx: Tx,
  workspace: Omit<Workspace, 'archivedAt' | 'createdAt' | 'updatedAt'>,
): Promise<void> {
  await tx.run(insert, { ...workspace, isDefault: workspace.isDefault ? 1 : 0, now: tx.now })
}

export async function saveWorkspace(tx: Tx, workspace: Workspace): Promise<void> {
  const { id, slug, name, mission, emoji, color, timezone, isDefault, archivedAt } = workspace
  await tx.run(update, {
    id,
    slug,
    name,
    mission,
    emoji,
    color,
    timezone,
    isDefault: isDefault ? 1 : 0,
    archivedAt: archivedAt === null ? null : Date.parse(archivedAt),
    now: tx.now,
  })
}

export async function clearDefault(tx: Tx): Promise<void> {
  await tx.run(unsetDefault, {})
}

export async function addMembership(tx: Tx, workspaceId: string, userId: string, role: WorkspaceRole): Promise<void> {
  await tx.run(insertMembership, { workspaceId, userId, role, now: tx.now })
}

function toWorkspace(row: WorkspaceRow): Workspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    mission: row.mission,
    emoji: row.emoji,
    color: row.color,
    timezone: row.timezone,
    isDefault: row.is_default === 1,
    archivedAt: toTimestampOrNull(row.archived_at),
    createdAt: toTimestamp(row.created_at),
    updatedAt: toTimestamp(row.updated_at),
  }
}
