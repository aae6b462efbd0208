// What a task waits for, approvals and questions alike: how many there may be, when they are due, and where it goes once none is left.
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { moveAfterWaiting, type Settled } from '../../rules/approval.ts'
import { heldLease, loadTask, moveTask, preferenceMilliseconds } from '../tasks/task-service.ts'

const mostPending = 20

const countPending = sql<{ taskId: string }, { count: number }>(
  "select count(*) as count from approvals where task_id = :taskId and state = 'pending'",
)
const settledSince = sql<{ taskId: string; since: number }, Settled>(
  `select kind, state, on_denial as "onDenial" from approvals
   where task_id = :taskId and state <> 'pending' and created_at >= :since limit 1000`,
)
const dueForExpiry = sql<{ now: number }, { id: string; workspace_id: string; kind: string }>(
  "select id, workspace_id, kind from approvals where state = 'pending' and expires_at <= :now order by expires_at limit 100",
)

export const findDueForExpiry = (reader: Reader, now: number) => reader.all(dueForExpiry, { now })

export async function refuseMorePending(tx: Tx, taskId: string): Promise<void> {
  if ((await pendingOf(tx, taskId)) < mostPending) return
  throw new AppError(
    'limit_reached',
    `${mostPending} approvals and questions of the task '${taskId}' are pending already`,
  )
}

/** Moves the task on if this was the last thing it waited for; a task that waits no longer is left alone. */
export async function goOnWhenSettled(
  tx: Tx,
  kernel: Kernel,
  last: { readonly taskId: string; readonly askedBy: string | null; readonly ifDenied: string | null },
): Promise<void> {
  const task = await loadTask(tx, last.taskId)
  if (task.state !== 'needs_approval' || (await pendingOf(tx, task.id)) > 0) return
  const lease = await heldLease(tx, task.id)
  const decisions = await tx.all(settledSince, { taskId: task.id, since: task.state_since })
  const move = moveAfterWaiting(decisions, lease !== null)
  const payload = { decisions: decisions.map(({ state }) => state) }
  if (move === 'block_after_denial') {
    const change = { blocked_kind: 'approval', blocked_reason: last.ifDenied ?? 'what it asked for was not approved' }
    await moveTask(tx, kernel, task, move, { end: { reason: 'blocked' }, change, payload })
  } else if (move === 'ready_after_approval') {
    const change = { preferred_agent_id: last.askedBy, preferred_until: tx.now + preferenceMilliseconds }
    await moveTask(tx, kernel, task, move, { end: { reason: 'waiting' }, change: last.askedBy ? change : {}, payload })
  } else {
    await moveTask(tx, kernel, task, move, { runId: lease!.run_id, agentId: lease!.agent_id, payload })
  }
}

const pendingOf = async (tx: Tx, taskId: string): Promise<number> => (await tx.get(countPending, { taskId }))!.count
