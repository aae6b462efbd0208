// The one clock. On SQLite it is boot time plus the monotonic timer, so it never runs backwards.
import { validationFailed } from './validation-messages.ts'

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
}

export function monotonicClock(): Clock {
  const start = Date.now() - performance.now()
  let last = 0
  return {
    now() {
      // A machine that slept has a monotonic timer that did not: take the later of the two.
      last = Math.max(last, Math.floor(start + performance.now()), Date.now() - 1000)
      return last
    },
  }
}

let lastMilliseconds = -1
let lastTimestamp = ''

/** One answer names the same instant many times. */
export function toTimestamp(milliseconds: number): string {
  if (milliseconds !== lastMilliseconds) {
    lastMilliseconds = milliseconds
    lastTimestamp = new Date(milliseconds).toISOString()
  }
  return lastTimestamp
}

export const toTimestampOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : toTimestamp(milliseconds)

const lastYearEnds = Date.UTC(10_000, 0, 1)

/**
 * @param place the field or parameter that holds it
 * @throws validation_failed for an instant RFC 3339 could not name in UTC.
 */
export function fromTimestamp(timestamp: string, place: string): number {
  const milliseconds = Date.parse(timestamp)
  if (milliseconds >= 0 && milliseconds < lastYearEnds) return milliseconds
  throw validationFailed([{ path: place, message: `'${timestamp}' lies outside the years 1970 to 9999` }])
}
