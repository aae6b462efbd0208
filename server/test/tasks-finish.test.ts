import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
  type Task,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
})
afterEach(() => server.close())

const detail = async ({ id }: Task) => succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${id}`))
const runOf = async ({ run }: Held) => succeeded(await worker.api.get<Schemas['Run']>(`/runs/${run.id}`))
const review = (task: Task, decision: string, body?: string) =>
  operate(server.admin, task, 'reviews', { decision, ...(body === undefined ? {} : { body }) })

describe('completing', () => {
  test('TK-2, RN-1: hands in the deliverable, ends lease and run, and is done', async () => {
    const task = await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(7.5)
    const work = { summary: 'All links work.', content: '# Report', output: { broken: 0 } }
    const finishedAt = '2026-03-02T10:00:07.500Z'
    expect(succeeded(await worker.complete(held, work))).toMatchObject({
      state: 'done',
      lease: null,
      attempts: 0,
      finishedAt,
    })
    const { deliverable } = await detail(task)
    expect(deliverable).toEqual({
      runId: held.run.id,
      agentId: worker.agentId,
      ...work,
      files: [],
      createdAt: finishedAt,
    })
    expect(await runOf(held)).toMatchObject({
      status: 'succeeded',
      endReason: 'completed',
      durationSeconds: 7,
      error: null,
    })
  })

  test('TK-2, CO-1: goes to review where one is asked for; changes come back as feedback to its author', async () => {
    const task = await createTask(server.admin, { requiresReview: true })
    expect(succeeded(await worker.complete(await worker.claim(), { summary: 'First' })).state).toBe('review')
    refused(await review(task, 'request_changes'), 'validation_failed')
    expect(succeeded(await review(task, 'request_changes', 'Name the versions.'))).toMatchObject({
      state: 'ready',
      attempts: 0,
      preferredAgentId: worker.agentId,
      preferredUntil: '2026-03-02T10:02:00.000Z',
      finishedAt: null,
    })
    server.clock.advance(1)
    const again = await worker.claim({ claimRequestId: 'again' })
    expect(again.feedback).toBe('Name the versions.')
    expect((await worker.claim({ claimRequestId: 'again' })).feedback).toBe('Name the versions.')
    succeeded(await worker.complete(again, { summary: 'Second' }))
    expect(succeeded(await review(task, 'approve'))).toMatchObject({ state: 'done' })
    expect((await detail(task)).deliverable).toMatchObject({ summary: 'Second', runId: again.run.id })
    const thread = succeeded(await server.admin.get<Schemas['Message'][]>(`/tasks/${task.id}/messages`))
    expect(thread.map(({ type, body }) => [type, body])).toEqual([
      ['REVIEW', 'Name the versions.'],
      ['REVIEW', 'Approved.'],
    ])
    refused(await review(task, 'approve'), 'invalid_transition')
  })

  test('TK-2: agents review nothing today, and feedback is gone once it was heeded', async () => {
    const task = await createTask(server.admin, { requiresReview: true })
    succeeded(await worker.complete(await worker.claim()))
    expect((await operate(worker.api, task, 'reviews', { decision: 'approve' })).status).toBe(403)
    succeeded(await review(task, 'request_changes', 'More.'))
    succeeded(await worker.complete(await worker.claim()))
    succeeded(await review(task, 'approve'))
    succeeded(await operate(server.admin, task, 'reopen'))
    expect((await worker.claim()).feedback).toBeNull()
  })

  test('TK-5: neither completing nor an approving review gets past open children', async () => {
    const parent = await createTask(server.admin, { requiresReview: true })
    const held = await worker.claimTask(parent.id)
    const child = await createTask(worker.api, { parentId: parent.id, fence: held.lease.fence })
    refused(await worker.complete(held), 'open_children')
    succeeded(await operate(server.admin, child, 'cancel', { reason: 'no' }))
    expect(succeeded(await worker.complete(held)).state).toBe('review')
    const second = await createTask(server.admin, { parentId: parent.id })
    refused(await review(parent, 'approve'), 'open_children')
    succeeded(await worker.complete(await worker.claimTask(second.id)))
    expect(succeeded(await review(parent, 'approve')).state).toBe('done')
  })

  test('TK-2: is refused while an approval is pending', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    succeeded(await worker.request(held))
    for (const write of [worker.complete(held), worker.fail(held), worker.block(held)]) {
      expect(refused(await write, 'invalid_transition')).toMatchObject({ state: 'needs_approval' })
    }
    expect(await readTask(server.admin, held.task)).toMatchObject({ state: 'needs_approval', lease: held.lease })
  })
})

describe('failing', () => {
  test('TK-7: is tried again after a back-off that doubles, until no attempt is left', async () => {
    const task = await createTask(server.admin, { maxAttempts: 3 })
    const delays: number[] = []
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const held = await worker.claim()
      const { state, notBefore, attempts, error } = succeeded(
        await worker.fail(held, { error: { message: 'no net', code: 'net', stack: 'at x' } }),
      )
      expect({ state, attempts, error }).toEqual({
        state: 'ready',
        attempts: attempt,
        error: { message: 'no net', code: 'net' },
      })
      expect(await runOf(held)).toMatchObject({
        status: 'failed',
        endReason: 'failed',
        attempt,
        error: { message: 'no net', code: 'net', stack: 'at x' },
      })
      delays.push((Date.parse(notBefore!) - server.clock.now()) / 1000)
      expect(succeeded(await worker.ask()).reason).toBe('no_tasks')
      server.clock.advance(delays.at(-1)!)
      await server.app.scheduler.sweep()
    }
    expect(delays).toEqual([10, 20])
    expect(succeeded(await worker.fail(await worker.claim()))).toMatchObject({
      state: 'failed',
      attempts: 3,
      notBefore: null,
    })
    expect((await readTask(server.admin, task)).finishedAt).not.toBeNull()
  })

  test.each([
    ['for good where it says so', { retryable: false }, { state: 'failed', notBefore: null }],
    ['again at once where it says so', { retryAfterSeconds: 0 }, { state: 'ready', notBefore: null }],
    ['again when it says so', { retryAfterSeconds: 86_400 }, { state: 'ready', notBefore: '2026-03-03T10:00:00.000Z' }],
  ])('TK-7: %s', async (_what, failure, expected) => {
    await createTask(server.admin)
    expect(succeeded(await worker.fail(await worker.claim(), failure))).toMatchObject({ ...expected, attempts: 1 })
  })

  test('TK-7: a failed task is reopened with all its attempts, and keeps fence, thread and history', async () => {
    const task = await createTask(server.admin, { maxAttempts: 1 })
    succeeded(await worker.fail(await worker.claim()))
    const reopened = succeeded(await operate(server.admin, task, 'reopen', { reason: 'The registry is up again.' }))
    expect(reopened).toMatchObject({ state: 'ready', attempts: 0, error: null, fence: 1, finishedAt: null })
    const thread = succeeded(await server.admin.get<Schemas['Message'][]>(`/tasks/${task.id}/messages`))
    expect(thread.map(({ body }) => body)).toEqual(['The registry is up again.'])
    expect((await worker.claim()).lease.fence).toBe(2)
  })
})

describe('releasing and blocking', () => {
  test('TK-2: a released task is ready again, and no attempt is counted', async () => {
    const task = await createTask(server.admin)
    const held = await worker.claim()
    expect(succeeded(await worker.release(held, 'shutting down'))).toMatchObject({
      state: 'ready',
      attempts: 0,
      lease: null,
    })
    expect(await runOf(held)).toMatchObject({ status: 'ended', endReason: 'released' })
    const released = (await eventsOf(server.admin, task)).find(({ type }) => type === 'task.released')
    expect(released!.payload).toMatchObject({ from: 'in_progress', to: 'ready', reason: 'shutting down' })
  })

  test.each(['agent', 'credential'] as const)(
    'TK-2: blocked of kind %s, a person lets it go on, with a word',
    async (kind) => {
      const task = await createTask(server.admin)
      const held = await worker.claim()
      expect(succeeded(await worker.block(held, { kind, reason: 'No login.' }))).toMatchObject({
        state: 'blocked',
        blocked: { kind, reason: 'No login.' },
        attempts: 0,
      })
      expect(succeeded(await operate(server.admin, task, 'unblock', { note: 'Use the other.' }))).toMatchObject({
        state: 'ready',
        blocked: null,
      })
      const thread = succeeded(await server.admin.get<Schemas['Message'][]>(`/tasks/${task.id}/messages`))
      expect(thread).toMatchObject([{ type: 'SYSTEM', body: 'Use the other.' }])
    },
  )

  test('TK-5: blocked by another task, it is ready by itself once that one is done', async () => {
    const first = await createTask(server.admin)
    const task = await createTask(server.admin)
    const held = await worker.claimTask(task.id)
    const blocked = succeeded(
      await worker.block(held, { kind: 'dependency', reason: 'first', blockedByTaskId: first.id }),
    )
    expect(blocked).toMatchObject({ state: 'blocked', blocked: { kind: 'dependency' }, openDependencies: 1 })
    succeeded(await worker.complete(await worker.claimTask(first.id)))
    expect(await readTask(server.admin, task)).toMatchObject({ state: 'ready', openDependencies: 0, blocked: null })
  })

  test('TK-5: blocked by one that is done already, it goes straight back', async () => {
    const first = await createTask(server.admin)
    succeeded(await worker.complete(await worker.claim()))
    const task = await createTask(server.admin)
    const held = await worker.claim()
    const stuck = { kind: 'dependency', reason: 'first', blockedByTaskId: first.id } as const
    expect(succeeded(await worker.block(held, stuck)).state).toBe('ready')
    expect((await detail(task)).blockedBy).toMatchObject([{ taskId: first.id, onFailure: 'wait' }])
  })

  test('TK-5: what it says it is blocked by must make sense', async () => {
    const other = await createTask(server.admin)
    const task = await createTask(server.admin)
    succeeded(await server.admin.put(`/tasks/${other.id}/dependencies/${task.id}`, { onFailure: 'wait' }))
    const held = await worker.claimTask(task.id)
    const block = (change: object) => worker.block(held, { reason: 'x', ...change })
    refused(await block({ kind: 'dependency' }), 'validation_failed')
    refused(await block({ kind: 'agent', blockedByTaskId: other.id }), 'validation_failed')
    refused(await block({ kind: 'dependency', blockedByTaskId: 'tsk_none' }), 'not_found')
    refused(await block({ kind: 'dependency', blockedByTaskId: task.id }), 'dependency_cycle')
    refused(await block({ kind: 'dependency', blockedByTaskId: other.id }), 'dependency_cycle')
    expect(await readTask(server.admin, task)).toMatchObject({ state: 'in_progress', openDependencies: 0 })
  })

  test('TK-4: a repeat of another outcome than the first is refused', async () => {
    await createTask(server.admin)
    const held = await worker.claim()
    const done = succeeded(await worker.complete(held))
    expect(succeeded(await worker.complete(held, { summary: 'Something else' }))).toEqual(done)
    expect((await detail(held.task)).deliverable).toMatchObject({ summary: 'Done.' })
    for (const write of [worker.fail(held), worker.release(held), worker.block(held)]) {
      expect(refused(await write, 'lease_lost')).toMatchObject({ reason: 'completed' })
    }
  })
})

describe('closing', () => {
  test('TK-2: only done tasks are closed, and closed is final', async () => {
    const task = await createTask(server.admin)
    refused(await operate(server.admin, task, 'close'), 'invalid_transition')
    succeeded(await worker.complete(await worker.claim()))
    expect(succeeded(await operate(server.admin, task, 'close')).state).toBe('closed')
    for (const [how, body] of [
      ['reopen'],
      ['cancel', { reason: 'x' }],
      ['close'],
      ['pause', { reason: 'x' }],
      ['unblock'],
    ] as const) {
      expect(refused(await operate(server.admin, task, how, body), 'invalid_transition')).toMatchObject({
        state: 'closed',
        allowed: [],
      })
    }
  })
})
