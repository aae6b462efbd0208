// A disk that fills up in the middle of a batch, and a second server on the same file: nobody is answered falsely.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseFilename } from '../src/data-folder.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { openSqliteStore } from '../src/kernel/store/sqlite-store.ts'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import type { Reply } from './support/client.ts'
import { TestClock } from './support/clock.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { startServerProcess } from './support/server-process.ts'
import { createTask, refused, type Schemas, succeeded } from './support/worker.ts'

type Creation = Reply<Schemas['Task']>

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mission-control-disk-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('a disk that fills up', () => {
  const clock = new TestClock()
  const openStore = () => openSqliteStore({ filename: join(dataDir, databaseFilename), clock })
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer({ dataDir, clock, openStore })
  })
  afterEach(() => server.close())

  /** Pages the file may still grow by; none says that it may grow for good. */
  function leaveRoom(pages?: number): void {
    const { database } = server.store.writerConnection
    const { page_count: used } = database.prepare('PRAGMA page_count').get() as { page_count: number }
    database.exec(`PRAGMA max_page_count = ${pages === undefined ? 4_294_967_294 : used + pages}`)
  }
  const create = (name: string): Promise<Creation> =>
    server.admin.post('/tasks', { title: name, description: 'x'.repeat(400) }, { 'Idempotency-Key': name })

  /** Creates tasks, 64 at once, until as many rounds had nothing but refusals. */
  async function fillUp(full: number): Promise<Map<string, Creation>> {
    const replies = new Map<string, Creation>()
    for (let round = 0; full > 0; round += 1) {
      const names = Array.from({ length: 64 }, (_, index) => `task-${round}-${index}`)
      const answered = await Promise.all(names.map(create))
      for (const [index, name] of names.entries()) replies.set(name, answered[index]!)
      if (answered.every(({ status }) => status === 503)) full -= 1
    }
    return replies
  }

  async function assertHolds(made: readonly string[]): Promise<void> {
    const { reader } = server.store
    const tasks = await reader.list((knex) => knex('tasks').select('id').orderBy('id').limit(5_000))
    expect(tasks.map(({ id }) => id)).toEqual(made.toSorted())
    const events = await reader.list((knex) =>
      knex('events').select('task_id').where('type', 'task.created').orderBy('task_id').limit(5_000),
    )
    expect(events.map(({ task_id }) => task_id)).toEqual(made.toSorted())
    expect((await verifyLedger(reader, server.workspaceId)).problems).toEqual([])
  }

  test('IF-1: each answered create is there after a restart, each other was refused by name and left nothing', async () => {
    leaveRoom(150)
    const replies = await fillUp(2)
    const made = new Map([...replies].filter(([, { status }]) => status === 201))
    const others = [...replies].filter(([name]) => !made.has(name))
    expect(made.size).toBeGreaterThan(64)
    // It was full in the middle of a round.
    expect(made.size % 64).not.toBe(0)
    for (const [, reply] of others) {
      expect(reply.status).toBe(503)
      refused(reply, 'storage_unavailable')
    }
    await server.restart()
    await assertHolds([...made.values()].map(({ data }) => data.id))

    // The restarted server has room again. What was refused is done now, what was answered is not done twice.
    const again = await Promise.all([...replies.keys()].map(create))
    expect(again.every(({ status }) => status === 201)).toBe(true)
    for (const [index, name] of [...replies.keys()].entries()) {
      if (made.has(name)) expect(again[index]!.data.id).toBe(made.get(name)!.data.id)
    }
    expect(new Set(again.map(({ data }) => data.id)).size).toBe(replies.size)
    await assertHolds(again.map(({ data }) => data.id))
  })

  test('IF-1: while it is full the server reads, and serves all the rest as soon as there is room', async () => {
    const before = await createTask(server.admin)
    leaveRoom(20)
    const replies = await fillUp(1)
    expect(succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${before.id}`)).task.id).toBe(before.id)
    refused(await create('one-too-many'), 'storage_unavailable')
    leaveRoom()
    const after = succeeded(await create('one-too-many'))
    const made = [...replies.values()].filter(({ status }) => status === 201).map(({ data }) => data.id)
    await assertHolds([before.id, ...made, after.id])
    // The numbering goes on where it was, with no gap for what was refused.
    const events = succeeded(await server.admin.get<Schemas['Event'][]>('/events?sort=-seq&limit=2'))
    expect(events[0]).toMatchObject({ type: 'task.created', taskId: after.id, seq: events[1]!.seq + 1 })
  })
})

test('IF-1: a server whose store takes nothing any more still ends in order', async () => {
  const server = await startTestServer({ dataDir, expectedFailures: ['storage_unavailable'] })
  const { database } = server.store.writerConnection
  await server.admin.get('/me')
  database.exec('PRAGMA query_only = on')
  const refusal = await server.admin.post('/tasks', { title: 'Too late' })
  refused(refusal, 'storage_unavailable')
  expect(refusal.headers.get('retry-after')).toBe('1')
  await expect(server.app.shutDown()).resolves.toBeUndefined()
  await server.close()
})

test('a second server on the same file is refused by name, and one that was killed stands in nobody’s way', async () => {
  const adminKey = newSecret('user').secret
  const first = await startServerProcess({ dataDir, adminKey })
  try {
    const second = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', MC_DATA_DIR: dataDir, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [complaint, code] = await Promise.all([
      text(second.stderr),
      new Promise((resolve) => second.once('exit', resolve)),
    ])
    expect(code).toBe(1)
    expect(complaint).toContain(`another server already uses ${join(dataDir, databaseFilename)}`)
    expect((await fetch(`http://127.0.0.1:${first.port}/readyz`)).status).toBe(200)
  } finally {
    await first.kill()
  }
  const third = await startServerProcess({ dataDir, adminKey })
  await third.stop()
})
