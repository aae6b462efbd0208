// Rows of files, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type TaskFile = components['schemas']['TaskFile']
export type FileKind = TaskFile['kind']

export interface FileRow {
  id: string
  workspace_id: string
  task_id: string
  run_id: string | null
  kind: FileKind
  name: string
  version: number
  is_current: number
  media_type: string
  size: number
  sha256: string
  author_kind: TaskFile['author']['kind']
  author_id: string
  created_at: number
  removed_at: number | null
}

interface FileViewRow extends FileRow {
  author_name: string
}

/** Whoever put it there, by name, also once removed. */
const columns = `f.*, coalesce((select a.name from agents a where a.id = f.author_id),
  (select u.name from users u where u.id = f.author_id)) as author_name`

const fileById = sql<{ workspaceId: string; fileId: string }, FileRow>(
  'select * from files where workspace_id = :workspaceId and id = :fileId',
)
const viewById = sql<{ workspaceId: string; fileId: string }, FileViewRow>(
  `select ${columns} from files f where f.workspace_id = :workspaceId and f.id = :fileId`,
)
/** No task has more. */
const viewsByTask = sql<{ workspaceId: string; taskId: string }, FileViewRow>(
  `select ${columns} from files f where f.workspace_id = :workspaceId and f.task_id = :taskId and f.removed_at is null
   order by f.created_at, f.id limit 200`,
)
const currentByName = sql<{ taskId: string; kind: string; name: string }, FileRow>(
  'select * from files where task_id = :taskId and kind = :kind and name = :name and is_current = 1',
)
const newestVersion = sql<{ taskId: string; kind: string; name: string }, { version: number }>(
  'select coalesce(max(version), 0) as version from files where task_id = :taskId and kind = :kind and name = :name',
)
const usage = sql<{ taskId: string }, { count: number; size: number }>(
  'select count(*) as count, coalesce(sum(size), 0) as size from files where task_id = :taskId and removed_at is null',
)
const insert = insertInto<FileRow>('files', [
  'id',
  'workspace_id',
  'task_id',
  'run_id',
  'kind',
  'name',
  'version',
  'is_current',
  'media_type',
  'size',
  'sha256',
  'author_kind',
  'author_id',
  'created_at',
])
const setCurrent = sql<{ id: string; isCurrent: number }>('update files set is_current = :isCurrent where id = :id')
const remove = sql<{ id: string; now: number }>(
  'update files set is_current = 0, removed_at = :now where id = :id and removed_at is null',
)
const newestLeft = sql<{ taskId: string; kind: string; name: string }, { id: string }>(
  `select id from files where task_id = :taskId and kind = :kind and name = :name and removed_at is null
   order by version desc limit 1`,
)
const contentInUse = sql<{ sha256: string }, { id: string }>(
  'select id from files where sha256 = :sha256 and removed_at is null limit 1',
)

/** The row, removed or not. Whoever changes files holds their task. */
export async function loadFile(tx: Tx, fileId: string): Promise<FileRow> {
  const row = await tx.get(fileById, { workspaceId: tx.workspaceId, fileId })
  if (!row) throw notFound('file', fileId)
  return row
}

export async function findLiveFile(reader: Reader, workspaceId: string, fileId: string): Promise<FileRow | null> {
  const row = await reader.get(fileById, { workspaceId, fileId })
  return row && row.removed_at === null ? row : null
}

export async function readFile(reader: Reader, workspaceId: string, fileId: string): Promise<TaskFile> {
  const row = await reader.get(viewById, { workspaceId, fileId })
  if (!row || row.removed_at !== null) throw notFound('file', fileId)
  return toFile(row)
}

export const readFilesOf = async (reader: Reader, workspaceId: string, taskId: string): Promise<TaskFile[]> =>
  (await reader.all(viewsByTask, { workspaceId, taskId })).map(toFile)

/** Also of a removed file: what it was. */
export const viewOf = async (tx: Tx, row: FileRow): Promise<TaskFile> =>
  toFile((await tx.get(viewById, { workspaceId: row.workspace_id, fileId: row.id }))!)

export const findCurrent = (reader: Reader, taskId: string, kind: FileKind, name: string) =>
  reader.get(currentByName, { taskId, kind, name })

export const versionsOf = async (reader: Reader, taskId: string, kind: FileKind, name: string): Promise<number> =>
  (await reader.get(newestVersion, { taskId, kind, name }))!.version

export const usageOf = async (reader: Reader, taskId: string) => (await reader.get(usage, { taskId }))!

export async function insertFile(tx: Tx, row: FileRow): Promise<void> {
  await tx.run(insert, { ...row })
}

export async function markCurrent(tx: Tx, id: string, isCurrent: boolean): Promise<void> {
  await tx.run(setCurrent, { id, isCurrent: isCurrent ? 1 : 0 })
}

/** @returns whether it was there. */
export const removeRow = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.run(remove, { id, now: tx.now })) === 1

export const findNewestLeft = (tx: Tx, { task_id, kind, name }: FileRow) =>
  tx.get(newestLeft, { taskId: task_id, kind, name })

export const isContentUsed = async (reader: Reader, sha256: string): Promise<boolean> =>
  (await reader.get(contentInUse, { sha256 })) !== undefined

export function listFiles(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  request: PageRequest & { kind?: FileKind; versions?: 'current' | 'all' },
): Promise<Paged<TaskFile>> {
  return listPage<FileViewRow, TaskFile>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    table: 'f',
    build: (knex) => {
      const query = knex('files as f')
        .select(knex.raw(columns))
        .where({ 'f.workspace_id': workspaceId, 'f.task_id': taskId })
        .whereNull('f.removed_at')
      if (request.kind) query.where('f.kind', request.kind)
      if (request.versions !== 'all') query.where('f.is_current', 1)
      return query
    },
    toItem: toFile,
  })
}

function toFile(row: FileViewRow): TaskFile {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    taskId: row.task_id,
    runId: row.run_id,
    kind: row.kind,
    name: row.name,
    version: row.version,
    isCurrent: row.is_current === 1,
    mediaType: row.media_type,
    sizeBytes: row.size,
    sha256: row.sha256,
    author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
    createdAt: toTimestamp(row.created_at),
  }
}
