import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, refused, type Schemas, succeeded, type Worker } from './support/worker.ts'

type Budget = Schemas['Budget']
type Window = Schemas['BudgetWindow']

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
const limit = async (scope: Schemas['BudgetScope'], limitCostMicros: number, scopeId: string | null = null) =>
  succeeded(
    await server.admin.post<Budget>('/budgets', { scope, scopeId, window: windowOfScope[scope], limitCostMicros }),
  )
const windowsOf = async ({ id }: Budget): Promise<Window[]> =>
  succeeded(await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${id}`)).windows
const money = async (budget: Budget) => {
  const [window] = await windowsOf(budget)
  return {
    reserved: window?.reservedCostMicros ?? 0,
    spent: window?.spentCostMicros ?? 0,
    overage: window?.overageCostMicros ?? 0,
  }
}
const together = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

describe('at the edge of a budget', () => {
  test('GV-1: 64 claims at once reserve what there is room for, and not one micro-dollar more', async () => {
    const budget = await limit('agent', 63_999)
    await together(64, () => createTask(server.admin, { estimateCostMicros: 1000 }))
    const answers = (await together(64, () => worker.ask())).map(succeeded)
    expect(answers.filter(({ task }) => task !== null)).toHaveLength(63)
    expect(answers.filter(({ reason }) => reason === 'budget_exhausted')).toHaveLength(1)
    expect(await money(budget)).toEqual({ reserved: 63_000, spent: 0, overage: 0 })
    expect(succeeded(await worker.ask({ estimateCostMicros: 999 })).run!.reservedCostMicros).toBe(999)
    expect(await windowsOf(budget)).toMatchObject([{ reservedCostMicros: 63_999, remainingCostMicros: 0 }])
  })

  test('GV-1: 64 spenders at once against a small limit never pass it', async () => {
    const budget = await limit('agent', 10_500)
    const started = await together(64, (index) =>
      worker.api.post<Schemas['Run']>('/runs', { startRequestId: `r${index}`, estimateCostMicros: 1000 }),
    )
    const runs = started.filter(({ status }) => status === 200 || status === 201).map(({ data }) => data)
    expect(runs).toHaveLength(10)
    for (const reply of started.filter(({ error }) => error)) refused(reply, 'budget_exhausted')
    await together(64, (index) => worker.report(runs[index % 10]!.id, { costMicros: 150 }))
    // Four of the ten ran seven times for 150, the others six times: 50 beyond their reservation each, out of free room.
    expect(await money(budget)).toEqual({ reserved: 600, spent: 9_600, overage: 0 })
    await together(10, (index) => worker.api.post(`/runs/${runs[index]!.id}/complete`, {}))
    expect(await money(budget)).toEqual({ reserved: 0, spent: 9_600, overage: 0 })
  })

  test('GV-1: 64 reports at once to the last micro-dollar stop nothing; one more does', async () => {
    const task = await createTask(server.admin, { budgetCostMicros: 64_000 })
    const [budget] = succeeded(await server.admin.get<Budget[]>('/budgets?scope=task'))
    const held = await worker.claim()
    expect(held.run.reservedCostMicros).toBe(64_000)
    const answers = (await together(64, () => worker.report(held.run.id, { costMicros: 1000 }))).map(succeeded)
    expect(answers.every(({ stop }) => !stop)).toBe(true)
    expect(await money(budget!)).toEqual({ reserved: 0, spent: 64_000, overage: 0 })
    const { stop, usage, lease } = succeeded(await worker.report(held.run.id, { costMicros: 1 }))
    expect([stop, usage.overageCostMicros, lease.reason]).toEqual([true, 1, 'budget_exhausted'])
    expect(await money(budget!)).toEqual({ reserved: 0, spent: 64_001, overage: 1 })
    expect(task.budgetCostMicros).toBe(64_000)
  })

  test('GV-1: what 64 reports at once spend beyond the limit is booked to the micro-dollar and shown', async () => {
    await createTask(server.admin, { budgetCostMicros: 1_000 })
    const [budget] = succeeded(await server.admin.get<Budget[]>('/budgets?scope=task'))
    const held = await worker.claim()
    await together(64, () => worker.report(held.run.id, { costMicros: 77 }))
    expect(await money(budget!)).toEqual({ reserved: 0, spent: 64 * 77, overage: 64 * 77 - 1000 })
    const run = succeeded(await worker.api.get<Schemas['Run']>(`/runs/${held.run.id}`))
    expect(run).toMatchObject({ spentCostMicros: 64 * 77, overageCostMicros: 64 * 77 - 1000, reservedCostMicros: 0 })
  })

  test('GV-1: claims, reports and ends at once: the counters are the sums', async () => {
    const budget = await limit('agent', 200_000)
    await limit('run', 5_000)
    let spent = 0
    await together(64, async (index) => {
      const startRequestId = `r${index}`
      const started = await worker.api.post<Schemas['Run']>('/runs', {
        startRequestId,
        estimateCostMicros: 3_000 + index,
      })
      if (started.error) return refused(started, 'budget_exhausted')
      for (let report = 0; report < 5; report += 1) {
        const { usage } = succeeded(await worker.report(started.data.id, { costMicros: 137 * index + report }))
        spent += usage.bookedCostMicros
      }
      return worker.api.post(`/runs/${started.data.id}/complete`, {})
    })
    const after = await money(budget)
    expect(after).toMatchObject({ reserved: 0, spent })
    expect(after.spent).toBeLessThanOrEqual(200_000 + after.overage)
    const { holds } = succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker.agentId}`))
    expect(holds.length > 0).toBe(after.overage > 0)
  })
})

describe('what a claim reserves', () => {
  test.each([
    ['what it asks for', { estimateCostMicros: 300 }, {}, 300],
    ['else the estimate of the task', {}, { estimateCostMicros: 400 }, 400],
    ['else the limit of the run', {}, {}, 5_000],
  ])('GV-1: %s', async (_what, wish, task, reserved) => {
    const budget = await limit('run', 5_000)
    await createTask(server.admin, task)
    const held = await worker.claim(wish)
    expect(held.run.reservedCostMicros).toBe(reserved)
    expect(await windowsOf(budget)).toMatchObject([
      { subjectId: held.run.id, reservedCostMicros: reserved, limitCostMicros: 5_000 },
    ])
    expect(succeeded(await worker.ask({ claimRequestId: 'x' })).run).toBeNull()
    succeeded(await worker.release(held))
    expect(await windowsOf(budget)).toMatchObject([{ reservedCostMicros: 0, spentCostMicros: 0 }])
  })

  test('GV-1: without any budget nothing, and a tenth of a dollar where only the day is limited', async () => {
    await createTask(server.admin)
    expect((await worker.claim()).run.reservedCostMicros).toBe(0)
    await limit('agent', 1_000_000)
    await createTask(server.admin)
    expect((await worker.claim()).run.reservedCostMicros).toBe(100_000)
  })

  test('GV-1: in every budget above, the same', async () => {
    const budgets = [await limit('agent', 9_000), await limit('run', 4_000), await limit('task', 6_000)]
    await createTask(server.admin)
    const held = await worker.claim()
    for (const budget of budgets) expect(await money(budget)).toEqual({ reserved: 4_000, spent: 0, overage: 0 })
    const { budgets: told } = succeeded(await worker.report(held.run.id, { costMicros: 1_000 }))
    expect(
      told
        .map(({ scope, spentCostMicros, reservedCostMicros, remainingCostMicros }) => [
          scope,
          spentCostMicros,
          reservedCostMicros,
          remainingCostMicros,
        ])
        .sort(),
    ).toEqual([
      ['agent', 1_000, 3_000, 5_000],
      ['run', 1_000, 3_000, 0],
      ['task', 1_000, 3_000, 2_000],
    ])
    succeeded(await worker.complete(held))
    for (const budget of budgets) expect(await money(budget)).toEqual({ reserved: 0, spent: 1_000, overage: 0 })
  })
})

describe('the limits themselves', () => {
  test('GV-1: are made, listed, changed and removed by an admin, each with an event', async () => {
    const budget = await limit('agent', 1_000)
    expect(budget).toMatchObject({ scope: 'agent', scopeId: null, window: 'day', warnAtPercent: 80 })
    const changed = succeeded(
      await server.admin.patch<Budget>(`/budgets/${budget.id}`, { limitCostMicros: 2_000, warnAtPercent: 50 }),
    )
    expect(changed).toMatchObject({ limitCostMicros: 2_000, warnAtPercent: 50 })
    expect(succeeded(await worker.api.get<Budget[]>('/budgets'))).toEqual([changed])
    expect(succeeded(await server.admin.delete<Budget>(`/budgets/${budget.id}`)).id).toBe(budget.id)
    refused(await server.admin.get(`/budgets/${budget.id}`), 'not_found')
    refused(await server.admin.delete(`/budgets/${budget.id}`), 'not_found')
    expect((await worker.api.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 1 })).status).toBe(403)
    const events = succeeded(
      await server.admin.get<Schemas['Event'][]>('/events?types=budget.created,budget.updated,budget.removed&sort=seq'),
    )
    expect(events.map(({ type }) => type)).toEqual(['budget.created', 'budget.updated', 'budget.removed'])
  })

  test.each([
    ['a day of a run', { scope: 'run', window: 'day' }, 'validation_failed'],
    ['a run by id', { scope: 'run', window: 'none', scopeId: 'run_x' }, 'validation_failed'],
    ['an agent without a day', { scope: 'agent', window: 'none' }, 'validation_failed'],
    ['an agent nobody knows', { scope: 'agent', window: 'day', scopeId: 'agt_none' }, 'not_found'],
    ['nothing at all', { scope: 'agent', window: 'day', limitCostMicros: 0 }, 'validation_failed'],
  ])('GV-1: no budget for %s', async (_what, wish, code) => {
    refused(await server.admin.post('/budgets', { limitCostMicros: 1, ...wish }), code)
  })

  test('GV-1: there is one for each thing', async () => {
    await limit('agent', 1_000)
    refused(
      await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 5 }),
      'validation_failed',
    )
    await limit('agent', 2_000, worker.agentId)
    const task = await createTask(server.admin, { budgetCostMicros: 7 })
    refused(
      await server.admin.post('/budgets', { scope: 'task', scopeId: task.id, window: 'none', limitCostMicros: 5 }),
      'validation_failed',
    )
  })

  test('GV-1: that of one agent or task replaces the one each has', async () => {
    const [general, own] = [await limit('agent', 1_000), await limit('agent', 50_000, worker.agentId)]
    await limit('task', 1_000)
    const task = await createTask(server.admin, { budgetCostMicros: 40_000 })
    expect((await worker.claimTask(task.id)).run.reservedCostMicros).toBe(40_000)
    expect(await money(own)).toMatchObject({ reserved: 40_000 })
    expect(await windowsOf(general)).toEqual([])
    const other = await addWorker(server, { name: 'other' })
    await createTask(server.admin)
    expect((await other.claim()).run.reservedCostMicros).toBe(1_000)
  })

  test('GV-1: one made in the middle of the day counts what was spent before it', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    succeeded(await worker.report(held.run.id, { costMicros: 700 }))
    server.clock.advance(60)
    const [ofAgent, ofTask] = [await limit('agent', 1_000), await limit('task', 1_000)]
    const ofRun = await limit('run', 750)
    expect(succeeded(await worker.report(held.run.id, { costMicros: 51 }))).toMatchObject({
      stop: true,
      usage: { overageCostMicros: 1 },
    })
    expect(await money(ofAgent)).toEqual({ reserved: 0, spent: 751, overage: 0 })
    expect(await money(ofTask)).toEqual({ reserved: 0, spent: 751, overage: 0 })
    expect(await money(ofRun)).toEqual({ reserved: 0, spent: 751, overage: 1 })
    server.clock.advance(86_400)
    await createTask(server.admin, { estimateCostMicros: 10 })
    await worker.claim()
    expect(await money(ofAgent)).toEqual({ reserved: 10, spent: 0, overage: 0 })
  })

  test('GV-1: the limit of a task set later counts what it has cost so far', async () => {
    const task = await createTask(server.admin)
    const held = await worker.claim()
    succeeded(await worker.report(held.run.id, { costMicros: 700 }))
    succeeded(await worker.release(held))
    succeeded(await server.admin.patch(`/tasks/${task.id}`, { budgetCostMicros: 900 }))
    const again = await worker.claim()
    expect(again.run.reservedCostMicros).toBe(200)
    expect(again.task).toMatchObject({ budgetCostMicros: 900, spentCostMicros: 700 })
  })
})
