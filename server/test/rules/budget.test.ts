import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultEstimateMicros, isWarned, reservationFor, roomIn, spend, type Window } from '../../src/rules/budget.ts'

const window = (limit: number, reserved = 0, spent = 0): Window => ({ limit, reserved, spent })

describe('what a claim sets aside', () => {
  test.each([
    ['a stated estimate, in full', 300, [], [1000], 300],
    ['a stated estimate is refused where a shared budget has less room', 300, [], [299], null],
    ['a stated estimate is capped by the limit of the run or task: work stops there anyway', 300, [200], [1000], 200],
    ['no estimate: the limit of the run', null, [250], [1000], 250],
    ['no estimate and no limit: a tenth of a dollar', null, [], [1_000_000], defaultEstimateMicros],
    ['no estimate: what room there is', null, [], [40], 40],
    ['no estimate and no room: nothing', null, [], [0], null],
    ['no room in the task: nothing, whatever is stated', 5, [0], [1000], null],
    ['no budget at all: the estimate', 70, [], [], 70],
    ['never nothing: a claim without money would be free', 0, [], [], 1],
  ])('GV-1: %s', (_what, stated, own, shared, expected) => {
    const windows = { own: own.map((limit) => window(limit)), shared: shared.map((limit) => window(limit)) }
    expect(reservationFor(stated, windows)).toBe(expected)
  })

  test('GV-1: it always fits into every budget above', () => {
    const anyWindow = fc
      .tuple(fc.nat(1000), fc.nat(500), fc.nat(500))
      .map(([limit, reserved, spent]) => window(limit, reserved, spent))
    const stated = fc.option(fc.integer({ min: 1, max: 2000 }))
    fc.assert(
      fc.property(stated, fc.array(anyWindow), fc.array(anyWindow), (estimate, own, shared) => {
        const amount = reservationFor(estimate, { own, shared })
        if (amount === null) return
        expect(amount).toBeGreaterThanOrEqual(1)
        for (const each of [...own, ...shared]) expect(amount).toBeLessThanOrEqual(roomIn(each))
      }),
    )
  })
})

describe('booking a cost', () => {
  test.each([
    ['out of the reservation', window(100, 40, 0), 40, 25, { reserved: -25, spent: 25, overage: 0, remaining: 15 }],
    ['then out of free room', window(100, 40, 0), 40, 70, { reserved: -40, spent: 70, overage: 0, remaining: 0 }],
    ['to the last micro', window(100, 40, 60), 40, 40, { reserved: -40, spent: 40, overage: 0, remaining: 0 }],
    ['the rest as overage', window(100, 40, 60), 40, 41, { reserved: -40, spent: 41, overage: 1, remaining: 0 }],
    [
      'what others reserved is no room',
      window(100, 90, 0),
      40,
      60,
      { reserved: -40, spent: 60, overage: 10, remaining: 0 },
    ],
    [
      'a limit lowered below what is spent leaves no room',
      window(10, 0, 50),
      0,
      5,
      { reserved: 0, spent: 5, overage: 5, remaining: 0 },
    ],
    ['nothing changes nothing', window(100, 40, 0), 40, 0, { reserved: 0, spent: 0, overage: 0, remaining: 40 }],
    [
      'a correction downwards gives back what was spent and reserves nothing',
      window(100, 0, 60),
      0,
      -20,
      { reserved: 0, spent: -20, overage: 0, remaining: 0 },
    ],
  ])('GV-1: %s', (_what, before, remaining, cost, expected) => {
    expect(spend(before, remaining, cost)).toEqual(expected)
  })

  test('GV-1: spent and reserved never pass the limit but by booked overage, in any sequence of claims, reports, corrections and ends', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('claim' as const), stated: fc.option(fc.integer({ min: 1, max: 400 })) }),
      fc.record({ do: fc.constant('report' as const), run: fc.nat(), cost: fc.nat(300) }),
      fc.record({ do: fc.constant('correct' as const), run: fc.nat(), percent: fc.nat(100) }),
      fc.record({ do: fc.constant('end' as const), run: fc.nat() }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
        let state = { limit, reserved: 0, spent: 0 }
        let overage = 0
        const runs: { remaining: number; booked: number; isOpen: boolean }[] = []
        const apply = (run: (typeof runs)[number], cost: number) => {
          const outcome = spend(state, run.remaining, cost)
          state = { limit, reserved: state.reserved + outcome.reserved, spent: state.spent + outcome.spent }
          overage += outcome.overage
          run.remaining = outcome.remaining
          run.booked += cost
        }
        for (const one of steps) {
          const run = 'run' in one ? runs[one.run % Math.max(1, runs.length)] : undefined
          if (one.do === 'claim') {
            const amount = reservationFor(one.stated, { own: [], shared: [state] })
            if (amount === null) continue
            state = { ...state, reserved: state.reserved + amount }
            runs.push({ remaining: amount, booked: 0, isOpen: true })
          } else if (!run) continue
          else if (one.do === 'report') apply(run, one.cost)
          else if (one.do === 'correct') apply(run, 0 - Math.floor((run.booked * one.percent) / 100))
          else if (run.isOpen) {
            state = { ...state, reserved: state.reserved - run.remaining }
            run.remaining = 0
            run.isOpen = false
          }
          expect(state.spent + state.reserved).toBeLessThanOrEqual(limit + overage)
          expect(state.reserved).toBe(runs.reduce((sum, { remaining }) => sum + remaining, 0))
          expect(state.spent).toBe(runs.reduce((sum, { booked }) => sum + booked, 0))
          expect(runs.every(({ remaining, isOpen }) => remaining >= 0 && (isOpen || remaining === 0))).toBe(true)
        }
      }),
    )
  })
})

describe('warnings', () => {
  test.each([
    [79, false],
    [80, true],
    [100, true],
  ])('GV-2: with %d of 100 spent and a mark at 80 percent: %s', (spent, expected) => {
    expect(isWarned(window(100, 0, spent), 80)).toBe(expected)
  })
})
