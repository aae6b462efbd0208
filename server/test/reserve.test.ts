import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  type Held,
  operate,
  readTask,
  refused,
  type Schemas,
  succeeded,
  type Worker,
} from './support/worker.ts'

type Budget = Schemas['Budget']

let server: TestServer
let worker: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 100 })
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const windowOfScope = { agent: 'day', task: 'none', run: 'none' } as const
const limit = async (scope: Schemas['BudgetScope'], limitCostMicros: number) =>
  succeeded(await server.admin.post<Budget>('/budgets', { scope, window: windowOfScope[scope], limitCostMicros }))
const money = async ({ id }: Budget) => {
  const [window] = succeeded(await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${id}`)).windows
  return { reserved: window?.reservedCostMicros ?? 0, spent: window?.spentCostMicros ?? 0 }
}
const started = async (estimateCostMicros = 1_000): Promise<Held> =>
  worker.claimTask((await createTask(server.admin, { estimateCostMicros })).id, { leaseSeconds: 3600 })
const moveTo = (instant: string) => server.clock.advance((Date.parse(instant) - server.clock.now()) / 1000)
const lastEvent = async () => succeeded(await server.admin.get<Schemas['Event'][]>('/events?limit=1'))[0]!.seq

test('GV-1: a run sets more aside than its claim did, in every budget above it, and its end gives the rest back', async () => {
  const budgets = [await limit('agent', 9_000), await limit('task', 6_000), await limit('run', 5_000)]
  const held = await started()
  const answer = succeeded(await worker.reserve(held.run.id, 4_000))
  expect(answer.reservedCostMicros).toBe(4_000)
  expect(
    answer.budgets
      .map(({ scope, reservedCostMicros, remainingCostMicros }) => [scope, reservedCostMicros, remainingCostMicros])
      .sort(),
  ).toEqual([
    ['agent', 4_000, 5_000],
    ['run', 4_000, 1_000],
    ['task', 4_000, 2_000],
  ])
  for (const budget of budgets) expect(await money(budget)).toEqual({ reserved: 4_000, spent: 0 })
  const { run } = succeeded(await worker.report(held.run.id, { costMicros: 2_500 }))
  expect(run).toEqual({ reservedCostMicros: 1_500, spentCostMicros: 2_500 })
  const [, event] = (await eventsOf(server.admin, held.task)).filter(({ payload }) => 'budgetChanges' in payload)
  expect(event).toMatchObject({ type: 'budget.reserved', runId: held.run.id, payload: { costMicros: 4_000 } })
  succeeded(await worker.complete(held))
  for (const budget of budgets) expect(await money(budget)).toEqual({ reserved: 0, spent: 2_500 })
})

test('GV-1: it is about what is still to be spent: the same again, or less, changes nothing', async () => {
  const budget = await limit('agent', 9_000)
  const held = await started()
  succeeded(await worker.reserve(held.run.id, 4_000))
  const before = await lastEvent()
  for (const less of [4_000, 4_000, 1]) {
    expect(succeeded(await worker.reserve(held.run.id, less)).reservedCostMicros).toBe(4_000)
  }
  expect(await lastEvent()).toBe(before)
  succeeded(await worker.report(held.run.id, { costMicros: 3_000 }))
  expect(succeeded(await worker.reserve(held.run.id, 4_000)).reservedCostMicros).toBe(4_000)
  expect(await money(budget)).toEqual({ reserved: 4_000, spent: 3_000 })
})

test('GV-1: where one budget has no room nothing is set aside in any, and the run goes on', async () => {
  const [ofAgent, ofTask, ofRun] = [await limit('agent', 9_000), await limit('task', 6_000), await limit('run', 20_000)]
  const held = await started()
  const reply = await worker.reserve(held.run.id, 6_001)
  expect(refused(reply, 'budget_exhausted')).toEqual({
    budgetId: ofTask.id,
    scope: 'task',
    limitCostMicros: 6_000,
    remainingCostMicros: 5_000,
  })
  expect(reply.error!.message).toContain(ofTask.id)
  for (const budget of [ofAgent, ofTask, ofRun]) expect(await money(budget)).toEqual({ reserved: 1_000, spent: 0 })
  expect((await readTask(server.admin, held.task)).state).toBe('in_progress')
  expect(succeeded(await worker.reserve(held.run.id, 6_000)).reservedCostMicros).toBe(6_000)
})

test('GV-1: 64 runs that set aside at once take what there is and not one micro-dollar more', async () => {
  const budget = await limit('agent', 100_000)
  const runs: Held[] = []
  for (let nth = 0; nth < 64; nth += 1) runs.push(await started(1_000))
  const replies = await Promise.all(runs.map(({ run }) => worker.reserve(run.id, 8_000)))
  // 36,000 are left, each takes 7,000 more.
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(5)
  for (const reply of replies.filter(({ error }) => error)) refused(reply, 'budget_exhausted')
  expect(await money(budget)).toEqual({ reserved: 99_000, spent: 0 })
})

test('GV-1: without a budget there is nothing to set aside, and one made meanwhile is counted', async () => {
  const held = await started()
  expect(succeeded(await worker.reserve(held.run.id, 4_000))).toEqual({ reservedCostMicros: 0, budgets: [] })
  const budget = await limit('agent', 9_000)
  expect(succeeded(await worker.reserve(held.run.id, 4_000)).reservedCostMicros).toBe(4_000)
  expect(await money(budget)).toEqual({ reserved: 4_000, spent: 0 })
  succeeded(await worker.release(held))
  expect(await money(budget)).toEqual({ reserved: 0, spent: 0 })
})

test('GV-1: between midnight and the sweep what was set aside the day before comes along and asks for no room twice', async () => {
  const budget = await limit('agent', 1_000)
  moveTo('2026-03-02T23:59:59Z')
  const held = await started(600)
  moveTo('2026-03-03T00:00:00Z')
  refused(await worker.reserve(held.run.id, 1_001), 'budget_exhausted')
  expect(succeeded(await worker.reserve(held.run.id, 700)).reservedCostMicros).toBe(700)
  expect(await money(budget)).toEqual({ reserved: 700, spent: 0 })
  await server.app.scheduler.sweep()
  expect(await money(budget)).toEqual({ reserved: 700, spent: 0 })
  expect((await readTask(server.admin, held.task)).state).toBe('in_progress')
  succeeded(await worker.complete(held))
  expect(await money(budget)).toEqual({ reserved: 0, spent: 0 })
})

test('GV-1: less than it still has from the day before is no way to lose that', async () => {
  const budget = await limit('agent', 1_000)
  moveTo('2026-03-02T23:59:59Z')
  const held = await started(600)
  moveTo('2026-03-03T00:00:00Z')
  expect(succeeded(await worker.reserve(held.run.id, 100)).reservedCostMicros).toBe(600)
  await server.app.scheduler.sweep()
  expect(await money(budget)).toEqual({ reserved: 600, spent: 0 })
})

test('GV-1: only the one at work sets aside: not another agent, not after the lease, not after the end', async () => {
  const budget = await limit('agent', 9_000)
  const other = await addWorker(server, { name: 'other' })
  const [held, late] = [await started(), await started()]
  refused(await other.reserve(held.run.id, 2_000), 'forbidden')
  refused(await server.admin.post(`/runs/${held.run.id}/reserve`, { costMicros: 2_000 }), 'forbidden')
  refused(await worker.reserve('run_none', 2_000), 'not_found')
  refused(await worker.reserve(held.run.id, 0), 'validation_failed')
  succeeded(await operate(server.admin, held.task, 'cancel', { reason: 'no' }))
  expect(refused(await worker.reserve(held.run.id, 2_000), 'lease_lost')).toMatchObject({ reason: 'canceled' })
  server.clock.advance(3600)
  expect(refused(await worker.reserve(late.run.id, 2_000), 'lease_lost')).toMatchObject({
    reason: 'expired',
    taskId: late.task.id,
  })
  const own = succeeded(await worker.api.post<Schemas['Run']>('/runs', { startRequestId: 'own' }))
  succeeded(await worker.api.post(`/runs/${own.id}/complete`, {}))
  expect(refused(await worker.reserve(own.id, 2_000), 'run_ended')).toEqual({ reason: 'completed' })
  expect((await money(budget)).reserved).toBe(1_000)
})

test('GV-1: a run without a task sets aside too, and one that waits for an approval', async () => {
  const budget = await limit('agent', 9_000)
  const own = succeeded(
    await worker.api.post<Schemas['Run']>('/runs', { startRequestId: 'own', estimateCostMicros: 500 }),
  )
  expect(succeeded(await worker.reserve(own.id, 2_000)).reservedCostMicros).toBe(2_000)
  const held = await started()
  succeeded(await worker.request(held))
  expect(succeeded(await worker.reserve(held.run.id, 3_000)).reservedCostMicros).toBe(3_000)
  expect(await money(budget)).toEqual({ reserved: 5_000, spent: 0 })
})
