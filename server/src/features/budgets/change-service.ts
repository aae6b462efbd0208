// What a change of a budget means for what it has stopped and for what is reserved in it.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { roomIn } from '../../rules/budget.ts'
import { findHoldsOfBudget, liftHold } from '../holds/service.ts'
import { addToWindow, type BudgetRow, dropReservation, findReservationsOf, findWindow } from './store.ts'
import { windowKey } from './window-service.ts'

/** A limit was raised: the agents it holds go on where there is room by now. */
export async function liftNeedlessHolds(tx: Tx, kernel: Kernel, budget: BudgetRow): Promise<void> {
  for (const hold of await findHoldsOfBudget(tx, budget.id)) {
    const window = await findWindow(tx, await windowKey(tx, kernel, budget, hold.scope_id, tx.now))
    const { granted = 0, reserved = 0, spent = 0 } = window ?? {}
    if (roomIn({ limit: budget.limit_cost + granted, reserved, spent }) > 0) await liftHold(tx, kernel, hold)
  }
  lookAgain(tx, kernel)
}

/** A budget is gone: nothing is set aside in it any more, and what it held goes on. */
export async function releaseBudget(tx: Tx, kernel: Kernel, budget: BudgetRow): Promise<void> {
  for (;;) {
    const reservations = await findReservationsOf(tx, budget.id)
    if (reservations.length === 0) break
    for (const { run_id: runId, subject_id: subjectId, start_at: startAt, remaining } of reservations) {
      await dropReservation(tx, runId, budget.id)
      if (remaining === 0) continue
      const key = { budgetId: budget.id, subjectId, startAt, endAt: null }
      await addToWindow(tx, key, { reserved: 0 - remaining, spent: 0, overage: 0 })
      const change = { budgetId: budget.id, subjectId, windowStartAt: startAt, reserved: 0 - remaining, spent: 0 }
      tx.append({ type: 'budget.released', runId, payload: { budgetId: budget.id, budgetChanges: [change] } })
    }
  }
  for (const hold of await findHoldsOfBudget(tx, budget.id)) await liftHold(tx, kernel, hold)
  lookAgain(tx, kernel)
}

/** Claims that were refused may find room now. */
function lookAgain(tx: Tx, kernel: Kernel): void {
  const { workspaceId } = tx
  tx.afterCommit(() => kernel.signals.wakeAll({ workspaceId }))
}
