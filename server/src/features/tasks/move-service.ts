// The one way a task changes state: decide by the table, end the lease where it must, write, and carry the consequences.

import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { decideMove, isOver, isRefusal, type Move, mayHoldLease, meetsDependents } from '../../rules/task-lifecycle.ts'
import { withdrawPending } from '../approvals/withdraw-service.ts'
import { dropTaskHold } from '../holds/task-hold-service.ts'
import { endRun, type RunEnd } from '../runs/end-service.ts'
import { dependenciesFailed, dependenciesMet, dependenciesReopened } from './dependency-service.ts'
import {
  changeOpenChildren,
  deleteLease,
  findLease,
  loadTask,
  openChildrenOf,
  saveTaskState,
  type TaskChange,
  type TaskRow,
} from './store.ts'

export interface MoveOptions {
  /** How the run ends, where the move ends the lease. @default { reason: 'released' } */
  readonly end?: RunEnd
  readonly change?: TaskChange
  /** Joined to the event: what a reader of the ledger would want to know. */
  readonly payload?: Record<string, unknown>
  readonly runId?: string
  readonly agentId?: string
}

/** @returns the task as it is after the move. */
export async function moveTask(
  tx: Tx,
  kernel: Kernel,
  task: TaskRow,
  move: Move,
  options: MoveOptions = {},
): Promise<TaskRow> {
  const after = { ...task, ...options.change }
  const decision = decideMove(task.state, move, {
    openDependencies: after.open_dependencies,
    held: after.held === 1,
  })
  if (isRefusal(decision)) throw refusalError(task, move, decision.allowed)
  const { from, to, event } = decision
  const staysLeased =
    mayHoldLease(to) && move !== 'exceed_budget' && move !== 'give_back_waiting' && move !== 'end_lease_waiting'
  const ended =
    mayHoldLease(from) && !staysLeased ? await endLease(tx, task.id, options.end ?? { reason: 'released' }) : null
  after.state = to
  after.version = task.version + 1
  Object.assign(after, settledColumns(after, from, tx.now))
  await saveTaskState(tx, after)
  tx.append({
    type: event,
    taskId: task.id,
    runId: options.runId ?? ended?.runId ?? null,
    agentId: options.agentId ?? ended?.agentId ?? null,
    payload: { from, to, ...options.payload },
  })
  await carryConsequences(tx, kernel, task, after)
  offerIfClaimable(tx, kernel, after)
  return after
}

/** Ends the lease on a task, if there is one, and with it its run. */
async function endLease(tx: Tx, taskId: string, end: RunEnd): Promise<{ runId: string; agentId: string } | null> {
  const lease = await findLease(tx, taskId)
  if (!lease) return null
  await deleteLease(tx, taskId)
  await endRun(tx, { id: lease.run_id, taskId, agentId: lease.agent_id }, end)
  return { runId: lease.run_id, agentId: lease.agent_id }
}

/** Tells those who wait that this task can be claimed, once that is durable. */
export function offerIfClaimable(tx: Tx, kernel: Kernel, task: TaskRow): void {
  if (task.claimable !== 1) return
  const hint = {
    workspaceId: tx.workspaceId,
    type: task.type,
    capabilities: JSON.parse(task.required_capabilities) as string[],
    agentId: task.assignee_agent_id ?? task.preferred_agent_id,
  }
  tx.afterCommit(() => kernel.signals.offer(hint))
}

/** Columns that follow from the state. */
export const settle = (task: TaskRow, from: TaskRow['state'] | null, now: number): TaskRow => ({
  ...task,
  ...settledColumns(task, from, now),
})

function settledColumns(task: TaskRow, from: TaskRow['state'] | null, now: number) {
  const isReady = task.state === 'ready'
  const waits = isReady && task.not_before !== null && task.not_before > now
  return {
    state_since: task.state === from ? task.state_since : now,
    claimable: isReady && !waits ? 1 : 0,
    ready_at: isReady && from !== 'ready' ? now : task.ready_at,
    hold_id: task.state === 'paused' ? task.hold_id : null,
    blocked_kind: task.state === 'blocked' ? task.blocked_kind : null,
    blocked_reason: task.state === 'blocked' ? task.blocked_reason : null,
    finished_at: isOver(task.state) ? (task.finished_at ?? now) : null,
  }
}

async function carryConsequences(tx: Tx, kernel: Kernel, before: TaskRow, after: TaskRow): Promise<void> {
  const wasMet = meetsDependents(before.state)
  const isMet = meetsDependents(after.state)
  if (!wasMet && isMet) await dependenciesMet(tx, kernel, after)
  if (isOver(before.state) && !isOver(after.state)) await dependenciesReopened(tx, kernel, after)
  const isLost = after.state === 'failed' || after.state === 'canceled'
  if (isLost && before.state !== after.state) await dependenciesFailed(tx, kernel, after)
  if (after.parent_id !== null && isOver(before.state) !== isOver(after.state)) {
    await changeOpenChildren(tx, after.parent_id, isOver(after.state) ? -1 : 1)
  }
  if (isOver(after.state) && !isOver(before.state)) await withdrawPending(tx, after.id)
  if (isOver(after.state) && before.state === 'paused') await dropTaskHold(tx, after.id)
  if (after.state === 'canceled' && after.open_children > 0) {
    for (const { id } of await openChildrenOf(tx, after.id)) {
      const child = await loadTask(tx, id)
      // One of its siblings may have taken it along.
      if (isOver(child.state)) continue
      await moveTask(tx, kernel, child, 'cancel_by_cascade', {
        end: { reason: 'canceled' },
        payload: { because: after.id },
      })
    }
  }
}

function refusalError(
  task: TaskRow,
  move: Move,
  allowed: readonly { to: string; by: readonly string[]; operation: string | null }[],
): AppError {
  const ways = allowed
    .filter(({ operation }) => operation !== null)
    .map(({ to, by, operation }) => `${operation} (${by.join(' or ')}) to ${to}`)
  return new AppError(
    'invalid_transition',
    `the task '${task.id}' is ${task.state}: it cannot ${move.replaceAll('_', ' ')}`,
    {
      hint:
        ways.length > 0
          ? `From ${task.state} one may: ${[...new Set(ways)].join('; ')}.`
          : `Nothing leads on from ${task.state}.`,
      details: { state: task.state, allowed },
    },
  )
}
