// Reads the ledger: pages for people, stretches for streams; an event's shape on the wire is made here and nowhere else.
import type { Knex } from 'knex'
import type { components } from '../../generated/openapi.ts'
import type { EventType } from '../../generated/rules.ts'
import { fromTimestamp, toTimestamp } from '../../kernel/clock.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Paged } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { ActorKind, Reader, StoredEvent } from '../../kernel/store/store.ts'

export type Event = components['schemas']['Event']

export interface EventFilter {
  readonly types?: readonly string[]
  readonly taskId?: string
  readonly agentId?: string
}

export interface EventListRequest extends EventFilter {
  readonly since?: string
  readonly until?: string
  readonly limit?: number
  readonly cursor?: string
  readonly sort?: 'seq' | '-seq'
}

interface EventRow {
  workspace_id: string
  seq: number
  change_id: string
  type: EventType
  at: number
  actor_kind: ActorKind
  actor_id: string | null
  task_id: string | null
  run_id: string | null
  agent_id: string | null
  payload: string
  hash: string
}

const defaultLimit = 50
/** Filters no index serves look at this many events at a time, so that no request holds up the others. */
const stretch = 10_000
export const mostEventsPerRead = 200

const headSeq = sql<{ workspaceId: string }, { seq: number }>(
  'select seq from ledger_heads where workspace_id = :workspaceId',
)
const eventsAfter = sql<{ workspaceId: string; seq: number }, EventRow>(
  `select * from events where workspace_id = :workspaceId and seq > :seq order by seq limit ${mostEventsPerRead}`,
)

export async function lastSeq(reader: Reader, workspaceId: string): Promise<number> {
  return (await reader.get(headSeq, { workspaceId }))?.seq ?? 0
}

/** The next events of the ledger, oldest first; none when all have been read. */
export async function readEventsAfter(reader: Reader, workspaceId: string, seq: number): Promise<StoredEvent[]> {
  return (await reader.all(eventsAfter, { workspaceId, seq })).map(toStored)
}

export async function listEvents(
  reader: Reader,
  workspaceId: string,
  request: EventListRequest,
): Promise<Paged<Event>> {
  const { sort = '-seq', limit = defaultLimit } = request
  const last = await lastSeq(reader, workspaceId)
  const newestFirst = sort === '-seq'
  const before = request.cursor === undefined ? null : decodeCursor(request.cursor, sort)
  const isIndexed = request.taskId !== undefined || request.agentId !== undefined
  const span = isIndexed ? last : stretch
  // Both ends included.
  const from = newestFirst ? Math.max(1, (before ?? last + 1) - span) : (before ?? 0) + 1
  const to = newestFirst ? (before ?? last + 1) - 1 : Math.min(last, (before ?? 0) + span)
  const rows = await reader.list<EventRow>((knex) =>
    filtered(knex, workspaceId, request)
      .whereBetween('seq', [from, to])
      .orderBy('seq', newestFirst ? 'desc' : 'asc')
      .limit(limit + 1),
  )
  const isFull = rows.length > limit
  const shown = isFull ? rows.slice(0, limit) : rows
  const reached = isFull ? shown.at(-1)!.seq : newestFirst ? from : to
  const hasMore = isFull || (newestFirst ? from > 1 : to < last)
  return {
    data: shown.map((row) => toEvent(toStored(row))),
    page: { hasMore, nextCursor: hasMore ? encodeCursor(sort, reached) : null },
  }
}

export function toEvent(event: StoredEvent): Event {
  return {
    id: String(event.seq),
    seq: event.seq,
    type: event.type,
    at: toTimestamp(event.at),
    changeId: event.changeId,
    actor: { kind: event.actor.kind, id: event.actor.id },
    taskId: event.taskId,
    runId: event.runId,
    agentId: event.agentId,
    payload: JSON.parse(event.payload) as Event['payload'],
    hash: event.hash,
  }
}

function filtered(knex: Knex, workspaceId: string, { types, taskId, agentId, since, until }: EventListRequest) {
  const query = knex('events').select('*').where('workspace_id', workspaceId)
  if (types !== undefined) query.whereIn('type', types)
  if (taskId !== undefined) query.where('task_id', taskId)
  if (agentId !== undefined) query.where('agent_id', agentId)
  if (since !== undefined) query.where('at', '>=', fromTimestamp(since, 'since'))
  if (until !== undefined) query.where('at', '<', fromTimestamp(until, 'until'))
  return query
}

const toStored = (row: EventRow): StoredEvent => ({
  workspaceId: row.workspace_id,
  seq: row.seq,
  changeId: row.change_id,
  type: row.type,
  at: row.at,
  actor: { kind: row.actor_kind, id: row.actor_id },
  taskId: row.task_id,
  runId: row.run_id,
  agentId: row.agent_id,
  payload: row.payload,
  hash: row.hash,
})

const encodeCursor = (sort: string, seq: number): string =>
  Buffer.from(JSON.stringify([sort, seq])).toString('base64url')

function decodeCursor(cursor: string, sort: string): number {
  try {
    const [cursorSort, seq] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (cursorSort === sort && Number.isSafeInteger(seq)) return seq as number
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw new AppError('invalid_cursor', 'this cursor belongs to no list of events sorted like this one')
}
