// What a change of a budget means for what it has stopped and for what is reserved in it.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { roomIn } from '../../rules/budget.ts'
import { findHoldsOfBudget, liftHold } from '../holds/service.ts'
import { type Reservation, runsHolding, saveReservations } from './reservation-store.ts'
import { addToWindow, type BudgetRow, findWindow } from './store.ts'
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
  const isOfBudget = ({ budgetId }: Reservation) => budgetId === budget.id
  for await (const { runId, found, others } of runsHolding(tx, isOfBudget)) {
    await saveReservations(tx, runId, others)
    const { remaining, ...key } = found
    if (remaining === 0) continue
    await addToWindow(tx, { ...key, endAt: null }, { reserved: 0 - remaining, spent: 0, overage: 0 })
    const { subjectId, startAt: windowStartAt } = key
    const change = { budgetId: budget.id, subjectId, windowStartAt, reserved: 0 - remaining, spent: 0 }
    tx.append({ type: 'budget.released', runId, payload: { budgetId: budget.id, budgetChanges: [change] } })
  }
  for (const hold of await findHoldsOfBudget(tx, budget.id)) await liftHold(tx, kernel, hold)
  lookAgain(tx, kernel)
}

/** Claims that were refused may find room now. */
function lookAgain(tx: Tx, kernel: Kernel): void {
  const { workspaceId } = tx
  tx.afterCommit(() => kernel.signals.wakeAll({ workspaceId }))
}
