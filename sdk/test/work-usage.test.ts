// What a run uses on its way to the server: in batches, counted once, never forgotten, and told where it is refused.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MissionControlError } from '../src/index.ts'
import { pass, Workplace } from './workplace.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
})

const bodies = (operation: string) => place.server.sent(operation).map(({ body }) => body)
describe('usage', () => {
  test('that piles up travels in batches, each under a name of its own, before the result (RN-2)', async () => {
    place.server.addTask('a')
    place.server.budgets = [{ budgetId: 'b', remainingCostMicros: 500, warning: false }]
    place.server.reserved = 30
    const remaining: number[] = []
    const { finish } = place.start(async (_, ctx) => {
      remaining.push(ctx.budget.remaining)
      for (let count = 0; count < 120; count++) void ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      remaining.push(ctx.budget.remaining)
      await ctx.reserve(2000)
      remaining.push(ctx.budget.remaining)
      return { summary: 'Done.' }
    })
    await pass(1)
    const batches = bodies('usage.reportBatch').map(({ reports }) => reports as { reportId: string }[])
    expect(batches.map((reports) => reports.length)).toEqual([50, 50, 21])
    expect(new Set(batches.flat().map(({ reportId }) => reportId)).size).toBe(121)
    expect(remaining).toEqual([30, 530, 2500])
    expect(place.writes().at(-1)).toBe('tasks.complete')
    await finish()
  })

  test('of one refused report does not take the others with it (RN-2)', async () => {
    place.server.addTask('a')
    place.faults = () => undefined
    const outcomes: PromiseSettledResult<unknown>[] = []
    const { finish } = place.start(async (_, ctx) => {
      const report = (model: string) => ctx.reportUsage({ model, lines: [{ meter: 'request', quantity: 1 }] })
      outcomes.push(...(await Promise.allSettled([report('a'), report('refused'), report('b')])))
      return { summary: 'Done.' }
    })
    await pass(1)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await finish()
  })

  test('outlives a server that is away for minutes, and holds the result back (RN-2)', async () => {
    place.server.addTask('a')
    let away = true
    place.faults = (path) => (away && path.endsWith('/batch') ? { status: 503 } : undefined)
    const { finish } = place.start((_, ctx) => {
      void ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      return { summary: 'Done.' }
    })
    await pass(120)
    expect(place.server.state('a')).toBe('in_progress')
    away = false
    await pass(90)
    expect(place.server.state('a')).toBe('done')
    await finish()
  })

  test('that passes a warning mark is told of once, and nothing stops (GV-1)', async () => {
    place.server.addTask('a')
    place.server.budgets = [{ budgetId: 'b', scope: 'agent', remainingCostMicros: 5, warning: true }]
    const warned: unknown[] = []
    const { finish } = place.start(
      async (_, ctx) => {
        for (let count = 0; count < 3; count++) await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
        return { summary: 'Done.' }
      },
      { onWarning: ({ budgetId }, { id }) => warned.push([budgetId, id]) },
    )
    await pass(1)
    expect(warned).toEqual([['b', 'a']])
    expect(place.server.state('a')).toBe('done')
    await finish()
  })
})

test('usage that is refused is told also where nobody waits for the answer (RN-2)', async () => {
  place.server.addTask('a')
  place.faults = (path) => (path.includes('/usage') ? { status: 422 } : undefined)
  const { finish } = place.start((_, ctx) => {
    void ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
    return { summary: 'Done.' }
  })
  await pass(5)
  expect(place.errors).toEqual([expect.any(MissionControlError)])
  expect(place.server.state('a')).toBe('done')
  await finish()
})

test.each([0, 1, 2, 3, 5, 8])(
  'no report is forgotten that comes %i turns after the one before was answered (RN-2)',
  async (turns) => {
    place.server.addTask('a')
    const { finish } = place.start(async (_, ctx) => {
      const report = async () => {
        let reported: Promise<unknown> = ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
        for (let turn = 0; turn < turns; turn++) reported = reported.then(() => {})
        await reported
      }
      await report()
      await report()
      void report()
      return { summary: 'Done.' }
    })
    await pass(1)
    expect(place.server.state('a')).toBe('done')
    expect(bodies('usage.reportBatch').flatMap(({ reports }) => reports)).toHaveLength(3)
    await finish()
  },
)
