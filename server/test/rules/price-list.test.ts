import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Override, priceUsage } from '../../src/features/usage/price-list.ts'
import type { Line, Meter } from '../../src/features/usage/price-table.ts'
import { roundUp } from '../../src/rules/usage.ts'

const sonnet = { provider: 'anthropic', model: 'claude-sonnet-4-5', overrides: [] }
const unknown = { provider: null, model: 'foo-9000', overrides: [] }
const of = (meter: Meter, quantity: number): Line => ({ meter, quantity })
const override = (pricePerMillion: number, provider = '*', model = '*'): Override => ({
  provider,
  model,
  meter: 'input_token',
  pricePerMillion,
})

const tokenMeters = [
  'input_token',
  'cached_input_token',
  'cache_write_token',
  'output_token',
  'reasoning_token',
] as const
const someLines = fc.uniqueArray(
  fc.record({
    meter: fc.constantFrom(...tokenMeters, 'compute_second', 'request'),
    quantity: fc.integer({ min: 1, max: 10_000_000 }),
  }),
  { selector: ({ meter }) => meter, minLength: 1 },
)

describe('rounding', () => {
  test('RN-2: to whole micro-dollars, upwards, and never down by more than the error of a float', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (micros) => {
        const rounded = roundUp(micros)
        expect(Number.isInteger(rounded)).toBe(true)
        expect(rounded).toBeGreaterThanOrEqual(micros - 1e-6)
        expect(rounded).toBeLessThan(micros + 1)
      }),
    )
    expect([roundUp(0), roundUp(0.1 * 3 * 10), roundUp(1), roundUp(1.01)]).toEqual([0, 3, 1, 2])
  })
})

describe('the price list', () => {
  test('RN-2: nothing that was used is free, whoever made the model', () => {
    fc.assert(
      fc.property(someLines, fc.constantFrom(sonnet, unknown, { ...unknown, model: null }), (lines, source) => {
        const { lines: priced, costMicros } = priceUsage(lines, source)
        for (const line of priced) {
          expect(Number.isInteger(line.costMicros)).toBe(true)
          expect(line.costMicros).toBeGreaterThan(0)
        }
        expect(costMicros).toBe(priced.reduce((sum, line) => sum + line.costMicros, 0))
      }),
    )
  })

  test('RN-2: more never costs less', () => {
    fc.assert(
      fc.property(someLines, fc.constantFrom(sonnet, unknown), (lines, source) => {
        const more = lines.map(({ meter, quantity }) => of(meter, quantity * 2))
        expect(priceUsage(more, source).costMicros).toBeGreaterThanOrEqual(priceUsage(lines, source).costMicros)
      }),
    )
  })

  test.each([
    ['a model it knows', sonnet, of('output_token', 1), 'known', 15],
    ['a second of computing', unknown, of('compute_second', 2), 'known', 48],
    ['a model nobody knows', unknown, of('output_token', 1), 'fallback', 75],
    ['no model at all', { ...unknown, model: null }, of('input_token', 10), 'fallback', 150],
    [
      'a known model by a provider that has none such',
      { ...sonnet, provider: 'nobody' },
      of('input_token', 1),
      'fallback',
      15,
    ],
    [
      'a meter it has no price for',
      { ...unknown, provider: 'openai', model: 'text-embedding-3-small' },
      of('output_token', 1),
      'fallback',
      75,
    ],
    [
      'a model that is free by the list',
      { ...unknown, provider: 'openrouter', model: 'deepseek/deepseek-r1:free' },
      of('output_token', 9),
      'known',
      0,
    ],
  ] as const)('RN-2: %s', (_what, source, line, flag, costMicros) => {
    expect(priceUsage([line], source)).toMatchObject({ flag, costMicros })
  })

  test.each([
    ['any model', [override(1)], 1],
    ['the provider before any', [override(1), override(2, 'acme')], 2],
    ['the model before the provider', [override(3, '*', 'm'), override(2, 'acme')], 3],
    ['both before one', [override(3, '*', 'm'), override(4, 'acme', 'm'), override(2, 'acme')], 4],
    ['not that of another', [override(9, 'other'), override(8, 'acme', 'n'), override(1)], 1],
  ])('RN-2: an override counts for %s', (_what, overrides, costMicros) => {
    expect(priceUsage([of('input_token', 1_000_000)], { provider: 'acme', model: 'm', overrides })).toMatchObject({
      flag: 'override',
      costMicros,
    })
  })

  test('RN-2: one meter without a price flags the whole', () => {
    const source = { ...unknown, overrides: [override(5)] }
    expect(priceUsage([of('input_token', 1), of('output_token', 1)], source).flag).toBe('fallback')
    expect(priceUsage([of('input_token', 1), of('request', 1)], source).flag).toBe('override')
  })
})
