// The end of a run, whoever brings it about: its outcome is written once, and what it had reserved goes back.
import type { BudgetChange, Tx } from '../../kernel/store/store.ts'
import { findReservations, freeReservations } from '../budgets/money-service.ts'
import { type EndReason, markEnded, type RunStatus } from './store.ts'

export interface RunEnd {
  readonly reason: EndReason
  /** What the agent said went wrong. */
  readonly error?: { readonly message: string; readonly code?: string | null; readonly stack?: string | null } | null
  readonly summary?: string | null
}

export async function endRun(
  tx: Tx,
  run: { readonly id: string; readonly taskId: string | null; readonly agentId: string },
  end: RunEnd,
): Promise<void> {
  const { reason } = end
  const error = end.error
    ? JSON.stringify({ message: end.error.message, code: end.error.code ?? null, stack: end.error.stack ?? null })
    : null
  const reservations = await findReservations(tx, run.id)
  const ended = await markEnded(tx, run.id, { status: statusOf(reason), reason, error, summary: end.summary ?? null })
  if (!ended) return
  const budgetChanges: BudgetChange[] = await freeReservations(tx, reservations)
  const payload: Record<string, unknown> = { reason, status: statusOf(reason) }
  if (end.error) payload.error = { message: end.error.message, code: end.error.code ?? null }
  if (budgetChanges.length > 0) payload.budgetChanges = budgetChanges
  tx.append({ type: 'run.ended', taskId: run.taskId, runId: run.id, agentId: run.agentId, payload })
}

function statusOf(reason: EndReason): RunStatus {
  if (reason === 'completed') return 'succeeded'
  return reason === 'failed' ? 'failed' : 'ended'
}
