// Money arithmetic: reserve, spend, top up, overrun. Integers of micro-dollars; spent + reserved never passes the limit but by booked overage.
export interface Window {
  readonly limit: number
  readonly reserved: number
  readonly spent: number
}

export interface WindowChange {
  readonly reserved: number
  readonly spent: number
  /** The part of `spent` for which there was no room. */
  readonly overage: number
}

export const defaultEstimateMicros = 100_000

export const roomIn = ({ limit, reserved, spent }: Window): number => Math.max(0, limit - reserved - spent)

/**
 * What a claim sets aside. A stated estimate is reserved in full or refused; an unstated one shrinks to the room there is.
 * The limit of the run or task caps both: the work stops there anyway.
 * @returns null where some budget has no room; then `refusedBy` finds which.
 */
export function reservationFor(
  stated: number | null,
  windows: { readonly own: readonly Window[]; readonly shared: readonly Window[] },
): number | null {
  const caps = windows.own.map(roomIn)
  const wanted = Math.min(Math.max(1, stated ?? defaultEstimateFor(windows.own)), ...caps)
  const room = Math.min(...windows.shared.map(roomIn), Number.MAX_SAFE_INTEGER)
  const amount = stated === null ? Math.min(wanted, room) : wanted
  return amount >= 1 && amount <= room ? amount : null
}

/** Without a stated estimate a run may need all its own limit allows; without a limit, a tenth of a dollar. */
function defaultEstimateFor(own: readonly Window[]): number {
  return own.length > 0 ? Math.min(...own.map(({ limit }) => limit)) : defaultEstimateMicros
}

/** Books a cost on one window: out of the run's reservation first, then out of free room, the rest as overage. */
export function spend(window: Window, remaining: number, cost: number): WindowChange & { remaining: number } {
  // A correction may be negative: it gives back what was spent, and reserves nothing.
  const fromReservation = Math.max(0, Math.min(remaining, cost))
  const beyond = cost - fromReservation
  // What leaves the reservation stays within the limit, so the room for the rest is what it was before.
  const overage = Math.max(0, beyond - roomIn(window))
  return { reserved: 0 - fromReservation, spent: cost, overage, remaining: remaining - fromReservation }
}

export const isWarned = (window: Window, warnAtPercent: number): boolean =>
  window.spent * 100 >= window.limit * warnAtPercent
