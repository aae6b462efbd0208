// The calendar day of an instant in a time zone, as the instants it starts and ends at.
export interface Span {
  readonly startAt: number
  readonly endAt: number
}

const dayMilliseconds = 86_400_000

/** The last day asked for in each time zone: nearly every question is about today. */
const lastSpans = new Map<string, Span>()

/** Days with a clock change are 23 or 25 hours long. */
export function daySpan(now: number, timezone: string): Span {
  const last = lastSpans.get(timezone)
  if (last && last.startAt <= now && now < last.endAt) return last
  const span = computeSpan(now, timezone)
  lastSpans.set(timezone, span)
  return span
}

function computeSpan(now: number, timezone: string): Span {
  const startAt = startOfDay(now, timezone)
  // Thirty hours on is always in the next day, whatever the clocks do.
  const endAt = startOfDay(startAt + dayMilliseconds + 6 * 3_600_000, timezone)
  return { startAt, endAt }
}

/**
 * Where clocks go back over midnight it comes twice and the first counts; where they jump over it the day starts when
 * they have jumped. Both are the earliest of the instants that any nearby offset makes midnight and that lie in the day.
 */
function startOfDay(instant: number, timezone: string): number {
  const midnight = localMidnight(instant, timezone)
  const offsets = [-1, 0, 1].map((days) => offsetAt(instant + days * dayMilliseconds, timezone))
  const candidates = offsets.map((offset) => midnight - offset)
  return Math.min(...candidates.filter((candidate) => localMidnight(candidate, timezone) === midnight))
}

/** The date of an instant, as the midnight it would begin with if it were UTC. */
function localMidnight(instant: number, timezone: string): number {
  return Math.floor((instant + offsetAt(instant, timezone)) / dayMilliseconds) * dayMilliseconds
}

const formats = new Map<string, Intl.DateTimeFormat>()

function offsetAt(instant: number, timezone: string): number {
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timezone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
  const local = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!)
  return local - Math.floor(instant / 1000) * 1000
}
