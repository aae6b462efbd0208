// When a budget's day ends, what open runs have reserved in it moves on.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { moveReservation } from './money-service.ts'
import { isIn, type Reservation, runsHolding, saveReservations } from './reservation-store.ts'
import { findEndedWindows, type WindowKey } from './store.ts'

export interface EndedWindow extends WindowKey {
  readonly workspace_id: string
}

export async function endedWindows(reader: Reader, now: number): Promise<EndedWindow[]> {
  const rows = await findEndedWindows(reader, now)
  return rows.map(({ budget_id, subject_id, start_at, workspace_id }) => ({
    budgetId: budget_id,
    subjectId: subject_id,
    startAt: start_at,
    workspace_id,
  }))
}

/** @returns the runs whose reservation does not fit into the new window. */
export async function rollWindow(tx: Tx, kernel: Kernel, window: WindowKey): Promise<string[]> {
  const left: string[] = []
  // Only the budgets of agents have windows that end.
  const isLeft = (reservation: Reservation) => reservation.remaining > 0 && isIn(reservation, window)
  for await (const { runId, found, others } of runsHolding(tx, isLeft, window.subjectId)) {
    const outcome = await moveReservation(tx, kernel, found)
    if (outcome === null) {
      left.push(runId)
      continue
    }
    await saveReservations(tx, runId, [...others, outcome.moved])
    tx.append({ type: 'budget.reserved', runId, payload: { budgetChanges: outcome.changes } })
  }
  return left
}
