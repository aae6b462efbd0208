// Money, times and ids as people read them.

/** Micro-dollars as dollars: two decimals, more where there is less than a cent. */
export function money(micros: number): string {
  const dollars = micros / 1_000_000
  if (micros === 0 || Math.abs(micros) >= 10_000) return `$${dollars.toFixed(2)}`
  return `$${dollars.toFixed(6).replace(/0+$/, '')}`
}

export const count = (number: number): string => number.toLocaleString('en-US')

const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** Seconds in the largest unit that fits: `3 min`. */
export function span(seconds: number): string {
  const whole = Math.round(Math.abs(seconds))
  const unit = units.find(([, length]) => whole >= length)
  return unit ? `${Math.floor(whole / unit[1])} ${unit[0]}` : `${whole} s`
}

/** How long ago it was, or how long it will be: `3 min ago`, `in 2 h`. */
export function when(time: string | null, now: number): string {
  if (time === null) return ''
  const seconds = (Date.parse(time) - now) / 1000
  return seconds > 0 ? `in ${span(seconds)}` : `${span(seconds)} ago`
}

/** The end of an id: enough to name it by, as commands take it. */
export const shortId = (id: string): string => id.slice(-8)

/** Time of day here, for what happens now. */
export const clockTime = (time: string): string => new Date(time).toLocaleTimeString('en-GB')

/** Date and time here, with what it is from now. */
export const fullTime = (time: string, now: number): string =>
  `${new Date(time).toLocaleString('sv-SE')} (${when(time, now)})`

const spanUnits: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/**
 * A time as people write it: `2026-03-20T17:00:00Z`, a day (`2026-03-20`, its begin here), or a span such as `24h`, `7d`.
 *
 * @param direction where a span goes from now: -1 for what was, 1 for what will be
 * @returns RFC 3339 in UTC, or undefined for what is none of these
 */
export function parseTime(text: string, now: number, direction: -1 | 1): string | undefined {
  const [, number, unit] = /^(\d{1,6})\s?([smhdw])$/.exec(text) ?? []
  if (number && unit) return new Date(now + direction * Number(number) * spanUnits[unit]! * 1000).toISOString()
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return undefined
  // Without a zone it is meant as of here; a day alone would else be taken as of UTC.
  const time = new Date(text.length === 10 ? `${text}T00:00:00` : text)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
