// Rows of messages, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Message = components['schemas']['Message']

export interface MessageRow {
  id: string
  task_id: string
  run_id: string | null
  type: Message['type']
  author_kind: string
  author_id: string | null
  author_name: string | null
  body: string
  progress: string | null
  created_at: number
  delivered_at: number | null
  read_at: number | null
}

/** Whoever wrote it, by name, also once removed. */
const columns = `m.*, coalesce((select a.name from agents a where a.id = m.author_id),
  (select u.name from users u where u.id = m.author_id)) as author_name`

const insert = sql(
  `insert into messages (id, workspace_id, task_id, run_id, type, author_kind, author_id, body, progress, created_at)
   values (:id, :workspaceId, :taskId, :runId, :type, :authorKind, :authorId, :body, :progress, :now)`,
)
const byId = sql<{ id: string }, MessageRow>(`select ${columns} from messages m where m.id = :id`)

export async function insertMessage(
  tx: Tx,
  message: { id: string; taskId: string; runId: string | null; type: string; body: string; progress: string | null },
): Promise<Message> {
  const { actor, workspaceId, now } = tx
  await tx.run(insert, { ...message, workspaceId, authorKind: actor.kind, authorId: actor.id, now })
  return toMessage((await tx.get(byId, { id: message.id }))!)
}

export function listMessages(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  request: PageRequest & { type?: string },
): Promise<Paged<Message>> {
  return listPage<MessageRow, Message>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: 'createdAt',
    table: 'm',
    build: (knex) => {
      const query = knex('messages as m')
        .select(knex.raw(columns))
        .where({ 'm.workspace_id': workspaceId, 'm.task_id': taskId })
      return request.type ? query.where('m.type', request.type) : query
    },
    toItem: toMessage,
  })
}

export async function findMessages(reader: Reader, ids: readonly string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.list<MessageRow>((knex) =>
    knex('messages as m').select(knex.raw(columns)).whereIn('m.id', ids).limit(ids.length),
  )
  return new Map(rows.map((row) => [row.id, toMessage(row)]))
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    taskId: row.task_id,
    runId: row.run_id,
    type: row.type,
    author: { kind: row.author_kind as never, id: row.author_id, name: row.author_name },
    body: row.body,
    progress: row.progress === null ? null : JSON.parse(row.progress),
    createdAt: toTimestamp(row.created_at),
    deliveredAt: toTimestampOrNull(row.delivered_at),
    readAt: toTimestampOrNull(row.read_at),
  } as Message
}
