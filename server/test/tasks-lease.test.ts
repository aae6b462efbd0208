import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { putFile } from './support/files.ts'
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

let server: TestServer
let worker: Worker
let other: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  other = await addWorker(server, { name: 'other', maxConcurrentTasks: 5 })
})
afterEach(() => server.close())

const sweep = () => server.app.scheduler.sweep()
const reasonOfRun = async ({ run }: Held) =>
  succeeded(await worker.api.get<Schemas['Run']>(`/runs/${run.id}`)).endReason

/** Every write of an agent that needs the fence. */
const writes: [string, (held: Held) => Promise<{ error: { code: string } | undefined }>][] = [
  ['complete', (held) => worker.complete(held)],
  ['fail', (held) => worker.fail(held)],
  ['release', (held) => worker.release(held)],
  ['block', (held) => worker.block(held)],
  ['approvals', (held) => worker.request(held)],
  ['questions', (held) => worker.question(held)],
  ['steps', ({ lease }) => worker.api.put(`/tasks/${lease.taskId}/steps/x`, { fence: lease.fence, result: 1 })],
  ['messages/read', (held) => worker.read(held, ['msg_none'])],
  [
    'messages',
    ({ lease }) =>
      worker.api.post(`/tasks/${lease.taskId}/messages`, { type: 'PROGRESS', body: 'x', fence: lease.fence }),
  ],
  ['children', ({ lease }) => worker.api.post('/tasks', { title: 'x', parentId: lease.taskId, fence: lease.fence })],
]

/** How a lease can end, and what the next write is told. */
const ends: [Schemas['EndReason'], (held: Held) => Promise<unknown>][] = [
  ['expired', async () => server.clock.advance(60)],
  ['canceled', ({ task }) => operate(server.admin, task, 'cancel', { reason: 'no' })],
  ['paused', ({ task }) => operate(server.admin, task, 'pause', { reason: 'wait' })],
  ['paused', () => server.admin.post(`/agents/${worker.agentId}/pause`, { reason: 'wait' })],
  ['released', () => server.admin.post(`/agents/${worker.agentId}/deactivate`, {})],
  ['released', (held) => worker.release(held)],
  ['completed', (held) => worker.complete(held)],
  ['failed', (held) => worker.fail(held)],
  ['blocked', (held) => worker.block(held)],
  [
    'waiting',
    async (held) => {
      succeeded(await worker.request(held))
      succeeded(await worker.release(held))
    },
  ],
  [
    'budget_exhausted',
    async ({ run }) => {
      succeeded(await server.admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 10 }))
      succeeded(await worker.report(run.id, { costMicros: 11 }))
    },
  ],
]

describe('a stale holder', () => {
  test.each(ends)('TK-4: is told %s, and moves nothing', async (reason, end) => {
    await createTask(server.admin)
    const held = await worker.claim()
    await end(held)
    const before = await readTask(server.admin, held.task)
    const events = await eventsOf(server.admin, held.task)
    for (const [name, write] of writes) {
      // The same again after the same end is a repeat, and gets the same answer.
      const isRepeat =
        (
          {
            released: 'release',
            waiting: 'release',
            completed: 'complete',
            failed: 'fail',
            blocked: 'block',
          } as Record<string, string>
        )[reason] === name
      if (isRepeat) expect(succeeded((await write(held)) as never)).toEqual(before)
      else
        expect(refused((await write(held)) as never, 'lease_lost')).toMatchObject({ reason, fence: held.lease.fence })
    }
    expect(await readTask(server.admin, held.task)).toEqual(before)
    expect(await eventsOf(server.admin, held.task)).toEqual(events)
    const { lost, directives } = succeeded(await worker.beat([held]))
    expect(lost).toEqual([{ taskId: held.task.id, reason }])
    expect(directives).toContainEqual({ type: 'abort_task', taskId: held.task.id, reason })
  })

  test('TK-4: whose task another holds by now changes nothing of that', async () => {
    await createTask(server.admin)
    const stale = await worker.claim()
    server.clock.advance(60)
    await sweep()
    const held = await other.claim()
    expect(held.lease.fence).toBe(2)
    for (const [, write] of writes)
      expect(refused((await write(stale)) as never, 'lease_lost')).toMatchObject({ reason: 'expired' })
    expect(succeeded(await worker.beat([stale])).lost).toEqual([{ taskId: held.task.id, reason: 'expired' }])
    expect(succeeded(await other.complete(held)).state).toBe('done')
  })

  test('TK-4: with the fence of another it gets no further', async () => {
    await createTask(server.admin)
    const held = await other.claim()
    for (const [, write] of writes) refused((await write(held)) as never, 'lease_lost')
    const theirs = `the claim 1 on the task '${held.task.id}' was never yours: another agent holds the task`
    for (const write of [() => worker.complete(held), () => putFile(worker.api, held.task.id, 'x', 'x', { held })]) {
      expect((await write()).error).toMatchObject({ message: theirs, details: { reason: 'superseded' } })
    }
    const guess = { ...held, lease: { ...held.lease, fence: 7 } }
    for (const [, write] of writes)
      expect(refused((await write(guess)) as never, 'lease_lost')).toMatchObject({ reason: 'superseded' })
    expect((await worker.complete(guess)).error?.message).toBe(
      `the task '${held.task.id}' was never claimed with the fence 7: its last claim has 1`,
    )
    expect((await readTask(server.admin, held.task)).lease).toEqual(held.lease)
    succeeded(await other.release(held))
    expect((await worker.complete(held)).error?.message).toContain('was never yours: nobody holds the task now')
    const own = await worker.claimTask(held.task.id)
    expect((await worker.complete({ ...own, lease: held.lease })).error?.message).toContain(
      'was never yours: you hold the task with the fence 2',
    )
    const free = await createTask(server.admin)
    const early = { ...own, task: free, lease: { ...own.lease, taskId: free.id } }
    expect((await worker.complete(early)).error?.message).toBe(`the task '${free.id}' was never claimed`)
  })

  test('RN-2: still tells what it spent, which moves no task', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(60)
    await sweep()
    const before = await readTask(server.admin, held.task)
    expect(succeeded(await worker.report(held.run.id, { costMicros: 70 }))).toMatchObject({
      late: true,
      stop: true,
      lease: { state: 'lost', reason: 'expired' },
      run: { spentCostMicros: 70 },
    })
    expect(await readTask(server.admin, held.task)).toEqual({ ...before, spentCostMicros: 70 })
  })
})

describe('a lease that is not renewed', () => {
  test('TK-4: is over from the very instant, before any sweep, and is never renewed', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(59.999)
    expect(succeeded(await worker.beat([held])).renewed).toEqual([
      { taskId: held.task.id, expiresAt: '2026-03-02T10:01:59.999Z' },
    ])
    server.clock.advance(60)
    expect(succeeded(await worker.beat([held]))).toMatchObject({
      renewed: [],
      lost: [{ reason: 'expired' }],
      unlisted: [],
    })
    refused(await worker.complete(held), 'lease_lost')
    expect((await readTask(server.admin, held.task)).state).toBe('in_progress')
  })

  test('TK-4: counts attempts, backs off, and fails the task when none is left', async () => {
    await createTask(server.admin)
    const waits: (string | null)[] = []
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const held = await worker.claim()
      expect(held.run.attempt).toBe(attempt)
      server.clock.advance(60)
      await sweep()
      expect(await reasonOfRun(held)).toBe('expired')
      const task = await readTask(server.admin, held.task)
      expect(task).toMatchObject({ attempts: attempt, lease: null, error: { code: 'lease_expired' } })
      waits.push(task.state === 'ready' ? task.notBefore : task.state)
      // The first time at once: the agent died, the task did nothing wrong.
      if (attempt === 2) {
        expect(succeeded(await worker.ask()).reason).toBe('no_tasks')
        server.clock.advance(10)
        await sweep()
      }
    }
    expect(waits).toEqual([null, '2026-03-02T10:02:10.000Z', 'failed'])
  })

  test('TK-4: one of several expires alone', async () => {
    for (let number = 0; number < 3; number += 1) await createTask(server.admin)
    const [first, second, third] = [
      await worker.claim(),
      await worker.claim({ leaseSeconds: 30 }),
      await worker.claim(),
    ]
    server.clock.advance(30)
    await sweep()
    const { renewed, lost } = succeeded(await worker.beat([first, second, third]))
    expect(renewed.map(({ taskId }) => taskId)).toEqual([first.task.id, third.task.id])
    expect(lost).toEqual([{ taskId: second.task.id, reason: 'expired' }])
  })

  test('TK-4: leases that ran out while no server was up get one full lease of grace', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    const gone = await worker.ask()
    expect(gone.data.reason).toBe('no_tasks')
    await sweep()
    server.clock.advance(3600)
    await server.restart()
    await sweep()
    expect((await readTask(server.admin, held.task)).lease).toMatchObject({
      fence: 1,
      expiresAt: '2026-03-02T11:01:00.000Z',
    })
    expect(succeeded(await worker.beat([held])).renewed).toHaveLength(1)
    server.clock.advance(60)
    await sweep()
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'ready', attempts: 1 })
  })

  test('TK-4: one that had run out before the server went down gets none', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(60)
    await sweep()
    expect((await readTask(server.admin, held.task)).state).toBe('ready')
    await server.restart()
    expect((await readTask(server.admin, held.task)).lease).toBeNull()
  })
})

describe('heartbeats', () => {
  test('AG-3: renew exactly what they list, and tell what else is on the books', async () => {
    await createTask(server.admin)
    await createTask(server.admin)
    const [first, second] = [await worker.claim(), await worker.claim({ instanceId: 'two', leaseSeconds: 30 })]
    server.clock.advance(20)
    const { unlisted, renewed, nextHeartbeatSeconds } = succeeded(await worker.beat([first]))
    expect(renewed).toEqual([{ taskId: first.task.id, expiresAt: '2026-03-02T10:01:20.000Z' }])
    expect(unlisted).toEqual([
      {
        taskId: second.task.id,
        runId: second.run.id,
        fence: 1,
        instanceId: 'two',
        expiresAt: '2026-03-02T10:00:30.000Z',
      },
    ])
    expect(nextHeartbeatSeconds).toBe(20)
    // Taken up by another process of the agent, under its own name.
    expect(succeeded(await worker.beat([second], 'three')).nextHeartbeatSeconds).toBe(10)
    expect((await readTask(server.admin, second.task)).lease).toMatchObject({
      instanceId: 'three',
      expiresAt: '2026-03-02T10:00:50.000Z',
    })
  })

  test('AG-3: write no event, and tell whether there is work', async () => {
    succeeded(await worker.beat())
    const last = async () => (await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]!.seq
    const before = await last()
    expect(succeeded(await worker.beat()).pendingWork).toEqual({ claimable: false })
    expect(await last()).toBe(before)
    await createTask(server.admin)
    expect(succeeded(await worker.beat()).pendingWork).toEqual({ claimable: true })
    succeeded(await server.admin.post(`/agents/${worker.agentId}/drain`))
    expect(succeeded(await worker.beat())).toMatchObject({
      pendingWork: { claimable: false },
      directives: [{ type: 'drain' }],
    })
  })

  test('AG-3: carry the directives: pause, drain and stop', async () => {
    const directives = async () => succeeded(await worker.beat()).directives.map(({ type }) => type)
    expect(await directives()).toEqual([])
    succeeded(await server.admin.post(`/agents/${worker.agentId}/pause`, { reason: 'Lunch' }))
    succeeded(await server.admin.post(`/agents/${worker.agentId}/drain`))
    expect(await directives()).toEqual(['pause', 'drain'])
    succeeded(await server.admin.post(`/agents/${worker.agentId}/resume`))
    succeeded(await server.admin.post(`/agents/${worker.agentId}/deactivate`, {}))
    expect(await directives()).toEqual(['stop'])
  })

  test('AG-3: name tasks of others and of nobody as lost, not as errors', async () => {
    await createTask(server.admin)
    const held = await other.claim()
    const nobody = { lease: { ...held.lease, taskId: 'tsk_none' } }
    expect(succeeded(await worker.beat([held, nobody])).lost).toEqual([
      { taskId: held.task.id, reason: 'superseded' },
      { taskId: 'tsk_none', reason: 'superseded' },
    ])
  })
})

describe('a silent agent', () => {
  const presence = async () => succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker.agentId}`)).presence

  test('AG-4: is offline after 90 seconds, and its task is back in the queue', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(89)
    await sweep()
    expect(await presence()).toBe('online')
    server.clock.advance(1)
    await sweep()
    expect(await presence()).toBe('offline')
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'ready', lease: null, attempts: 1 })
    const types = (await server.admin.get<Schemas['Event'][]>(`/events?agentId=${worker.agentId}&limit=50`)).data.map(
      ({ type }) => type,
    )
    expect(types.filter((type) => type === 'agent.offline')).toHaveLength(1)
    await sweep()
    succeeded(await worker.beat())
    expect(await presence()).toBe('online')
  })

  test('AG-4: keeps a lease for as long as it asked for one', async () => {
    await createTask(server.admin)
    const held = await worker.claim({ leaseSeconds: 600 })
    server.clock.advance(599)
    await sweep()
    expect(await presence()).toBe('offline')
    expect(succeeded(await worker.complete(held)).state).toBe('done')
  })

  test('AG-4: an agent whose tasks depend on each other goes offline with all of them', async () => {
    const first = await createTask(server.admin, { maxAttempts: 1 })
    const second = await createTask(server.admin)
    const held = await worker.claimTask(second.id)
    succeeded(await server.admin.put(`/tasks/${second.id}/dependencies/${first.id}`, { onFailure: 'cancel' }))
    await worker.claimTask(first.id)
    server.clock.advance(90)
    await sweep()
    expect(await presence()).toBe('offline')
    expect((await readTask(server.admin, first)).state).toBe('failed')
    expect((await readTask(server.admin, held.task)).state).toMatch(/canceled|ready/)
  })
})
