import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
  type TaskWish,
  type Worker,
} from './support/worker.ts'

type Budget = Schemas['Budget']
type Approval = Schemas['Approval']

let server: TestServer
let worker: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 10 })
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const limit = async (scope: Schemas['BudgetScope'], limitCostMicros: number) =>
  succeeded(
    await server.admin.post<Budget>('/budgets', { scope, window: scope === 'agent' ? 'day' : 'none', limitCostMicros }),
  )
const spend = async (held: Held, costMicros: number) => succeeded(await worker.report(held.run.id, { costMicros }))
const pending = async () => succeeded(await server.admin.get<Approval[]>('/approvals?state=pending'))
const approve = (approval: Approval, body: object = {}) =>
  server.admin.post<Approval>(`/approvals/${approval.id}/approve`, body)
const typesOf = async (types: string) =>
  succeeded(await server.admin.get<Schemas['Event'][]>(`/events?types=${types}&sort=seq`))
const agentOf = async ({ agentId } = worker) =>
  succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${agentId}`))

async function started(wish: TaskWish = {}): Promise<Held> {
  return worker.claimTask((await createTask(server.admin, wish)).id)
}

describe('a run that passes its limit', () => {
  test('GV-2: is stopped at once and a person is asked; granted, the next run has a limit of its own', async () => {
    const budget = await limit('run', 1_000)
    const held = await started()
    expect((await spend(held, 1_000)).stop).toBe(false)
    expect(await spend(held, 30)).toMatchObject({
      stop: true,
      lease: { state: 'lost', reason: 'budget_exhausted' },
      usage: { overageCostMicros: 30 },
    })
    expect(await readTask(server.admin, held.task)).toMatchObject({
      state: 'needs_approval',
      lease: null,
      attempts: 0,
      spentCostMicros: 1_030,
    })
    const [asked] = await pending()
    expect(asked).toMatchObject({
      kind: 'budget',
      risk: 'YELLOW',
      taskId: held.task.id,
      agentId: null,
      requiredVotes: 1,
      onDenial: 'block',
      budget: { budgetId: budget.id, limitCostMicros: 1_000, spentCostMicros: 1_030, grantedCostMicros: null },
    })
    refused(await approve(asked!, { grantCostMicros: 5 }), 'validation_failed')
    expect(succeeded(await approve(asked!))).toMatchObject({ state: 'approved', budget: { grantedCostMicros: null } })
    const again = await worker.claim()
    expect([again.task.id, again.run.reservedCostMicros]).toEqual([held.task.id, 1_000])
    expect((await eventsOf(server.admin, held.task)).map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'budget.exceeded',
        'run.ended',
        'task.approval_requested',
        'approval.requested',
        'task.approval_settled',
      ]),
    )
  })

  test('GV-2: denied, its task is blocked until a person lets it go on', async () => {
    await limit('run', 1_000)
    const held = await started()
    await spend(held, 1_001)
    const [asked] = await pending()
    succeeded(await server.admin.post(`/approvals/${asked!.id}/deny`, { note: 'Too dear.' }))
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'blocked', blocked: { kind: 'approval' } })
    expect(succeeded(await operate(server.admin, held.task, 'unblock')).state).toBe('ready')
  })

  test('GV-2: without a task it simply ends', async () => {
    await limit('run', 1_000)
    const run = succeeded(await worker.api.post<Schemas['Run']>('/runs', { startRequestId: 'x' }))
    expect(run.reservedCostMicros).toBe(1_000)
    expect(succeeded(await worker.report(run.id, { costMicros: 1_001 }))).toMatchObject({
      stop: true,
      lease: { state: 'none' },
    })
    expect(succeeded(await worker.api.get<Schemas['Run']>(`/runs/${run.id}`))).toMatchObject({
      status: 'ended',
      endReason: 'budget_exhausted',
      overageCostMicros: 1,
    })
    expect(await pending()).toEqual([])
  })

  test('GV-2: while an approval is pending already, both must be settled', async () => {
    await limit('run', 1_000)
    const held = await started()
    const asked = succeeded(await worker.request(held))
    expect(await spend(held, 1_001)).toMatchObject({ stop: true, lease: { reason: 'budget_exhausted' } })
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'needs_approval', lease: null })
    succeeded(await approve(asked))
    expect((await readTask(server.admin, held.task)).state).toBe('needs_approval')
    succeeded(await approve((await pending())[0]!))
    expect((await readTask(server.admin, held.task)).state).toBe('ready')
    expect((await worker.claim()).decisions).toMatchObject([{ id: asked.id, state: 'approved' }])
  })
})

describe('a task that passes its limit', () => {
  test.each([
    ['by default the limit once more, and what was overrun', {}, 1_030],
    ['as much as the person says', { grantCostMicros: 50 }, 50],
  ])('GV-2: goes on with what a person grants: %s', async (_what, body, granted) => {
    const held = await started({ budgetCostMicros: 1_000 })
    await spend(held, 1_030)
    const [asked] = await pending()
    expect(succeeded(await approve(asked!, body)).budget).toMatchObject({ grantedCostMicros: granted })
    const again = await worker.claim()
    expect(again.run.reservedCostMicros).toBe(granted - 30)
    const { budgets } = await spend(again, granted - 30)
    expect(budgets).toMatchObject([
      { limitCostMicros: 1_000 + granted, spentCostMicros: 1_000 + granted, remainingCostMicros: 0 },
    ])
    expect(await typesOf('budget.granted')).toHaveLength(1)
    // A second overrun is a question of its own.
    expect((await spend(again, 1)).stop).toBe(true)
    expect((await pending()).map(({ id }) => id)).not.toContain(asked!.id)
    expect(await pending()).toHaveLength(1)
  })

  test('GV-2: one with nothing left is not given out; the next best is', async () => {
    const held = await started({ budgetCostMicros: 1_000 })
    await spend(held, 1_000)
    succeeded(await worker.release(held))
    const other = await createTask(server.admin, { priority: 'low' })
    expect((await worker.claim()).task.id).toBe(other.id)
    expect((await readTask(server.admin, held.task)).state).toBe('needs_approval')
    expect(await pending()).toMatchObject([{ kind: 'budget', taskId: held.task.id }])
  })

  test('GV-2: claimed by id it is refused, and does not change', async () => {
    const held = await started({ budgetCostMicros: 1_000 })
    await spend(held, 1_000)
    succeeded(await worker.release(held))
    refused(await worker.askFor(held.task.id), 'budget_exhausted')
    expect((await readTask(server.admin, held.task)).state).toBe('ready')
  })

  test('GV-2: an attempt that fails with nothing left asks a person instead of trying again', async () => {
    const held = await started({ budgetCostMicros: 1_000 })
    await spend(held, 1_000)
    expect(succeeded(await worker.fail(held))).toMatchObject({ state: 'needs_approval', attempts: 1 })
    expect(succeeded(await worker.fail(held))).toMatchObject({ state: 'needs_approval', attempts: 1 })
    succeeded(await approve((await pending())[0]!))
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'ready', attempts: 1 })
  })

  test('GV-2: an attempt that fails before it has spent what was set aside for it is simply tried again', async () => {
    // Without an estimate the run may have all the task has.
    const held = await started({ budgetCostMicros: 60_000, maxAttempts: 5 })
    expect(held.run.reservedCostMicros).toBe(60_000)
    await spend(held, 45_000)
    const failed = succeeded(await worker.fail(held, { retryable: true, retryAfterSeconds: 0 }))
    expect(failed).toMatchObject({ state: 'ready', attempts: 1, spentCostMicros: 45_000 })
    expect(await pending()).toEqual([])
    expect((await worker.claimTask(held.task.id)).run.reservedCostMicros).toBe(15_000)
  })

  test('RN-2: a late report moves the budget, never the task', async () => {
    const held = await started({ budgetCostMicros: 1_000 })
    succeeded(await worker.complete(held))
    expect(await spend(held, 5_000)).toMatchObject({ late: true, usage: { overageCostMicros: 4_000 } })
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'done', spentCostMicros: 5_000 })
    expect(await pending()).toEqual([])
  })
})

describe("an agent that passes its day's limit", () => {
  test('GV-2: is held until the day ends; everything it works on pauses and then goes on', async () => {
    const budget = await limit('agent', 200_000)
    const [first, second] = [await started({ estimateCostMicros: 10 }), await started({ estimateCostMicros: 10 })]
    const own = succeeded(
      await worker.api.post<Schemas['Run']>('/runs', { startRequestId: 'own', estimateCostMicros: 10 }),
    )
    expect(await spend(first, 200_001)).toMatchObject({
      stop: true,
      lease: { state: 'lost', reason: 'budget_exhausted' },
    })
    expect((await agentOf()).holds).toMatchObject([
      { cause: 'budget', scope: 'agent', until: '2026-03-03T00:00:00.000Z' },
    ])
    for (const held of [first, second])
      expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'paused', attempts: 0, lease: null })
    expect(succeeded(await worker.beat([second]))).toMatchObject({
      lost: [{ reason: 'budget_exhausted' }],
      directives: [{ type: 'pause' }, { type: 'abort_task' }],
    })
    expect(succeeded(await worker.ask()).reason).toBe('budget_exhausted')
    refused(await worker.api.post('/runs', { startRequestId: 'more' }), 'budget_exhausted')
    // A run without a task may still use what it has set aside, and nothing beyond.
    expect(succeeded(await worker.report(own.id, { costMicros: 10 })).stop).toBe(false)
    expect(succeeded(await worker.report(own.id, { costMicros: 1 })).stop).toBe(true)
    server.clock.advance(13 * 3600 + 3599.999)
    await server.app.scheduler.sweep()
    expect((await agentOf()).paused).toBe(true)
    server.clock.advance(0.001)
    await server.app.scheduler.sweep()
    expect((await agentOf()).paused).toBe(false)
    for (const held of [first, second]) expect((await readTask(server.admin, held.task)).state).toBe('ready')
    expect((await worker.claim()).run.reservedCostMicros).toBe(10)
    expect(await typesOf('budget.exceeded')).not.toEqual([])
    expect(
      succeeded(await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${budget.id}`)).windows[0],
    ).toMatchObject({ startAt: '2026-03-03T00:00:00.000Z' })
  })

  test('GV-1: a higher limit lifts the hold at once', async () => {
    const budget = await limit('agent', 1_000)
    const held = await started()
    await spend(held, 1_500)
    succeeded(await server.admin.patch(`/budgets/${budget.id}`, { limitCostMicros: 1_500 }))
    expect((await agentOf()).paused).toBe(true)
    succeeded(await server.admin.patch(`/budgets/${budget.id}`, { limitCostMicros: 1_501 }))
    expect((await agentOf()).paused).toBe(false)
    expect((await worker.claimTask(held.task.id)).run.reservedCostMicros).toBe(1)
  })

  test('GV-1: without the budget the hold is gone, and what was set aside in it', async () => {
    const budget = await limit('agent', 100_000)
    const other = await addWorker(server, { name: 'other' })
    const held = await started()
    await createTask(server.admin)
    const theirs = await other.claim()
    expect(theirs.run.reservedCostMicros).toBe(100_000)
    await spend(held, 100_001)
    succeeded(await server.admin.delete(`/budgets/${budget.id}`))
    expect((await agentOf()).paused).toBe(false)
    expect((await readTask(server.admin, held.task)).state).toBe('ready')
    expect(succeeded(await other.api.get<Schemas['Run']>(`/runs/${theirs.run.id}`)).reservedCostMicros).toBe(0)
    expect(succeeded(await other.complete(theirs)).state).toBe('done')
  })

  test('RN-2: a late report about a day that is over holds nobody today', async () => {
    await limit('agent', 1_000)
    const held = await started()
    succeeded(await worker.complete(held))
    server.clock.advance(86_400)
    const now = await started()
    expect(await spend(held, 5_000)).toMatchObject({ late: true, usage: { overageCostMicros: 4_000 } })
    expect((await agentOf()).paused).toBe(false)
    expect((await readTask(server.admin, now.task)).state).toBe('in_progress')
  })
})

describe('warnings', () => {
  test('GV-2: one in each window, when spending reaches the mark', async () => {
    await limit('agent', 1_000)
    const held = await started({ estimateCostMicros: 1 })
    expect((await spend(held, 799)).budgets).toMatchObject([{ warning: false }])
    expect(await typesOf('budget.warned')).toHaveLength(0)
    expect((await spend(held, 1)).budgets).toMatchObject([{ warning: true }])
    await spend(held, 100)
    const [warned, ...more] = await typesOf('budget.warned')
    expect(warned!.payload).toMatchObject({
      scope: 'agent',
      subjectId: worker.agentId,
      limitCostMicros: 1_000,
      spentCostMicros: 800,
    })
    expect(more).toEqual([])
    server.clock.advance(86_400)
    expect(succeeded(await worker.report(held.run.id, { costMicros: 900 })).budgets).toMatchObject([
      { warning: true, spentCostMicros: 900 },
    ])
    expect(await typesOf('budget.warned')).toHaveLength(2)
  })
})
