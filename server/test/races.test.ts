// Many at once: one winner, one effect, whatever the order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { type ClaimAnswer, type Schemas, Worker } from './support/worker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const inParallel = <T>(count: number, each: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)))

async function manyWorkers(count: number, prefix: string, maxConcurrentTasks = 100): Promise<Worker[]> {
  const workers: Worker[] = []
  for (let index = 0; index < count; index += 1) {
    workers.push(new Worker(server, await server.addAgent({ name: `${prefix}-${index}`, maxConcurrentTasks })))
  }
  return workers
}

const makeTask = async (wish: Record<string, unknown> = {}): Promise<Schemas['Task']> =>
  (await server.admin.post<Schemas['Task']>('/tasks', { title: 'A task', ...wish })).data

test('TK-3: 64 agents racing for 1,000 tasks hold each of them once', async () => {
  await inParallel(1000, () => makeTask({ type: 'race' }))
  const workers = await manyWorkers(64, 'racer')
  const won: string[] = []
  await Promise.all(
    workers.map(async (worker) => {
      for (;;) {
        const { data } = await worker.ask({ types: ['race'] })
        if (!data.task) return expect(data.reason).toMatch(/no_tasks|at_capacity/)
        won.push(data.task.id)
      }
    }),
  )
  expect(won).toHaveLength(1000)
  expect(new Set(won).size).toBe(1000)
  const leases = await server.store.reader.list((knex) => knex('leases').select('task_id', 'fence').limit(2000))
  expect(leases).toHaveLength(1000)
  expect(leases.every(({ fence }) => fence === 1)).toBe(true)
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
})

test('TK-3: of many who claim one task by its id, one gets it', async () => {
  const task = await makeTask({ type: 'wanted' })
  const workers = await manyWorkers(8, 'claimer')
  const replies = await Promise.all(workers.map((worker) => worker.askFor(task.id)))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(replies.filter(({ error }) => error).map(({ error }) => error!.code))).toEqual(
    new Set(['task_not_claimable']),
  )
})

test('TK-3: one claim sent many times at once takes one task', async () => {
  await inParallel(5, () => makeTask({ type: 'again' }))
  const [worker] = await manyWorkers(1, 'repeater')
  const replies = await inParallel(5, () =>
    worker!.ask({ types: ['again'], claimRequestId: 'the same', instanceId: 'one' }),
  )
  const tasks = replies.map(({ data }) => (data as ClaimAnswer).task!.id)
  expect(new Set(tasks).size).toBe(1)
})

test('IF-1: one Idempotency-Key sent many times at once has one effect', async () => {
  const replies = await inParallel(10, () =>
    server.admin.post<Schemas['Task']>('/tasks', { title: 'Once' }, { 'Idempotency-Key': 'at-once' }),
  )
  const made = replies.filter(({ status }) => status === 201)
  const others = replies.filter(({ status }) => status !== 201)
  expect(made.length).toBeGreaterThan(0)
  expect(new Set(made.map(({ data }) => data.id)).size).toBe(1)
  expect(others.every(({ error }) => error!.code === 'request_in_flight')).toBe(true)
  const { data } = await server.admin.get<Schemas['Task'][]>('/tasks?q=Once')
  expect(data).toHaveLength(1)
})

test('TK-2, TK-4: completed and canceled at once, a task is one of both', async () => {
  const [worker] = await manyWorkers(1, 'finisher')
  for (let round = 0; round < 10; round += 1) {
    const task = await makeTask({ type: 'contested' })
    const held = await worker!.claimTask(task.id)
    const [completed, canceled] = await Promise.all([
      worker!.complete(held),
      server.admin.post(`/tasks/${task.id}/cancel`, { reason: 'not needed' }),
    ])
    const { data } = await server.admin.get<Schemas['TaskDetail']>(`/tasks/${task.id}`)
    expect([completed.status, canceled.status].sort()).toEqual([200, 409])
    expect(data.task.state).toBe(completed.status === 200 ? 'done' : 'canceled')
    if (completed.status === 409) expect(completed.error!.details!.reason).toBe('canceled')
  }
})

test('GV-3: approved twice by one person at once, a RED request has one vote', async () => {
  const [worker] = await manyWorkers(1, 'asker')
  const task = await makeTask({ type: 'risky' })
  const { lease } = await worker!.claimTask(task.id)
  const { data: approval } = await worker!.api.post<Schemas['Approval']>(`/tasks/${task.id}/approvals`, {
    fence: lease.fence,
    action: 'delete a branch',
    risk: 'RED',
  })
  const replies = await inParallel(4, () => server.admin.post(`/approvals/${approval.id}/approve`, {}))
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(replies.filter(({ error }) => error?.code === 'already_voted')).toHaveLength(3)
  const { data } = await server.admin.get<Schemas['Approval']>(`/approvals/${approval.id}`)
  expect(data.state).toBe('pending')
  expect(data.votes).toHaveLength(1)
})

test('GV-1: 64 claims and reports at once at the edge of a budget never pass it by one micro-dollar', async () => {
  const limit = 100_000
  const estimate = 3_000
  const spender = new Worker(server, await server.addAgent({ name: 'spender', maxConcurrentTasks: 100 }))
  const { data: budget } = await server.admin.post<Schemas['Budget']>('/budgets', {
    scope: 'agent',
    scopeId: spender.agentId,
    window: 'day',
    limitCostMicros: limit,
  })
  await inParallel(64, () => makeTask({ type: 'costly', estimateCostMicros: estimate }))
  const windowOf = async () =>
    (await server.admin.get<Schemas['BudgetDetail']>(`/budgets/${budget.id}`)).data.windows[0]!
  const claims = await inParallel(64, () => spender.ask({ types: ['costly'] }))
  const held = claims.filter(({ data }) => data.task).map(({ data }) => data.lease!)
  expect(held).toHaveLength(Math.floor(limit / estimate))
  expect(new Set(claims.filter(({ data }) => !data.task).map(({ data }) => data.reason))).toEqual(
    new Set(['budget_exhausted']),
  )
  expect((await windowOf()).reservedCostMicros).toBe(held.length * estimate)
  await Promise.all(
    held.flatMap(({ runId }, index) => [
      // 62 compute seconds are 1,488 micro-dollars, twice that stays within the estimate.
      ...[1, 2].map((nth) =>
        spender.api.post(`/runs/${runId}/usage`, {
          reportId: `${nth}`,
          lines: [{ meter: 'compute_second', quantity: 62 }],
        }),
      ),
      ...(index % 2 === 0 ? [spender.ask({ types: ['costly'] })] : []),
    ]),
  )
  const after = await windowOf()
  expect(after.spentCostMicros).toBe(held.length * 2 * 1_488)
  expect(after.overageCostMicros).toBe(0)
  expect(after.spentCostMicros + after.reservedCostMicros).toBeLessThanOrEqual(limit)
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
})
