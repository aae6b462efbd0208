import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Reply } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, refused, type Schemas, succeeded, type Worker } from './support/worker.ts'

type Run = Schemas['Run']

let server: TestServer
let worker: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
})
afterEach(() => server.close())

const start = (wish: Partial<Schemas['StartRun']> = {}, by = worker) =>
  by.api.post<Run>('/runs', { startRequestId: 'r1', ...wish })
const end = ({ id }: Run, how: 'complete' | 'fail', by = worker) =>
  by.api.post<Run>(
    `/runs/${id}/${how}`,
    how === 'fail' ? { error: { message: 'no', code: 'x' } } : { summary: 'Good.' },
  )

describe('work without a task', () => {
  test('RN-1, RN-3: is started with what it is about, and ended once', async () => {
    const run = succeeded(
      await start({
        title: 'Nightly',
        trigger: 'cron',
        sessionKey: 's-1',
        metadata: { host: 'a' },
        estimateCostMicros: 700,
      }),
    )
    expect(run).toMatchObject({
      taskId: null,
      agentId: worker.agentId,
      fence: null,
      attempt: null,
      title: 'Nightly',
      trigger: 'cron',
      sessionKey: 's-1',
      metadata: { host: 'a' },
      status: 'running',
      endReason: null,
      estimateCostMicros: 700,
      reservedCostMicros: 0,
      endedAt: null,
      durationSeconds: null,
    })
    server.clock.advance(61.9)
    const ended = succeeded(await end(run, 'complete'))
    expect(ended).toMatchObject({
      status: 'succeeded',
      endReason: 'completed',
      endedAt: '2026-03-02T10:01:01.900Z',
      durationSeconds: 61,
    })
    expect(succeeded(await end(run, 'complete'))).toEqual(ended)
    expect(refused(await end(run, 'fail'), 'run_ended')).toEqual({ reason: 'completed' })
  })

  test('RN-1: fails with an error', async () => {
    const run = succeeded(await start())
    const failed = succeeded(await end(run, 'fail'))
    expect(failed).toMatchObject({
      status: 'failed',
      endReason: 'failed',
      error: { message: 'no', code: 'x', stack: null },
    })
    expect(succeeded(await end(run, 'fail'))).toEqual(failed)
    refused(await end(run, 'complete'), 'run_ended')
  })

  test('RN-1: the same startRequestId gives the same run while it goes on, then none', async () => {
    const run = succeeded(await start())
    expect(succeeded(await start({ title: 'Other' }))).toEqual(run)
    succeeded(await end(run, 'complete'))
    expect(refused(await start(), 'run_ended')).toMatchObject({ runId: run.id, reason: 'completed' })
    expect(succeeded(await start({ startRequestId: 'r2' })).id).not.toBe(run.id)
  })

  test('RN-1: whose run it is not does not end it; that of a task ends with its task', async () => {
    const other = await addWorker(server, { name: 'other' })
    const run = succeeded(await start())
    refused(await end(run, 'complete', other), 'forbidden')
    refused(await other.report(run.id), 'forbidden')
    refused(await end({ ...run, id: 'run_none' }, 'complete'), 'not_found')
    await createTask(server.admin)
    const held = await worker.claim()
    const ofTask = succeeded(await worker.api.get<Run>(`/runs/${held.run.id}`))
    refused(await end(ofTask, 'complete'), 'run_has_task')
    refused(await end(ofTask, 'fail'), 'run_has_task')
    refused(await server.admin.post('/runs', { startRequestId: 'x' }), 'forbidden')
  })

  test.each([
    ['paused', 'pause', { reason: 'x' }, 'agent_paused'],
    ['draining', 'drain', undefined, 'agent_paused'],
    ['deactivated', 'deactivate', {}, 'agent_inactive'],
  ])('RN-1: an agent that is %s starts none', async (_what, how, body, code) => {
    succeeded(await server.admin.post(`/agents/${worker.agentId}/${how}`, body))
    refused(await start(), code)
  })

  test('RN-1: metadata beyond 64 kB is refused', async () => {
    refused(await start({ metadata: { text: 'x'.repeat(65_536) } }), 'validation_failed')
  })
})

describe('lists and sums of runs', () => {
  test('RN-1: by agent, task, status and time, in pages', async () => {
    const other = await addWorker(server, { name: 'other' })
    const task = await createTask(server.admin)
    const held = await worker.claim()
    server.clock.advance(60)
    const done = succeeded(await start({ startRequestId: 'a' }, other))
    succeeded(await end(done, 'complete', other))
    server.clock.advance(60)
    const broken = succeeded(await start({ startRequestId: 'b' }))
    succeeded(await end(broken, 'fail'))
    const ids = async (query: string) => succeeded(await server.admin.get<Run[]>(`/runs?${query}`)).map(({ id }) => id)
    expect(await ids('')).toEqual([broken.id, done.id, held.run.id])
    expect(await ids('sort=startedAt')).toEqual([held.run.id, done.id, broken.id])
    expect(await ids(`taskId=${task.id}`)).toEqual([held.run.id])
    expect(await ids(`agentId=${worker.agentId}`)).toEqual([broken.id, held.run.id])
    expect(await ids('status=failed,succeeded')).toEqual([broken.id, done.id])
    expect(await ids(`agentId=${worker.agentId}&status=running`)).toEqual([held.run.id])
    expect(await ids(`startedAfter=${done.startedAt}&startedBefore=${broken.startedAt}`)).toEqual([done.id])
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const reply: Reply<Run[]> = await server.admin.get<Run[]>(`/runs?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...succeeded(reply).map(({ id }) => id))
      cursor = reply.page!.nextCursor
    }
    expect(seen).toEqual([broken.id, done.id, held.run.id])
  })

  test('RN-1: the sums of a stretch of time', async () => {
    const stats = async (query = '') => succeeded(await server.admin.get<Schemas['RunStats']>(`/runs/stats?${query}`))
    expect(await stats()).toMatchObject({ total: 0, averageDurationSeconds: null, spentCostMicros: 0, tokens: 0 })
    const first = succeeded(await start({ startRequestId: 'a' }))
    const lines = [
      { meter: 'input_token', quantity: 10 },
      { meter: 'output_token', quantity: 5 },
      { meter: 'compute_second', quantity: 3 },
    ] as never
    succeeded(await worker.report(first.id, { lines, costMicros: 1_000_000 }))
    server.clock.advance(10)
    succeeded(await end(first, 'complete'))
    const second = succeeded(await start({ startRequestId: 'b' }))
    server.clock.advance(20)
    succeeded(await end(second, 'fail'))
    succeeded(await start({ startRequestId: 'c' }))
    // A run that starts at the very end of the stretch is not in it.
    server.clock.advance(1)
    expect(await stats()).toMatchObject({
      total: 3,
      byStatus: { running: 1, succeeded: 1, failed: 1, ended: 0 },
      averageDurationSeconds: 15,
      spentCostMicros: 1_000_000,
      tokens: 15,
    })
    expect(await stats(`until=${second.startedAt}`)).toMatchObject({ total: 1, byStatus: { succeeded: 1 } })
    expect(await stats(`agentId=agt_none`)).toMatchObject({ total: 0 })
    refused(
      await server.admin.get('/runs/stats?since=2026-01-01T00:00:00Z&until=2026-03-01T00:00:00Z'),
      'validation_failed',
    )
    refused(
      await server.admin.get('/runs/stats?since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z'),
      'validation_failed',
    )
  })
})
