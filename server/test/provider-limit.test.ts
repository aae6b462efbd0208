import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  type Held,
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
  worker = await addWorker(server, { name: 'worker', provider: 'anthropic', maxConcurrentTasks: 5 })
  other = await addWorker(server, { name: 'other' })
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const inSeconds = (seconds: number) => new Date(server.clock.now() + seconds * 1000).toISOString()
const started = async (wish = {}): Promise<Held> => worker.claimTask((await createTask(server.admin, wish)).id)
const agent = async () => succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker.agentId}`))
const runOf = async ({ run }: Held) => succeeded(await worker.api.get<Schemas['Run']>(`/runs/${run.id}`))
const limited = (held: Held, seconds: number, provider?: string) =>
  worker.fail(held, {
    error: { message: 'usage limit reached', code: 'rate_limit' },
    providerLimit: { resetsAt: inSeconds(seconds), ...(provider ? { provider } : {}) },
  })
const holdEvents = async () =>
  succeeded(
    await server.admin.get<Schemas['Event'][]>('/events?types=hold.placed,hold.extended,hold.lifted&sort=seq'),
  ).map(({ type }) => type)
const sweepAfter = async (seconds: number) => {
  server.clock.advance(seconds)
  await server.app.scheduler.sweep()
}

test('AG-11: the task goes back to the queue for others, no attempt counted, and its agent gets nothing until the limit resets', async () => {
  const held = await started({ maxAttempts: 1 })
  const task = succeeded(await limited(held, 3600))
  expect(task).toMatchObject({ state: 'ready', attempts: 0, lease: null, error: null, notBefore: null })
  expect(await runOf(held)).toMatchObject({
    status: 'ended',
    endReason: 'provider_limited',
    error: { message: 'usage limit reached', code: 'rate_limit' },
  })
  expect((await agent()).holds).toMatchObject([{ cause: 'provider', reason: expect.stringContaining('anthropic') }])
  server.clock.advance(600)
  expect(succeeded(await worker.ask())).toMatchObject({
    task: null,
    reason: 'provider_limited',
    retryAfterSeconds: 3000,
    message: expect.stringContaining('resets at'),
  })
  const byId = await worker.askFor(task.id)
  refused(byId, 'provider_limited')
  expect(byId.headers.get('Retry-After')).toBe('3000')
  refused(await worker.api.post('/runs', { startRequestId: 'own' }), 'provider_limited')
  expect((await other.claim()).task.id).toBe(task.id)
  const [event] = (await eventsOf(server.admin, task)).filter(({ type }) => type === 'task.released')
  expect(event!.payload).toMatchObject({ because: 'provider_limit', provider: 'anthropic' })
})

test('AG-11: the sweep lifts it once, and the agent claims again', async () => {
  await limited(await started(), 3600)
  await sweepAfter(3599)
  expect(succeeded(await worker.ask()).reason).toBe('provider_limited')
  await sweepAfter(1)
  await sweepAfter(60)
  expect(await holdEvents()).toEqual(['hold.placed', 'hold.lifted'])
  expect((await agent()).holds).toEqual([])
  expect((await worker.claim()).task.attempts).toBe(0)
})

test('AG-11: a claim that waits is answered at once when the limit is hit elsewhere', async () => {
  const held = await started({ requiredCapabilities: [] })
  const waiting = worker.ask({ waitSeconds: 20, types: ['nothing-like-that'] })
  await limited(held, 3600)
  expect(succeeded(await waiting).reason).toBe('provider_limited')
})

test('AG-11: what it holds besides goes on', async () => {
  const [held, going] = [await started(), await started()]
  await limited(held, 3600)
  expect(await readTask(server.admin, going.task)).toMatchObject({ state: 'in_progress' })
  const beat = succeeded(await worker.beat([going]))
  expect(beat).toMatchObject({
    renewed: [{ taskId: going.task.id }],
    directives: [],
    pendingWork: { claimable: false },
  })
  expect(succeeded(await worker.complete(going)).state).toBe('done')
})

test('AG-11: said for several tasks with a time each, the latest counts; another provider has a hold of its own', async () => {
  const [first, second, third, fourth] = [await started(), await started(), await started(), await started()]
  await limited(first, 600)
  await limited(second, 1200)
  await limited(third, 300)
  expect(await holdEvents()).toEqual(['hold.placed', 'hold.extended'])
  await limited(fourth, 1800, 'openai')
  expect((await agent()).holds).toHaveLength(2)
  expect(succeeded(await worker.ask()).retryAfterSeconds).toBe(1800)
  await sweepAfter(1200)
  expect(succeeded(await worker.ask()).message).toContain('openai')
  await sweepAfter(600)
  expect((await agent()).holds).toEqual([])
})

test('AG-11: the same fence again gets the same answer and holds nobody a second time', async () => {
  const held = await started()
  await limited(held, 600)
  await sweepAfter(600)
  expect(succeeded(await limited(held, 600)).state).toBe('ready')
  expect(await holdEvents()).toEqual(['hold.placed', 'hold.lifted'])
  expect(refused(await worker.complete(held), 'lease_lost')).toMatchObject({ reason: 'provider_limited' })
})

test('AG-11: nobody is held for longer than a week, nor for less than a minute, or a wrong clock would make a circle', async () => {
  await limited(await started(), -5)
  expect(succeeded(await worker.ask()).retryAfterSeconds).toBe(60)
  await sweepAfter(60)
  expect((await agent()).holds).toEqual([])
  await limited(await started(), 30 * 86_400)
  expect(succeeded(await worker.ask()).retryAfterSeconds).toBe(7 * 86_400)
  await sweepAfter(7 * 86_400)
  expect((await agent()).holds).toEqual([])
})

test("AG-11: a person's pause is told first, lifting it leaves no task behind, and resuming lets the agent try again", async () => {
  const [held, going] = [await started(), await started()]
  await limited(held, 3600)
  succeeded(await server.admin.post(`/agents/${worker.agentId}/pause`, { reason: 'Lunch' }))
  expect(succeeded(await worker.ask())).toMatchObject({ reason: 'paused', message: expect.stringContaining('Lunch') })
  expect((await readTask(server.admin, going.task)).state).toBe('paused')
  succeeded(await server.admin.post(`/agents/${worker.agentId}/resume`))
  expect((await readTask(server.admin, going.task)).state).toBe('ready')
  expect((await agent()).holds).toEqual([])
  expect(succeeded(await worker.ask()).task).not.toBeNull()
})

test('AG-11: one that no longer holds the task, or waits for a person, says it in vain', async () => {
  const [held, waiting] = [await started(), await started()]
  succeeded(await worker.request(waiting))
  refused(await limited(waiting, 600), 'invalid_transition')
  server.clock.advance(61)
  refused(await limited(held, 600), 'lease_lost')
  expect((await agent()).holds).toEqual([])
})
