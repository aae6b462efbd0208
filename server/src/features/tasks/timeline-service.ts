// The history of a task, read off the ledger, each event with one line for people.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { assertTask, messagesById } from '../messages/service.ts'

type TimelineEntry = components['schemas']['TimelineEntry']

interface EventRow {
  seq: number
  at: number
  type: string
  actor_kind: TimelineEntry['actor']['kind']
  actor_id: string | null
  run_id: string | null
  payload: string
}

export async function readTimeline(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  request: PageRequest,
): Promise<Paged<TimelineEntry>> {
  await assertTask(reader, workspaceId, taskId)
  const page = await listPage<EventRow, TimelineEntry>(reader, {
    request,
    sortable: { seq: 'seq' },
    defaultSort: 'seq',
    tieBreaker: 'seq',
    build: (knex) => knex('events').select('*').where({ task_id: taskId, workspace_id: workspaceId }),
    toItem: toEntry,
  })
  const messages = await messagesById(
    reader,
    page.data.map(messageIdOf).filter((id) => id !== null),
  )
  for (const entry of page.data) entry.message = messages.get(messageIdOf(entry) ?? '') ?? null
  return page
}

const messageIdOf = ({ type, payload }: TimelineEntry): string | null =>
  type === 'message.posted' ? (payload as { messageId: string }).messageId : null

function toEntry(row: EventRow): TimelineEntry {
  const payload = JSON.parse(row.payload) as Record<string, unknown>
  return {
    seq: row.seq,
    at: toTimestamp(row.at),
    type: row.type,
    actor: { kind: row.actor_kind, id: row.actor_id },
    runId: row.run_id,
    summary: summarise(row.type, payload),
    payload,
    message: null,
  }
}

/** "Task claimed: ready to in progress", and why where somebody said. */
function summarise(type: string, payload: Record<string, unknown>): string {
  const words = type.replace('.', ' ').replaceAll('_', ' ')
  const parts = [words[0]!.toUpperCase() + words.slice(1)]
  if (payload.from && payload.to && payload.from !== payload.to) parts.push(`${payload.from} to ${payload.to}`)
  const why =
    payload.reason ??
    payload.summary ??
    payload.action ??
    payload.question ??
    payload.excerpt ??
    payload.note ??
    payload.title ??
    // Of a file, and of a step.
    payload.name ??
    payload.step
  if (typeof why === 'string' && why !== '') parts.push(why)
  const text = parts.join(': ').replaceAll(/\s+/g, ' ')
  return text.length > 500 ? `${text.slice(0, 499)}…` : text
}
