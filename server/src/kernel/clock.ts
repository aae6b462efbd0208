// The one clock. On SQLite it is boot time plus the monotonic timer, so it never runs backwards.
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

export const fromTimestamp = (timestamp: string): number => Date.parse(timestamp)
