// A run that goes on and needs more set aside than its claim did.
import type { components } from '../../generated/openapi.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { roomIn } from '../../rules/budget.ts'
import { reservedIn, writeReservations } from '../budgets/money-service.ts'
import { topUp } from '../budgets/top-up-service.ts'
import { budgetUse } from '../budgets/use-service.ts'
import { heldLease } from '../tasks/task-service.ts'
import { refuseStranger } from './service.ts'
import { findRun, type RunRow, saveReserved } from './store.ts'

export async function reserveForRun(
  tx: Tx,
  kernel: Kernel,
  { runId, agentId }: { readonly runId: string; readonly agentId: string },
  costMicros: number,
): Promise<components['schemas']['Reserved']> {
  // What it sets aside counts against its agent's day: two that reserve must not count it at once.
  await tx.holdName(agentId)
  const run = await findRun(tx, runId)
  if (!run) throw notFound('run', runId)
  refuseStranger(run, agentId)
  await refuseOver(tx, run)
  const { task_id: taskId, reservations: before } = run
  const outcome = await topUp(tx, kernel, { runId, agentId, taskId, reservations: before }, costMicros)
  if (outcome.exhausted) {
    const { budget, limit, spent } = outcome.exhausted
    const room = roomIn(outcome.exhausted)
    throw new AppError(
      'budget_exhausted',
      `the ${budget.scope} budget '${budget.id}' has no room for that: ${spent} of ${limit} micro-dollars are spent and ${room} neither spent nor reserved`,
      { details: { budgetId: budget.id, scope: budget.scope, limitCostMicros: limit, remainingCostMicros: room } },
    )
  }
  const reservations = writeReservations(outcome.reservations)
  if (outcome.changes.length > 0) {
    await saveReserved(tx, runId, reservations)
    tx.append({
      type: 'budget.reserved',
      taskId,
      runId,
      agentId,
      payload: { costMicros, budgetChanges: outcome.changes },
    })
  }
  return { reservedCostMicros: reservedIn(reservations), budgets: outcome.windows.map(budgetUse) }
}

async function refuseOver(tx: Tx, run: RunRow): Promise<void> {
  if (run.task_id === null) {
    if (run.ended_at === null) return
    throw new AppError('run_ended', `the run '${run.id}' ended: ${run.end_reason}`, {
      details: { reason: run.end_reason },
    })
  }
  const lease = run.ended_at === null ? await heldLease(tx, run.task_id) : null
  if (lease?.run_id === run.id) return
  const reason = run.end_reason ?? 'expired'
  throw new AppError('lease_lost', `the lease of the run '${run.id}' is over: ${reason}`, {
    details: { reason, taskId: run.task_id, fence: run.fence },
  })
}
