// The thread of a task: what agents and people say about it. It never moves the task.
import { hash } from 'node:crypto'
import type { components } from '../../generated/openapi.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Principal } from '../../kernel/principal.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { requireLease } from '../tasks/lease-service.ts'
import { findMessages, insertMessage, listMessages, type Message } from './store.ts'

type CreateMessage = components['schemas']['CreateMessage']

const taskExists = sql<{ workspaceId: string; taskId: string }, { id: string }>(
  'select id from tasks where workspace_id = :workspaceId and id = :taskId',
)

export async function assertTask(reader: Reader, workspaceId: string, taskId: string): Promise<void> {
  if (!(await reader.get(taskExists, { workspaceId, taskId }))) throw notFound('task', taskId)
}

export async function newestMessages(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  limit: number,
): Promise<Message[]> {
  return (await listMessages(reader, workspaceId, taskId, { sort: '-createdAt', limit })).data
}

export async function createMessage(
  tx: Tx,
  taskId: string,
  message: CreateMessage,
  principal: Principal,
): Promise<Message> {
  await assertTask(tx, tx.workspaceId, taskId)
  const type = message.type ?? 'COMMENT'
  let runId: string | null = null
  if (principal.kind === 'agent') {
    if (message.fence !== undefined) {
      const claim = { taskId, agentId: principal.agentId, fence: message.fence }
      runId = (await requireLease(tx, claim)).run_id
    } else if (type !== 'COMMENT') {
      const issue = { path: 'fence', message: `a ${type} of an agent needs the fence of its lease` }
      throw new AppError('validation_failed', `fence: ${issue.message}`, { details: { issues: [issue] } })
    }
  }
  return postMessage(tx, { taskId, type, body: message.body, runId, progress: message.progress ?? null })
}

/** Writes a message; the ledger keeps its digest, the text itself can be pruned. */
export async function postMessage(
  tx: Tx,
  message: {
    taskId: string
    type: Message['type']
    body: string
    runId: string | null
    progress: CreateMessage['progress'] | null
  },
): Promise<Message> {
  const { taskId, type, body, runId } = message
  const id = newId('msg', tx.now)
  const progress = message.progress ? JSON.stringify({ label: null, ...message.progress }) : null
  const written = await insertMessage(tx, { id, taskId, runId, type, body, progress })
  tx.append({
    type: 'message.posted',
    taskId,
    runId,
    agentId: tx.actor.kind === 'agent' ? tx.actor.id : null,
    payload: {
      messageId: id,
      messageType: type,
      digest: hash('sha256', body),
      excerpt: body.slice(0, 200),
      progress: written.progress,
    },
  })
  return written
}

export const messagesById = (reader: Reader, ids: readonly string[]): Promise<Map<string, Message>> =>
  findMessages(reader, ids)
