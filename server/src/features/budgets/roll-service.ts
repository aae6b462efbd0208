// When a budget's day ends, what open runs have reserved in it moves on.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { moveReservation } from './money-service.ts'
import { findEndedWindows, findReservationsIn, type WindowKey } from './store.ts'

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
  for (const reservation of await findReservationsIn(tx, window)) {
    const changes = await moveReservation(tx, kernel, reservation)
    if (changes === null) left.push(reservation.run_id)
    else tx.append({ type: 'budget.reserved', runId: reservation.run_id, payload: { budgetChanges: changes } })
  }
  return left
}
