import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, type Held, refused, type Schemas, succeeded, type Worker } from './support/worker.ts'

type Report = Partial<Schemas['ReportUsage']>

let server: TestServer
let worker: Worker
let held: Held

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, {
    name: 'worker',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    maxConcurrentTasks: 5,
  })
  await createTask(server.admin)
  held = await worker.claim()
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const report = async (wish: Report) => succeeded(await worker.report(held.run.id, wish))
const spent = async () => succeeded(await worker.api.get<Schemas['Run']>(`/runs/${held.run.id}`)).spentCostMicros
const tokens = (input: number, output = 0): Report => ({
  lines: [
    { meter: 'input_token', quantity: input },
    ...(output > 0 ? [{ meter: 'output_token', quantity: output } as const] : []),
  ],
})

describe('a usage report', () => {
  test('RN-2: is priced by the table, for the model the agent registered with', async () => {
    const { usage, run, lease, stop } = await report(tokens(1_000_000, 100_000))
    expect(usage).toMatchObject({
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      priceFlag: 'known',
      origin: 'agent',
      billing: 'metered',
      late: false,
    })
    expect(usage.bookedCostMicros).toBe(usage.pricedCostMicros)
    expect(usage.bookedCostMicros).toBeGreaterThan(0)
    expect(usage.lines.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(usage.pricedCostMicros)
    expect(usage.priceVersion).toMatch(/^genai-prices@\d/)
    expect(run.spentCostMicros).toBe(usage.bookedCostMicros)
    expect([lease, stop]).toEqual([{ state: 'held', reason: null }, false])
  })

  test('RN-2: is taken any number of times, each counted once, and listed oldest first', async () => {
    const booked: number[] = []
    for (const costMicros of [5_000_001, 5_000_002, 5_000_003]) {
      booked.push((await report({ costMicros })).usage.bookedCostMicros)
      server.clock.advance(1)
    }
    expect(await spent()).toBe(booked.reduce((one, two) => one + two))
    const listed = succeeded(await worker.api.get<Schemas['Usage'][]>(`/runs/${held.run.id}/usage`))
    expect(listed.map(({ bookedCostMicros }) => bookedCostMicros)).toEqual(booked)
    const newest = succeeded(
      await worker.api.get<Schemas['Usage'][]>(`/runs/${held.run.id}/usage?sort=-createdAt&limit=1`),
    )
    expect(newest.map(({ bookedCostMicros }) => bookedCostMicros)).toEqual(booked.slice(-1))
  })

  test('RN-2: sent again it gives the same report; with another content it is refused', async () => {
    const first = await report({ reportId: 'u1', costMicros: 5_000_000 })
    expect((await report({ reportId: 'u1', costMicros: 5_000_000 })).usage).toEqual(first.usage)
    refused(await worker.report(held.run.id, { reportId: 'u1', costMicros: 5_000_001 }), 'report_mismatch')
    expect(await spent()).toBe(5_000_000)
    // The name is the run's own.
    await createTask(server.admin)
    const other = await worker.claim()
    succeeded(await worker.report(other.run.id, { reportId: 'u1', costMicros: 7 }))
  })

  test.each([
    ['the greater of what is given and what the list says', { costMicros: 5_000_000 }, 5_000_000],
    ['a given 0 buys nothing', { costMicros: 0 }, 1],
    ['nothing given is the list price', {}, 1],
  ])('GV-1: %s', async (_what, wish, booked) => {
    expect((await report(wish)).usage).toMatchObject({
      bookedCostMicros: booked,
      pricedCostMicros: 1,
      priceFlag: 'known',
    })
  })

  test.each([
    ['a model nobody knows', { model: 'foo-9000', provider: 'nobody' }],
    ['a model nobody knows, by a provider that was not named', { model: 'foo-9000' }],
  ])('RN-2: %s takes the fallback, flagged, and is never free', async (_what, source) => {
    const { usage } = await report({ ...source, ...tokens(1_000_000) })
    expect(usage).toMatchObject({ priceFlag: 'fallback', bookedCostMicros: 15_000_000 })
    expect((await report({ ...source, ...tokens(1), costMicros: 0 })).usage.bookedCostMicros).toBe(15)
  })

  test('RN-6: included usage books nothing and keeps its list cost', async () => {
    const { usage } = await report({ ...tokens(1_000_000), billing: 'included' })
    expect(usage).toMatchObject({ billing: 'included', bookedCostMicros: 0 })
    expect(usage.pricedCostMicros).toBeGreaterThan(0)
    const run = succeeded(await worker.api.get<Schemas['Run']>(`/runs/${held.run.id}`))
    expect(run).toMatchObject({ spentCostMicros: 0, listCostMicros: usage.pricedCostMicros })
  })

  test('RN-2: an admin sets prices, by model and for any; the most precise one counts', async () => {
    const put = (price: object) => server.admin.put<Schemas['Price']>('/prices', { meter: 'input_token', ...price })
    const cost = async (model: string) => (await report({ model, provider: 'acme', ...tokens(1_000_000) })).usage
    succeeded(await put({ model: '*', pricePerMillionMicros: 10 }))
    succeeded(await put({ model: 'm', pricePerMillionMicros: 20 }))
    const precise = succeeded(await put({ model: 'm', provider: 'acme', pricePerMillionMicros: 30 }))
    expect(await cost('other')).toMatchObject({ pricedCostMicros: 10, priceFlag: 'override' })
    expect((await cost('m')).pricedCostMicros).toBe(30)
    expect(succeeded(await put({ model: 'm', provider: 'acme', pricePerMillionMicros: 31 })).id).toBe(precise.id)
    expect((await cost('m')).pricedCostMicros).toBe(31)
    succeeded(await server.admin.delete(`/prices/${precise.id}`))
    expect((await cost('m')).pricedCostMicros).toBe(20)
    refused(await server.admin.delete(`/prices/${precise.id}`), 'not_found')
    expect((await worker.api.put('/prices', { model: 'm', meter: 'request', pricePerMillionMicros: 0 })).status).toBe(
      403,
    )
    expect(succeeded(await worker.api.get<Schemas['Price'][]>('/prices?model=m'))).toHaveLength(1)
  })

  test('RN-2: a meter stands in it once, and fractions are rounded up', async () => {
    const twice = [
      { meter: 'request', quantity: 1 },
      { meter: 'request', quantity: 2 },
    ] as never
    refused(await worker.report(held.run.id, { lines: twice }), 'validation_failed')
    const { usage } = await report({ lines: [{ meter: 'compute_second', quantity: 0.0000001 }] })
    expect(usage.lines).toEqual([{ meter: 'compute_second', quantity: 0.000001, costMicros: 1 }])
  })

  test('RN-2: costs so great that sums would not be exact any more are refused', async () => {
    refused(await worker.report(held.run.id, { costMicros: Number.MAX_SAFE_INTEGER }), 'validation_failed')
    succeeded(
      await server.admin.put('/prices', {
        model: '*',
        meter: 'request',
        pricePerMillionMicros: Number.MAX_SAFE_INTEGER,
      }),
    )
    refused(await worker.report(held.run.id, { lines: [{ meter: 'request', quantity: 1e12 }] }), 'validation_failed')
    expect(await spent()).toBe(0)
  })
})

describe('a report that comes late', () => {
  test('RN-2: is taken for seven days after the run, and told so', async () => {
    succeeded(await worker.complete(held))
    server.clock.advance(7 * 86_400)
    expect(await report({ costMicros: 500 })).toMatchObject({
      late: true,
      stop: true,
      lease: { state: 'lost', reason: 'completed' },
      run: { spentCostMicros: 500 },
    })
    server.clock.advance(0.001)
    refused(await worker.report(held.run.id), 'usage_too_late')
  })

  test('RN-2: what was used is kept within the span of the run', async () => {
    const started = new Date(server.clock.now()).toISOString()
    server.clock.advance(10)
    expect((await report({ usedAt: '2020-01-01T00:00:00Z' })).usage.usedAt).toBe(started)
    expect((await report({ usedAt: '2030-01-01T00:00:00Z' })).usage.usedAt).toBe('2026-03-02T10:00:10.000Z')
    expect((await report({ usedAt: '2026-03-02T10:00:05Z' })).usage.usedAt).toBe('2026-03-02T10:00:05.000Z')
    succeeded(await worker.complete(held))
    server.clock.advance(10)
    expect((await report({})).usage.usedAt).toBe('2026-03-02T10:00:10.000Z')
  })
})

describe('two who measure the same thing', () => {
  const measure = (origin: Report['origin'], costMicros: number, wish: Report = {}) =>
    report({ measureId: 'response-1', origin: origin!, costMicros, ...wish })

  test('RN-2: are counted once: the more trusted figure stands, the difference is booked', async () => {
    expect((await measure('agent', 100)).usage.bookedCostMicros).toBe(100)
    expect((await measure('sdk', 130)).usage.bookedCostMicros).toBe(30)
    expect((await measure('agent', 999)).usage.bookedCostMicros).toBe(0)
    expect((await measure('sdk', 999)).usage.bookedCostMicros).toBe(0)
    expect((await measure('provider', 90)).usage.bookedCostMicros).toBe(-40)
    expect((await measure('runner', 999)).usage.bookedCostMicros).toBe(0)
    expect(await spent()).toBe(90)
    const run = succeeded(await worker.api.get<Schemas['Run']>(`/runs/${held.run.id}`))
    expect(run).toMatchObject({ spentCostMicros: 90, listCostMicros: 90 })
    const events = succeeded(await server.admin.get<Schemas['Event'][]>('/events?types=usage.corrected&sort=seq'))
    expect(events.map(({ payload }) => payload.bookedCostMicros)).toEqual([30, -40])
    // Another thing is another matter.
    expect((await report({ measureId: 'response-2', costMicros: 7 })).usage.bookedCostMicros).toBe(7)
  })

  test('RN-6: who knows that a subscription covers it takes the cost off again', async () => {
    await measure('agent', 100)
    expect((await measure('provider', 100, { billing: 'included' })).usage.bookedCostMicros).toBe(-100)
    expect(await spent()).toBe(0)
  })

  test('RN-2, GV-1: a correction belongs to the day of what it corrects, also when it comes on the next', async () => {
    const budget = succeeded(
      await server.admin.post<{ id: string }>('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 1000 }),
    )
    await measure('agent', 100)
    server.clock.advance(86_400)
    expect(
      (await worker.report(held.run.id, { measureId: 'response-1', origin: 'provider', costMicros: 60 })).status,
    ).toBe(200)
    const { windows } = succeeded(await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${budget.id}`))
    expect(windows.filter(({ spentCostMicros }) => spentCostMicros !== 0)).toEqual([])
    expect(await spent()).toBe(60)
  })

  test('RN-2: a correction after the run has ended reserves nothing', async () => {
    succeeded(await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 1000 }))
    await measure('agent', 100)
    succeeded(await worker.complete(held))
    await measure('provider', 60)
    expect(await spent()).toBe(60)
  })
})
