import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daySpan } from '../../src/rules/calendar.ts'

const zones = [
  'UTC',
  'Europe/London',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Cairo',
  'America/Havana',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
]

const dates = new Map<string, Intl.DateTimeFormat>()

/** The date on a wall in that zone, by the platform alone. */
function dateIn(zone: string, instant: number): string {
  const known = dates.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  dates.set(zone, known)
  return known.format(instant)
}

const hours = ({ startAt, endAt }: { startAt: number; endAt: number }) => (endAt - startAt) / 3_600_000

describe('the calendar day of a budget', () => {
  test.each(zones)('GV-1: in %s every instant is in exactly one day, and the days join', (zone) => {
    const instant = fc.integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2044-01-01T00:00:00Z') })
    fc.assert(
      fc.property(instant, (now) => {
        const span = daySpan(now, zone)
        expect(span.startAt <= now && now < span.endAt).toBe(true)
        for (const inside of [span.startAt, span.endAt - 1]) {
          expect(daySpan(inside, zone)).toEqual(span)
          expect(dateIn(zone, inside)).toBe(dateIn(zone, now))
        }
        expect(dateIn(zone, span.endAt)).not.toBe(dateIn(zone, now))
        expect(dateIn(zone, span.startAt - 1)).not.toBe(dateIn(zone, now))
        expect(daySpan(span.endAt, zone).startAt).toBe(span.endAt)
        expect(daySpan(span.startAt - 1, zone).endAt).toBe(span.startAt)
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    ['a plain day', '2026-03-02T10:00:00Z', 'UTC', '2026-03-02T00:00:00.000Z', 24],
    ['the clocks go forward at one', '2026-03-29T12:00:00Z', 'Europe/London', '2026-03-29T00:00:00.000Z', 23],
    ['the clocks go back at two', '2026-10-25T00:30:00Z', 'Europe/London', '2026-10-24T23:00:00.000Z', 25],
    ['midnight does not exist', '2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00.000Z', 23],
    ['the last hour comes twice', '2026-04-05T03:30:00Z', 'America/Santiago', '2026-04-04T03:00:00.000Z', 25],
    ['midnight does not exist', '2026-04-24T12:00:00Z', 'Africa/Cairo', '2026-04-23T22:00:00.000Z', 23],
    [
      'an offset of five hours and three quarters',
      '2026-03-02T18:20:00Z',
      'Asia/Kathmandu',
      '2026-03-02T18:15:00.000Z',
      24,
    ],
    ['beyond the date line', '2026-03-02T11:00:00Z', 'Pacific/Apia', '2026-03-02T11:00:00.000Z', 24],
    ['the day that was left out', '2011-12-30T09:59:00Z', 'Pacific/Apia', '2011-12-29T10:00:00.000Z', 24],
  ])('GV-1: %s, at %s in %s', (_what, instant, zone, start, length) => {
    const span = daySpan(Date.parse(instant), zone)
    expect(new Date(span.startAt).toISOString()).toBe(start)
    expect(hours(span)).toBe(length)
  })
})
