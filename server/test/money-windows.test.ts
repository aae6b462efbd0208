import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, type Held, readTask, type Schemas, succeeded, type Worker } from './support/worker.ts'

type Budget = Schemas['Budget']
type Window = Schemas['BudgetWindow']

let server: TestServer
let worker: Worker
let budget: Budget

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 10 })
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const sweep = () => server.app.scheduler.sweep()
const limitDay = async (limitCostMicros: number) => {
  budget = succeeded(await server.admin.post<Budget>('/budgets', { scope: 'agent', window: 'day', limitCostMicros }))
}
const spend = async (held: Held, costMicros: number, usedAt?: string) =>
  succeeded(await worker.report(held.run.id, { costMicros, ...(usedAt ? { usedAt } : {}) }))
const moveTo = (instant: string) => server.clock.advance((Date.parse(instant) - server.clock.now()) / 1000)

async function started(estimateCostMicros: number): Promise<Held> {
  return worker.claimTask((await createTask(server.admin, { estimateCostMicros })).id, { leaseSeconds: 3600 })
}

/** The day that is open now, in short. */
async function today(): Promise<
  Pick<Window, 'startAt' | 'endAt' | 'reservedCostMicros' | 'spentCostMicros'> | undefined
> {
  const { windows } = succeeded(await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${budget.id}`))
  expect(windows.length).toBeLessThanOrEqual(1)
  if (!windows[0]) return undefined
  const { startAt, endAt, reservedCostMicros, spentCostMicros } = windows[0]
  return { startAt, endAt, reservedCostMicros, spentCostMicros }
}

describe("when a budget's day ends", () => {
  test('GV-1: what open runs have set aside moves into the new day, what was spent stays in the old', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:30Z')
    const held = await started(600)
    await spend(held, 250)
    expect(await today()).toMatchObject({ reservedCostMicros: 350, spentCostMicros: 250 })
    moveTo('2026-03-03T00:00:00Z')
    await sweep()
    expect(await today()).toEqual({
      startAt: '2026-03-03T00:00:00.000Z',
      endAt: '2026-03-04T00:00:00.000Z',
      reservedCostMicros: 350,
      spentCostMicros: 0,
    })
    expect((await spend(held, 350)).budgets).toMatchObject([
      { spentCostMicros: 350, reservedCostMicros: 0, remainingCostMicros: 650 },
    ])
    succeeded(await worker.complete(held))
    await sweep()
    expect(await today()).toMatchObject({ reservedCostMicros: 0, spentCostMicros: 350 })
  })

  test('GV-1: a report between midnight and the sweep counts for the new day, and nothing is set aside twice', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:59Z')
    const held = await started(600)
    moveTo('2026-03-03T00:00:00Z')
    expect((await spend(held, 300)).budgets).toMatchObject([{ spentCostMicros: 300 }])
    await sweep()
    expect(await today()).toMatchObject({ reservedCostMicros: 600, spentCostMicros: 300 })
    succeeded(await worker.complete(held))
    expect(await today()).toMatchObject({ reservedCostMicros: 0, spentCostMicros: 300 })
  })

  test('GV-1: a run that ends between midnight and the sweep gives back what it had', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:59Z')
    const held = await started(600)
    moveTo('2026-03-03T00:00:00Z')
    succeeded(await worker.complete(held))
    await sweep()
    expect(await today()).toBeUndefined()
  })

  test('GV-1: what does not fit into the new day stops its run; no attempt is counted', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:50Z')
    const [first, second] = [await started(500), await started(400)]
    moveTo('2026-03-03T00:00:00Z')
    // The new day fills up before the old ones are moved.
    const early = await started(300)
    await spend(early, 300)
    await sweep()
    const states = await Promise.all(
      [first, second].map(async ({ task }) => (await readTask(server.admin, task)).state),
    )
    expect(states.toSorted()).toEqual(['in_progress', 'ready'])
    const stopped = states[0] === 'ready' ? first : second
    const kept = stopped === first ? 400 : 500
    expect(await today()).toMatchObject({ reservedCostMicros: kept, spentCostMicros: 300 })
    expect(succeeded(await worker.api.get<Schemas['Run']>(`/runs/${stopped.run.id}`))).toMatchObject({
      endReason: 'budget_exhausted',
    })
    expect(await readTask(server.admin, stopped.task)).toMatchObject({ attempts: 0, lease: null })
  })

  test('GV-1: one that waits for an approval meanwhile keeps waiting, without its lease', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:50Z')
    const held = await started(800)
    succeeded(await worker.request(held))
    moveTo('2026-03-03T00:00:00Z')
    await spend(await started(300), 300)
    await sweep()
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'needs_approval', lease: null })
  })

  test('GV-1: what was used yesterday is booked there, also today', async () => {
    await limitDay(1_000)
    moveTo('2026-03-02T23:59:00Z')
    const held = await started(100)
    moveTo('2026-03-03T00:01:00Z')
    await sweep()
    const { budgets } = await spend(held, 200, '2026-03-02T23:59:30Z')
    expect(budgets).toMatchObject([{ spentCostMicros: 200, reservedCostMicros: 0 }])
    expect(await today()).toMatchObject({ spentCostMicros: 0, reservedCostMicros: 100 })
  })

  test('GV-1: over a week of days the ledger and the counters agree', async () => {
    await limitDay(1_000)
    const held = await started(100)
    for (let day = 0; day < 7; day += 1) {
      await spend(held, 60 + day)
      server.clock.advance(3_500)
      succeeded(await worker.beat([held]))
      if (day % 2 === 0) await sweep()
      server.clock.advance(3_500)
      succeeded(await worker.beat([held]))
      server.clock.advance(3_500)
      succeeded(await worker.beat([held]))
    }
    succeeded(await worker.complete(held))
    await sweep()
  })
})

describe('a day in the zone of the workspace', () => {
  test.each([
    ['Pacific/Apia', '2026-03-02T10:30:00Z', '2026-03-01T11:00:00.000Z', '2026-03-02T11:00:00.000Z'],
    ['Asia/Kathmandu', '2026-03-02T18:00:00Z', '2026-03-01T18:15:00.000Z', '2026-03-02T18:15:00.000Z'],
    ['America/Santiago', '2026-04-05T03:30:00Z', '2026-04-04T03:00:00.000Z', '2026-04-05T04:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
  ])(
    'GV-1: in %s at %s it is that of the wall there, also when the clocks change',
    async (timezone, instant, startAt, endAt) => {
      succeeded(await server.admin.patch(`/workspaces/${server.workspaceId}`, { timezone }))
      await limitDay(1_000)
      moveTo(instant)
      const held = await started(100)
      expect(await today()).toEqual({ startAt, endAt, reservedCostMicros: 100, spentCostMicros: 0 })
      await spend(held, 2_000)
      const { holds } = succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker.agentId}`))
      expect(holds[0]!.until).toBe(endAt)
      moveTo(endAt)
      await sweep()
      expect((await worker.claim()).run.reservedCostMicros).toBe(100)
      expect(await today()).toMatchObject({ startAt: endAt, spentCostMicros: 0 })
    },
  )

  test('GV-1: another zone in the middle of the day begins another window; nothing set aside is lost', async () => {
    await limitDay(1_000)
    const held = await started(100)
    succeeded(await server.admin.patch(`/workspaces/${server.workspaceId}`, { timezone: 'Asia/Kathmandu' }))
    await spend(held, 150)
    succeeded(await worker.complete(held))
    server.clock.advance(86_400)
    await sweep()
    expect(await today()).toBeUndefined()
  })
})
