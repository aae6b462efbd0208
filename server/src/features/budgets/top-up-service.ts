// Sets more aside for a run that goes on: what is missing in each budget above it, or nothing.
import type { Kernel } from '../../kernel/kernel.ts'
import type { BudgetChange, Tx } from '../../kernel/store/store.ts'
import { roomIn } from '../../rules/budget.ts'
import { type OpenWindow, openWindows, type Spender, toChange } from './money-service.ts'
import { isIn, type Reservation, readReservations } from './reservation-store.ts'
import { addToWindow } from './store.ts'

export interface TopUp {
  /** The budget without room, where there is one; then nothing changed. */
  readonly exhausted: OpenWindow | null
  readonly reservations: readonly Reservation[]
  readonly changes: readonly BudgetChange[]
  /** As they are now. */
  readonly windows: readonly OpenWindow[]
}

interface Wanted {
  readonly window: OpenWindow
  readonly own: Reservation | undefined
  readonly target: number
  /** What the window takes on. */
  readonly added: number
}

/** Whoever calls writes what the run has set aside from now on. */
export async function topUp(
  tx: Tx,
  kernel: Kernel,
  spender: Spender & { readonly reservations: string | null },
  cost: number,
): Promise<TopUp> {
  const windows = await openWindows(tx, kernel, spender, tx.now)
  const before = readReservations(spender.reservations)
  const wanted = windows.map((window) => wantedIn(window, before, cost))
  const exhausted = wanted.find(({ window, added }) => added > roomIn(window))?.window ?? null
  if (exhausted) return { exhausted, reservations: before, changes: [], windows }
  let reservations: Reservation[] = before
  const changes: BudgetChange[] = []
  for (const { window, own, target, added } of wanted) {
    if (added === 0) continue
    if (own && own.remaining > 0 && !isIn(own, window.key)) {
      await addToWindow(tx, { ...own, endAt: null }, { reserved: 0 - own.remaining, spent: 0, overage: 0 })
      changes.push(toChange(own, 0 - own.remaining, 0))
    }
    await addToWindow(tx, window.key, { reserved: added, spent: 0, overage: 0 })
    changes.push(toChange(window.key, added, 0))
    const { budgetId, subjectId, startAt } = window.key
    reservations = [...reservations.filter((one) => one !== own), { budgetId, subjectId, startAt, remaining: target }]
  }
  const after = wanted.map(({ window, added }) => ({ ...window, reserved: window.reserved + added }))
  return { exhausted: null, reservations, changes, windows: after }
}

/** What a run still has in a window that ended moves along: left behind, it would soon ask for room a second time. */
function wantedIn(window: OpenWindow, reservations: readonly Reservation[], cost: number): Wanted {
  const { budgetId, subjectId } = window.key
  const own = reservations.find((one) => one.budgetId === budgetId && one.subjectId === subjectId)
  const has = own?.remaining ?? 0
  const target = Math.max(cost, has)
  const added = own && isIn(own, window.key) ? target - has : target
  return { window, own, target, added }
}
