import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  type ClaimAnswer,
  createTask,
  eventsOf,
  operate,
  readTask,
  refused,
  type Schemas,
  succeeded,
  type TaskWish,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', capabilities: ['ts', 'de'], maxConcurrentTasks: 20 })
})
afterEach(() => server.close())

const create = (wish: TaskWish = {}) => createTask(server.admin, wish)
const reasonOf = async (asker: Worker) => succeeded(await asker.ask()).reason

async function claimAll(asker: Worker): Promise<string[]> {
  const titles: string[] = []
  for (let answer = succeeded(await asker.ask()); answer.task; answer = succeeded(await asker.ask()))
    titles.push(answer.task.title)
  return titles
}

describe('which task a claim gets', () => {
  test('TK-3: by priority, then due date, then age, whatever their capabilities and assignees', async () => {
    await create({ title: '6 normal, later' })
    server.clock.advance(-60)
    await create({ title: '5 normal, first ready', requiredCapabilities: ['ts'] })
    server.clock.advance(60)
    await create({ title: '8 low, due soon', priority: 'low', dueAt: '2026-03-02T10:01:00Z' })
    await create({ title: '7 normal, assigned later', assigneeAgentId: worker.agentId, dueAt: '2027-01-01T00:00:00Z' })
    await create({
      title: '2 high, due',
      priority: 'high',
      dueAt: '2026-03-03T00:00:00Z',
      requiredCapabilities: ['de'],
    })
    await create({ title: '3 high, due later', priority: 'high', dueAt: '2026-03-04T00:00:00Z', type: 'other' })
    await create({ title: '4 high, no date', priority: 'high' })
    await create({ title: '1 urgent', priority: 'urgent', requiredCapabilities: ['de', 'ts'] })
    const order = await claimAll(worker)
    // A due date goes before none, so the assigned one with a date precedes those without.
    expect(order.map((title) => title[0]).join('')).toBe('12347568')
  })

  test('TK-3: only with all the capabilities it requires, and of the types asked for', async () => {
    const plain = await addWorker(server, { name: 'plain', capabilities: ['ts'] })
    const task = await create({ requiredCapabilities: ['ts', 'de'], type: 'review' })
    expect(await reasonOf(plain)).toBe('no_tasks')
    expect(refused(await plain.askFor(task.id), 'capability_mismatch')).toEqual({ missing: ['de'] })
    expect(succeeded(await worker.ask({ types: ['task', 'other'] })).reason).toBe('no_tasks')
    expect((await worker.claim({ types: ['other', 'review'] })).task.id).toBe(task.id)
  })

  test('TK-3: capabilities granted later count from the next claim on', async () => {
    const task = await create({ requiredCapabilities: ['go'] })
    expect(await reasonOf(worker)).toBe('no_tasks')
    succeeded(await server.admin.patch(`/agents/${worker.agentId}`, { capabilities: ['go'] }))
    expect((await worker.claim()).task.id).toBe(task.id)
  })

  test('TK-3: an assigned task is for its assignee alone, until a person changes that', async () => {
    const other = await addWorker(server, { name: 'other' })
    const task = await create({ assigneeAgentId: worker.agentId })
    expect(await reasonOf(other)).toBe('no_tasks')
    refused(await other.askFor(task.id), 'task_not_claimable')
    succeeded(await server.admin.patch(`/tasks/${task.id}`, { assigneeAgentId: null }))
    expect((await other.claim()).task.id).toBe(task.id)
  })

  test('TK-3: an assignee still needs the capabilities', async () => {
    const task = await create({ assigneeAgentId: worker.agentId, requiredCapabilities: ['go'] })
    expect(await reasonOf(worker)).toBe('no_tasks')
    refused(await worker.askFor(task.id), 'capability_mismatch')
  })

  test('TK-3: a preference keeps a task for the one who worked on it, and yields after two minutes', async () => {
    const other = await addWorker(server, { name: 'other' })
    const task = await create({ requiresReview: true })
    succeeded(await worker.complete(await worker.claim()))
    succeeded(await operate(server.admin, task, 'reviews', { decision: 'request_changes', body: 'More.' }))
    expect(await readTask(server.admin, task)).toMatchObject({ preferredAgentId: worker.agentId, state: 'ready' })
    server.clock.advance(119.999)
    expect(await reasonOf(other)).toBe('no_tasks')
    refused(await other.askFor(task.id), 'task_not_claimable')
    server.clock.advance(0.001)
    expect((await other.claim()).task).toMatchObject({ id: task.id, preferredAgentId: null, preferredUntil: null })
  })

  test('TK-3: who is preferred gets it before the two minutes are over', async () => {
    const task = await create({ requiresReview: true })
    succeeded(await worker.complete(await worker.claim()))
    succeeded(await operate(server.admin, task, 'reviews', { decision: 'request_changes', body: 'More.' }))
    expect(await worker.claim()).toMatchObject({ task: { id: task.id }, feedback: 'More.' })
  })

  test('TK-1: nobody gets a task before its time', async () => {
    const task = await create({ notBefore: '2026-03-02T10:00:30Z' })
    expect(await reasonOf(worker)).toBe('no_tasks')
    refused(await worker.askFor(task.id), 'task_not_claimable')
    server.clock.advance(30)
    expect((await worker.claimTask(task.id)).task.id).toBe(task.id)
  })
})

describe('what a claim brings', () => {
  test('TK-4, RN-1: a lease, a run and a fence that only grows', async () => {
    const task = await create()
    const first = await worker.claim({ leaseSeconds: 30 })
    expect(first.lease).toEqual({
      taskId: task.id,
      runId: first.run.id,
      agentId: worker.agentId,
      instanceId: 'one',
      fence: 1,
      leaseSeconds: 30,
      expiresAt: '2026-03-02T10:00:30.000Z',
      renewEverySeconds: 10,
    })
    expect(first.task).toMatchObject({ state: 'in_progress', fence: 1, lease: first.lease })
    expect(succeeded(await worker.api.get<Schemas['Run']>(`/runs/${first.run.id}`))).toMatchObject({
      taskId: task.id,
      agentId: worker.agentId,
      fence: 1,
      attempt: 1,
      status: 'running',
      trigger: 'autonomous',
    })
    succeeded(await worker.release(first))
    const second = await worker.claim()
    expect([second.lease.fence, second.run.attempt]).toEqual([2, 1])
    succeeded(await worker.fail(second, { retryAfterSeconds: 0 }))
    const third = await worker.claim()
    expect([third.lease.fence, third.run.attempt]).toEqual([3, 2])
    const types = (await eventsOf(server.admin, task))
      .map(({ type }) => type)
      .filter((type) => type.startsWith('task.'))
    expect(types).toEqual([
      'task.created',
      'task.claimed',
      'task.released',
      'task.claimed',
      'task.retried',
      'task.claimed',
    ])
  })

  test.each(['next', 'by id'])(
    'TK-3: the same claimRequestId again gives the same lease while it lives, claiming %s',
    async (how) => {
      const task = await create()
      await create()
      const wish = { claimRequestId: 'mine' }
      const ask = () => (how === 'next' ? worker.ask(wish) : worker.askFor(task.id, wish))
      const first = succeeded(await ask())
      server.clock.advance(59)
      expect(succeeded(await ask())).toEqual(first)
      server.clock.advance(1)
      expect(refused(await ask(), 'run_ended')).toMatchObject({ runId: first.run!.id, reason: 'expired' })
      await server.app.scheduler.sweep()
      expect(refused(await ask(), 'run_ended')).toMatchObject({ runId: first.run!.id, reason: 'expired' })
    },
  )

  test('TK-3: a claimRequestId belongs to its agent, and is used up with its run', async () => {
    const other = await addWorker(server, { name: 'other' })
    await create()
    await create()
    const mine = await worker.claim({ claimRequestId: 'same' })
    const theirs = await other.claim({ claimRequestId: 'same' })
    expect(theirs.task.id).not.toBe(mine.task.id)
    succeeded(await worker.complete(mine))
    expect(refused(await worker.ask({ claimRequestId: 'same' }), 'run_ended')).toMatchObject({ reason: 'completed' })
  })
})

describe('a claimRequestId that was used otherwise', () => {
  test('TK-3: for another task it is refused, and that task stays free', async () => {
    const [one, other] = [await create(), await create()]
    const held = succeeded(await worker.askFor(one.id, { claimRequestId: 'mine' }))
    const refusal = await worker.askFor(other.id, { claimRequestId: 'mine' })
    expect(refused(refusal, 'idempotency_conflict')).toEqual({ runId: held.run!.id, taskId: one.id })
    expect(refusal.error?.message).toBe(`the request id 'mine' was used to claim the task '${one.id}'`)
    expect((await server.admin.get(`/tasks/${other.id}`)).data).toMatchObject({ task: { state: 'ready' } })
    expect(succeeded(await worker.ask({ claimRequestId: 'mine' })).lease).toEqual(held.lease)
  })

  test('TK-3: a claim and a run without a task share their ids', async () => {
    await create()
    const started = await worker.api.post<{ id: string }>('/runs', { startRequestId: 'run' })
    expect(refused(await worker.ask({ claimRequestId: 'run' }), 'idempotency_conflict')).toEqual({
      runId: started.data.id,
      taskId: null,
    })
    const held = await worker.claim({ claimRequestId: 'claim' })
    expect(refused(await worker.api.post('/runs', { startRequestId: 'claim' }), 'idempotency_conflict')).toEqual({
      runId: held.run.id,
      taskId: held.task.id,
    })
  })
})

describe('why there is no task', () => {
  test('TK-3: none is ready', async () => {
    expect(succeeded(await worker.ask())).toMatchObject({
      task: null,
      lease: null,
      run: null,
      reason: 'no_tasks',
      retryAfterSeconds: 1,
    })
  })

  test.each([
    ['at_capacity', 'at_capacity', async (_agentId: string): Promise<void> => {}],
    [
      'paused',
      'agent_paused',
      async (id: string): Promise<void> =>
        void succeeded(await server.admin.post(`/agents/${id}/pause`, { reason: 'Lunch' })),
    ],
    [
      'draining',
      'agent_paused',
      async (id: string): Promise<void> => void succeeded(await server.admin.post(`/agents/${id}/drain`)),
    ],
    [
      'deactivated',
      'agent_inactive',
      async (id: string): Promise<void> => void succeeded(await server.admin.post(`/agents/${id}/deactivate`, {})),
    ],
  ] as const)('TK-3: the agent is %s', async (reason, code, stop) => {
    const busy = await addWorker(server, { name: 'busy', maxConcurrentTasks: 1 })
    await create()
    await busy.claim()
    const task = await create()
    await stop(busy.agentId)
    const answer: ClaimAnswer = succeeded(await busy.ask())
    expect(answer).toMatchObject({ task: null, reason })
    expect(answer.message).toBeTruthy()
    refused(await busy.askFor(task.id), code)
    expect(await readTask(server.admin, task)).toMatchObject({ state: 'ready', fence: 0 })
  })

  test('TK-3: by id, a refusal tells the state the task is in', async () => {
    const task = await create()
    const other = await addWorker(server, { name: 'other' })
    await worker.claim()
    expect(refused(await other.askFor(task.id), 'task_not_claimable')).toEqual({ state: 'in_progress' })
    refused(await other.askFor('tsk_none'), 'not_found')
  })

  test('TK-3: people claim nothing, and an archived workspace gives no work', async () => {
    const claim = { claimRequestId: 'x', instanceId: 'x', waitSeconds: 0 }
    refused(await server.admin.post('/tasks/claim', claim), 'forbidden')
    const { id } = await server.createWorkspace('Old')
    const agent = await addWorker(server, { name: 'late' }, id)
    const task = await createTask(server.api(server.adminKey, id))
    const held = await agent.claim()
    succeeded(await server.admin.post(`/workspaces/${id}/archive`))
    refused(await agent.ask(), 'workspace_archived')
    refused(await agent.askFor(task.id), 'workspace_archived')
    // Work already begun may be finished, and its usage told.
    succeeded(await agent.report(held.run.id))
    expect(succeeded(await agent.complete(held)).state).toBe('done')
  })
})
