// Messages to agents: what people comment on a task reaches whoever works on it, and people see that it did. Being
// delivered and read is presence, not a change: no event.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { type Claim, requireLease } from '../tasks/lease-service.ts'
import { assertTask } from './service.ts'
import {
  countUnreadOfTask,
  findUnreadOfInstance,
  findUnreadOfTask,
  isInTask,
  markDelivered,
  markOneRead,
  type UnreadRow,
} from './unread-store.ts'

export type AgentMessage = components['schemas']['AgentMessage']

const mostInClaim = 50
const mostInHeartbeat = 20
const mostCounted = 1000

export async function messagesForClaim(tx: Tx, taskId: string): Promise<AgentMessage[]> {
  return deliver(tx, await findUnreadOfTask(tx, taskId, mostInClaim))
}

/** For one process of an agent: another that works on other tasks gets what is about those. */
export async function messagesForInstance(tx: Tx, agentId: string, instanceId: string): Promise<AgentMessage[]> {
  return deliver(tx, await findUnreadOfInstance(tx, agentId, instanceId, mostInHeartbeat))
}

export async function markRead(
  tx: Tx,
  claim: Claim,
  messageIds: readonly string[],
): Promise<components['schemas']['MessagesRead']> {
  await assertTask(tx, tx.workspaceId, claim.taskId)
  await requireLease(tx, claim)
  for (const id of messageIds) {
    if (!(await isInTask(tx, claim.taskId, id))) throw notFound('message', id)
    await markOneRead(tx, claim.taskId, id)
  }
  return { unread: await countUnreadOfTask(tx, claim.taskId, mostCounted) }
}

async function deliver(tx: Tx, rows: readonly UnreadRow[]): Promise<AgentMessage[]> {
  for (const { id, delivered_at } of rows) if (delivered_at === null) await markDelivered(tx, id)
  return rows.map((row) => ({
    taskId: row.task_id,
    id: row.id,
    authorName: row.author_name ?? '',
    body: row.body,
    createdAt: toTimestamp(row.created_at),
  }))
}
