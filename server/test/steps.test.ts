import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  type Held,
  operate,
  refused,
  type Schemas,
  succeeded,
  type Worker,
} from './support/worker.ts'

type Step = Schemas['Step']

let server: TestServer
let worker: Worker
let held: Held

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  await createTask(server.admin, { requiresReview: true })
  held = await worker.claim()
})
afterEach(() => server.close())

const path = () => `/tasks/${held.task.id}/steps`
const stepsFor = async (api = server.admin) => succeeded(await api.get<Step[]>(path()))
const names = async () => (await stepsFor()).map(({ name }) => name)

test('IF-3: the first result of a step stands, and whoever saves it again is given that', async () => {
  const first = succeeded(await worker.step(held, 'fetch rows/all', { rows: [1, 2], note: null }))
  expect(first).toMatchObject({
    taskId: held.task.id,
    name: 'fetch rows/all',
    result: { rows: [1, 2], note: null },
    runId: held.run.id,
    isFirst: true,
  })
  server.clock.advance(1)
  for (const again of ['another', { rows: [1, 2], note: null }]) {
    expect(succeeded(await worker.step(held, 'fetch rows/all', again))).toEqual({ ...first, isFirst: false })
  }
  const saved = (await eventsOf(server.admin, held.task)).filter(({ type }) => type === 'step.saved')
  expect(saved.map(({ payload }) => payload)).toMatchObject([{ step: 'fetch rows/all', bytes: 26 }])
})

test.each([[null], [false], [0], [''], [[1, [2]]], ['text'], [{}]])('IF-3: %j is a result', async (result) => {
  expect(succeeded(await worker.step(held, 'x', result)).result).toEqual(result)
  expect((await stepsFor())[0]!.result).toEqual(result)
})

test('IF-3: no result, one too large, and a name without end are refused', async () => {
  const nothing = await worker.api.put(`${path()}/x`, { fence: held.lease.fence })
  refused(nothing, 'validation_failed')
  expect(nothing.error!.message).toContain('result')
  refused(await worker.step(held, 'x', 'a'.repeat(65_535)), 'validation_failed')
  refused(await worker.step(held, 'x'.repeat(201), 1), 'validation_failed')
  succeeded(await worker.step(held, 'x', 'a'.repeat(65_534)))
})

test('IF-3: the next run finds the steps, however the last one ended', async () => {
  succeeded(await worker.step(held, 'one', 1))
  const ends = [
    () => worker.release(held),
    () => worker.fail(held, { retryAfterSeconds: 0 }),
    async () => {
      server.clock.advance(61)
      await server.app.scheduler.sweep()
      server.clock.advance(20)
      await server.app.scheduler.sweep()
    },
  ]
  for (const end of ends) {
    await end()
    const again = await worker.claim()
    expect((await stepsFor(worker.api)).map(({ name, result }) => [name, result])).toEqual([['one', 1]])
    held = again
  }
})

test('IF-3: changes are requested, or the task is reopened: the work is done once more, from the beginning', async () => {
  succeeded(await worker.step(held, 'one', 1))
  succeeded(await worker.complete(held))
  expect(await names()).toEqual(['one'])
  succeeded(await operate(server.admin, held.task, 'reviews', { decision: 'request_changes', body: 'again' }))
  expect(await names()).toEqual([])
  held = await worker.claim()
  succeeded(await worker.step(held, 'one', 2))
  succeeded(await worker.complete(held))
  succeeded(await operate(server.admin, held.task, 'reviews', { decision: 'approve' }))
  expect(await names()).toEqual(['one'])
  succeeded(await operate(server.admin, held.task, 'reopen', {}))
  expect(await names()).toEqual([])
})

test('IF-3: they are for the holder and for people', async () => {
  const other = await addWorker(server, { name: 'other' })
  refused(await other.step(held, 'x', 1), 'lease_lost')
  refused(await other.api.get(path()), 'forbidden')
  expect(await stepsFor(server.api((await server.addUser('viewer')).key))).toEqual([])
  succeeded(await worker.release(held))
  refused(await worker.api.get(path()), 'forbidden')
})

test('IF-3: a thousand of them, page by page, and no more', async () => {
  for (let nth = 0; nth < 1000; nth += 1) {
    if (nth % 400 === 0) succeeded(await worker.beat([held]))
    succeeded(await worker.step(held, `step ${nth}`, nth))
  }
  refused(await worker.step(held, 'one more', 1), 'limit_reached')
  expect(succeeded(await worker.step(held, 'step 7', 'x'))).toMatchObject({ result: 7, isFirst: false })
  const seen = new Set<string>()
  for (let cursor = ''; ; ) {
    const { data, page } = await server.admin.get<Step[]>(`${path()}?limit=200${cursor && `&cursor=${cursor}`}`)
    for (const { name } of data) seen.add(name)
    if (!page!.hasMore) break
    cursor = page!.nextCursor!
  }
  expect(seen.size).toBe(1000)
})
