import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, type Held, refused, type Schemas, succeeded, type Worker } from './support/worker.ts'

type Line = Schemas['LogEntry']
type Entry = Schemas['AppendLogs']['entries'][number]

let server: TestServer
let worker: Worker
let held: Held

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  await createTask(server.admin)
  held = await worker.claim()
})
afterEach(() => server.close())

const at = '2026-03-02T10:00:00.000Z'
const line = (number: number, more: Partial<Entry> = {}): Entry => ({
  number,
  at,
  level: 'info',
  message: `Line ${number}`,
  ...more,
})
const log = (entries: Entry[], by = worker) => by.log(held.run.id, entries)
const read = async (query = '') => succeeded(await server.admin.get<Line[]>(`/runs/${held.run.id}/logs${query}`))
const numbers = async (query: string) => (await read(query)).map(({ number }) => number)

test('IF-3: lines come out as they went in, in the order their writer counted', async () => {
  const data = { nested: [{ deep: true }] }
  expect(succeeded(await log([line(2, { level: 'error', data }), line(1)]))).toEqual({ written: 2, known: 0 })
  expect(await read()).toEqual([
    { runId: held.run.id, number: 1, at, level: 'info', message: 'Line 1', data: null },
    { runId: held.run.id, number: 2, at, level: 'error', message: 'Line 2', data },
  ])
})

test('IF-3: a number that is there already is left as it is', async () => {
  succeeded(await log([line(1), line(2)]))
  const again = [line(2, { message: 'another' }), line(3), line(3, { message: 'twice' })]
  expect(succeeded(await log(again))).toEqual({ written: 1, known: 2 })
  expect((await read()).map(({ message }) => message)).toEqual(['Line 1', 'Line 2', 'Line 3'])
})

test('IF-3: levels are chosen, and pages follow each other', async () => {
  const levels = ['debug', 'info', 'warn', 'error'] as const
  succeeded(await log(Array.from({ length: 12 }, (_, index) => line(index + 1, { level: levels[index % 4]! }))))
  expect(await numbers('?level=warn,error')).toEqual([3, 4, 7, 8, 11, 12])
  const { data, page } = await server.admin.get<Line[]>(`/runs/${held.run.id}/logs?limit=5&sort=-number`)
  expect(data.map(({ number }) => number)).toEqual([12, 11, 10, 9, 8])
  expect(await numbers(`?limit=5&sort=-number&cursor=${page!.nextCursor}`)).toEqual([7, 6, 5, 4, 3])
})

test('IF-3: taken after the lease is lost, until seven days after the end of the run', async () => {
  server.clock.advance(61)
  await server.app.scheduler.sweep()
  succeeded(await log([line(1)]))
  server.clock.advance(7 * 86_400 - 1)
  succeeded(await log([line(2)]))
  server.clock.advance(61)
  expect(refused(await log([line(3)]), 'run_ended')).toEqual({ reason: 'expired' })
  expect(await numbers('')).toEqual([1, 2])
})

test('IF-3: ten thousand lines, then no more; a batch that goes beyond is refused whole', async () => {
  succeeded(await log([line(9_999)]))
  refused(await log([line(10_000), line(10_001)]), 'limit_reached')
  expect(await numbers('')).toEqual([9_999])
  succeeded(await log([line(10_000)]))
})

test('IF-3: data beyond 4 kB is refused by its place, and nothing of the batch is kept', async () => {
  const reply = await log([line(1), line(2, { data: { text: 'x'.repeat(4_090) } })])
  expect(refused(reply, 'validation_failed')).toMatchObject({ issues: [{ path: 'entries.1.data' }] })
  refused(await log([line(1, { message: 'x'.repeat(4_001) })]), 'validation_failed')
  refused(await log([]), 'validation_failed')
  expect(await read()).toEqual([])
})

test('IF-3: only the agent whose run it is writes, anybody of the workspace reads, and no event is written', async () => {
  const other = await addWorker(server, { name: 'other' })
  refused(await log([line(1)], other), 'forbidden')
  const last = async () => succeeded(await server.admin.get<Schemas['Event'][]>('/events?limit=1'))[0]!.seq
  const before = await last()
  succeeded(await log([line(1)]))
  expect(await last()).toBe(before)
  expect(succeeded(await other.api.get<Line[]>(`/runs/${held.run.id}/logs`))).toHaveLength(1)
})
