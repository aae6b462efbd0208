// What runs do to budgets: reserve at the claim, spend at each report, give the rest back at the end, move on when a window ends.

import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { BudgetChange, Tx } from '../../kernel/store/store.ts'
import { isWarned, reservationFor, roomIn, spend, type Window } from '../../rules/budget.ts'
import { countEarlierSpend } from './earlier-spend-service.ts'
import { findReservations, isIn, type Reservation, readReservations } from './reservation-store.ts'
import {
  addToWindow,
  type BudgetRow,
  findBudgetEverMade,
  findBudgetsAbove,
  findWindow,
  grantToWindow,
  rememberWarning,
  type WindowKey,
  type WindowRow,
} from './store.ts'
import { windowKey } from './window-service.ts'

export { findReservations, reservedIn, writeReservations } from './reservation-store.ts'

/** Whose run it is; the ids a budget may be about. */
export interface Spender {
  readonly runId: string
  readonly agentId: string
  readonly taskId: string | null
}

export interface OpenWindow extends Window {
  readonly budget: BudgetRow
  readonly key: WindowKey & { readonly endAt: number | null }
  readonly row: WindowRow | undefined
}

export interface Plan {
  /** Null where nothing could be reserved; then `exhausted` names the budget without room. */
  readonly amount: number | null
  readonly exhausted: OpenWindow | null
  readonly reservations: readonly Reservation[]
  readonly changes: readonly BudgetChange[]
  /** The limit that is about this one task, if it has one. */
  readonly taskLimit: number | null
}

/** Half of what JSON can carry as a whole number, so that spent and reserved together still can. */
const mostSpentInWindow = Math.floor(Number.MAX_SAFE_INTEGER / 2)

export interface Booking {
  readonly overage: number
  /** What the run has set aside from now on. */
  readonly reservations: readonly Reservation[]
  readonly changes: readonly BudgetChange[]
  readonly exceeded: readonly OpenWindow[]
  readonly warned: readonly OpenWindow[]
  readonly windows: readonly { readonly window: OpenWindow; readonly spent: number; readonly reserved: number }[]
}

/** Sets aside a run's estimate in every budget above it, or in none. */
export async function reserve(tx: Tx, kernel: Kernel, spender: Spender, stated: number | null): Promise<Plan> {
  const windows = await openWindows(tx, kernel, spender, tx.now, { isNewRun: true })
  const own = windows.filter(({ budget }) => budget.scope !== 'agent')
  const shared = windows.filter(({ budget }) => budget.scope === 'agent')
  const amount = reservationFor(stated, { own, shared })
  if (amount === null) {
    const exhausted = windows.reduce((least, window) => (roomIn(window) < roomIn(least) ? window : least))
    return { amount: null, exhausted, reservations: [], changes: [], taskLimit: null }
  }
  for (const { key } of windows) await addToWindow(tx, key, { reserved: amount, spent: 0, overage: 0 })
  const ofTask = windows.find(({ budget }) => budget.scope === 'task' && budget.scope_id === spender.taskId)
  return {
    amount,
    exhausted: null,
    reservations: windows.map(({ key: { budgetId, subjectId, startAt } }) => ({
      budgetId,
      subjectId,
      startAt,
      remaining: amount,
    })),
    changes: windows.map(({ key }) => toChange(key, amount, 0)),
    taskLimit: ofTask?.budget.limit_cost ?? null,
  }
}

/**
 * Books a cost in the windows `usedAt` belongs to: from the run's reservations, then from free room, then as overage.
 * Whoever calls writes what the run has set aside from now on.
 */
export async function book(
  tx: Tx,
  kernel: Kernel,
  spender: Spender & { readonly reservations: string | null },
  cost: number,
  usedAt: number,
): Promise<Booking> {
  const windows = await openWindows(tx, kernel, spender, usedAt)
  const reservations = readReservations(spender.reservations)
  const booking = {
    overage: 0,
    reservations,
    changes: [] as BudgetChange[],
    exceeded: [] as OpenWindow[],
    warned: [] as OpenWindow[],
    windows: [] as { window: OpenWindow; spent: number; reserved: number }[],
  }
  for (const window of windows) {
    const at = reservations.findIndex((candidate) => isIn(candidate, window.key))
    const reservation = reservations[at]
    const outcome = spend(window, reservation?.remaining ?? 0, cost)
    const after = { ...window, spent: window.spent + outcome.spent, reserved: window.reserved + outcome.reserved }
    if (after.spent > mostSpentInWindow) {
      throw new AppError(
        'limit_reached',
        `the budget '${window.budget.id}' cannot count beyond ${mostSpentInWindow} micro-dollars`,
      )
    }
    if (cost !== 0) {
      await addToWindow(tx, window.key, outcome)
      if (reservation) reservations[at] = { ...reservation, remaining: outcome.remaining }
      booking.changes.push(toChange(window.key, outcome.reserved, outcome.spent))
    }
    booking.overage = Math.max(booking.overage, outcome.overage)
    if (outcome.overage > 0) booking.exceeded.push(window)
    if (cost > 0 && window.row?.warned !== 1 && isWarned(after, window.budget.warn_at_percent)) {
      await rememberWarning(tx, window.key)
      booking.warned.push(after)
    }
    booking.windows.push({ window, spent: after.spent, reserved: after.reserved })
  }
  return booking
}

/** A person let a window hold more than its budget says. */
export async function grantBudget(tx: Tx, window: WindowKey, by: number): Promise<void> {
  await grantToWindow(tx, window, by)
}

/** Gives back what a run that ended has not spent. */
export async function freeReservations(tx: Tx, reservations: readonly Reservation[]): Promise<BudgetChange[]> {
  const left = reservations.filter(({ remaining }) => remaining > 0)
  for (const { remaining, ...key } of left) {
    await addToWindow(tx, { ...key, endAt: null }, { reserved: 0 - remaining, spent: 0, overage: 0 })
  }
  return left.map((reservation) => toChange(reservation, 0 - reservation.remaining, 0))
}

/**
 * Moves what a run has reserved in a window that ended into the one that has begun.
 * @returns null where it does not fit there.
 */
export async function moveReservation(
  tx: Tx,
  kernel: Kernel,
  reservation: Reservation,
): Promise<{ moved: Reservation; changes: BudgetChange[] } | null> {
  const { remaining, ...from } = reservation
  const budget = (await findBudgetEverMade(tx, from.budgetId))!
  const key = await windowKey(tx, kernel, budget, from.subjectId, tx.now)
  const next = toOpenWindow(budget, key, await findWindow(tx, key))
  if (roomIn(next) < remaining) return null
  await addToWindow(tx, { ...from, endAt: null }, { reserved: 0 - remaining, spent: 0, overage: 0 })
  await addToWindow(tx, next.key, { reserved: remaining, spent: 0, overage: 0 })
  return {
    moved: { ...reservation, startAt: key.startAt },
    changes: [toChange(from, 0 - remaining, 0), toChange(next.key, remaining, 0)],
  }
}

/**
 * The budget of a task that has nothing left once this run is over, if there is one: the task must not go back to the
 * queue then. What is still set aside for the run comes back with its end.
 */
export async function exhaustedTaskBudget(tx: Tx, kernel: Kernel, spender: Spender): Promise<OpenWindow | null> {
  const windows = await openWindows(tx, kernel, spender, tx.now)
  const reservations = await findReservations(tx, spender.runId)
  const after = (window: OpenWindow): OpenWindow => {
    const own = reservations.find((reservation) => isIn(reservation, window.key))?.remaining ?? 0
    return { ...window, reserved: window.reserved - own }
  }
  return windows.map(after).find((window) => window.budget.scope === 'task' && roomIn(window) === 0) ?? null
}

/** The windows of the budgets above a run, in the order they are locked in. */
export async function openWindows(
  tx: Tx,
  kernel: Kernel,
  spender: Spender,
  at: number,
  { isNewRun } = { isNewRun: false },
): Promise<OpenWindow[]> {
  const budgets = mostSpecific(
    await findBudgetsAbove(tx, kernel, spender.agentId, spender.taskId),
    spender.taskId !== null,
  )
  const windows: OpenWindow[] = []
  for (const budget of budgets) {
    const key = await windowKey(tx, kernel, budget, subjectOf(budget, spender), at)
    // A run that begins has spent nothing yet: its own window cannot exist.
    const isUnopened = isNewRun && budget.scope === 'run'
    const row = isUnopened ? undefined : ((await findWindow(tx, key)) ?? (await countEarlierSpend(tx, budget, key)))
    windows.push(toOpenWindow(budget, key, row))
  }
  return windows
}

function toOpenWindow(budget: BudgetRow, key: OpenWindow['key'], row: WindowRow | undefined): OpenWindow {
  return {
    budget,
    key,
    row,
    limit: Math.min(budget.limit_cost + (row?.granted ?? 0), Number.MAX_SAFE_INTEGER),
    reserved: row?.reserved ?? 0,
    spent: row?.spent ?? 0,
  }
}

/** The budget of one agent or task replaces the one that each of them has. */
function mostSpecific(budgets: readonly BudgetRow[], hasTask: boolean): BudgetRow[] {
  return budgets.filter((budget) => {
    if (budget.scope === 'task' && !hasTask) return false
    if (budget.scope_id !== null) return true
    return !budgets.some((other) => other.scope_id !== null && other.scope === budget.scope)
  })
}

function subjectOf(budget: BudgetRow, spender: Spender): string {
  if (budget.scope === 'agent') return spender.agentId
  return budget.scope === 'task' ? spender.taskId! : spender.runId
}

export const toChange = (
  { budgetId, subjectId, startAt }: WindowKey,
  reserved: number,
  spent: number,
): BudgetChange => ({
  budgetId,
  subjectId,
  windowStartAt: startAt,
  reserved,
  spent,
})
