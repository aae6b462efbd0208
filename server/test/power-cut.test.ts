// What the disk has confirmed and nothing else is answered, shown or told; and a disk that fails ends the server.
import { copyFileSync, cpSync, existsSync, fdatasync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databaseFilename } from '../src/data-folder.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import type { SyncFile } from '../src/kernel/store/sqlite-log.ts'
import { openSqliteStore } from '../src/kernel/store/sqlite-store.ts'
import type { StoredEvent } from '../src/kernel/store/store.ts'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { createApi } from './support/client.ts'
import { TestClock } from './support/clock.ts'
import { seededRandom } from './support/random.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { startServerProcess } from './support/server-process.ts'
import { createTask, type Schemas } from './support/worker.ts'

const clock = new TestClock()
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mission-control-power-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const filename = () => join(dataDir, databaseFilename)
const startOn = (sync: SyncFile, expectedFailures?: string[]) =>
  startTestServer({
    dataDir,
    clock,
    expectedFailures,
    openStore: () => openSqliteStore({ filename: filename(), clock, sync }),
  })

/** Whether it is settled by now, with time enough for an answer to arrive. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), pause(150, false)])
}

describe('a disk that takes its time', () => {
  let server: TestServer
  let isHeld = false
  let held: (() => void)[] = []
  let syncs = 0
  const release = () => {
    for (const begin of held.splice(0)) begin()
  }

  const untilHeld = () => vi.waitFor(() => expect(held).toHaveLength(1))

  beforeEach(async () => {
    server = await startOn((descriptor, done) => {
      syncs += 1
      if (isHeld) held.push(() => fdatasync(descriptor, done))
      else fdatasync(descriptor, done)
    })
    isHeld = true
    syncs = 0
  })
  afterEach(async () => {
    isHeld = false
    release()
    held = []
    await server.close()
  })

  test('IF-1: nobody is answered, shown or told of a change before it is on the disk', async () => {
    const told: StoredEvent[] = []
    server.store.onEvents((events) => void told.push(...events))
    const created = createTask(server.admin)
    await untilHeld()
    const shown = server.admin.get<Schemas['Task'][]>('/tasks')
    expect(await isSettled(Promise.race([created, shown]))).toBe(false)
    expect(told).toEqual([])
    release()
    const { id } = await created
    expect((await shown).data.map((task) => task.id)).toEqual([id])
    expect(told.map(({ taskId }) => taskId)).toEqual([id])
  })

  test.each([10, 16, 63])('IF-1: what comes meanwhile, %i at once, shares the next fsyncs', async (count) => {
    const first = createTask(server.admin)
    await untilHeld()
    const others = Array.from({ length: count }, () => createTask(server.admin))
    await pause(100)
    release()
    await first
    await untilHeld()
    isHeld = false
    release()
    await Promise.all(others)
    // How many depends on when each arrived; one each it never is.
    expect(syncs).toBeLessThanOrEqual(1 + Math.ceil(count / 4))
  })
})

test('IF-1: after a power cut at any moment everything answered is there, and the ledger is whole', {
  timeout: 60_000,
}, async () => {
  const random = seededRandom('MC_POWER_SEED')
  console.log(`MC_POWER_SEED=${random.seed}`)
  const disk = join(dataDir, 'disk')
  mkdirSync(disk)
  /** What is written stays in memory, here in the files SQLite sees, until it is brought to the disk. */
  const server = await startOn((_descriptor, done) => {
    for (const ending of ['', '-wal']) copyFileSync(filename() + ending, join(disk, databaseFilename + ending))
    setTimeout(done, random.between(0, 8), null)
  })
  const answered: string[] = []
  let isOver = false
  const load = Array.from({ length: 16 }, async () => {
    while (!isOver) answered.push((await createTask(server.admin)).id)
  })
  const cuts: { folder: string; answered: string[] }[] = []
  for (let cut = 0; cut < 8; cut += 1) {
    await pause(random.between(20, 120))
    const folder = join(dataDir, `cut-${cut}`)
    cpSync(disk, folder, { recursive: true })
    cuts.push({ folder, answered: [...answered] })
  }
  isOver = true
  await Promise.all(load)
  await server.close()

  for (const { folder, answered } of cuts) {
    const store = await openSqliteStore({ filename: join(folder, databaseFilename), clock })
    const tasks = await store.reader.list((knex) => knex('tasks').select('id').limit(100_000))
    const kept = new Set(tasks.map(({ id }) => id))
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
    expect((await verifyLedger(store.reader, server.workspaceId)).problems).toEqual([])
    await store.close()
  }
  expect(cuts.at(-1)!.answered.length).toBeGreaterThan(50)
})

describe('a disk that fails', () => {
  test('IF-1: whoever waits is not told that it was done, and nothing is taken from then on', async () => {
    let isBroken = false
    const error = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    const server = await startOn(
      (descriptor, done) => (isBroken ? done(error) : fdatasync(descriptor, done)),
      ['internal_error'],
    )
    const losses: Error[] = []
    server.store.onLoss((loss) => losses.push(loss))
    isBroken = true
    const replies = await Promise.all([1, 2, 3].map((nth) => server.admin.post('/tasks', { title: `Task ${nth}` })))
    expect(replies.map(({ status }) => status)).toEqual([500, 500, 500])
    expect(losses).toEqual([error])
    isBroken = false
    expect((await server.admin.post('/tasks', { title: 'Later' })).status).toBe(500)
    await server.close()
  })

  test('IF-1: the server ends and says why; started again it has what it had answered', async () => {
    const adminKey = newSecret('user').secret
    const flag = join(dataDir, 'broken')
    const breaking = `
      import fs from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      const { fdatasync } = fs
      const error = Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      fs.fdatasync = (descriptor, done) => fs.existsSync(${JSON.stringify(flag)}) ? done(error) : fdatasync(descriptor, done)
      syncBuiltinESMExports()`
    const nodeOptions = `--import=data:text/javascript,${encodeURIComponent(breaking)}`
    const server = await startServerProcess({ dataDir, adminKey, nodeOptions })
    const admin = createApi(`http://127.0.0.1:${server.port}`, { Authorization: `Bearer ${adminKey}` })
    const { id } = await createTask(admin)
    writeFileSync(flag, '')
    await expect(admin.post('/tasks', { title: 'Lost' })).rejects.toThrow()
    const { code, output } = await server.ended
    expect(code).toBe(1)
    expect(output).toContain('the disk failed to keep what was written')
    expect(existsSync(`${filename()}-wal`)).toBe(true)
    rmSync(flag)
    const again = await startServerProcess({ dataDir, adminKey, port: server.port })
    expect((await admin.get<Schemas['TaskDetail']>(`/tasks/${id}`)).data.task.id).toBe(id)
    await again.stop()
  })
})
