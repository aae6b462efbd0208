// kill -9 at random moments under load: what was answered is there, nothing is there twice, the money adds up.
// The full form: MC_CHAOS_ROUNDS=30 npm test -- server/test/chaos.test.ts. A run again: MC_CHAOS_SEED=<seed>.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { databaseFilename } from '../src/data-folder.ts'
import { monotonicClock } from '../src/kernel/clock.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { openSqliteStore } from '../src/kernel/store/sqlite-store.ts'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { createApi, type Reply } from './support/client.ts'
import { seededRandom } from './support/random.ts'
import { type ServerProcess, startServerProcess } from './support/server-process.ts'
import type { ClaimAnswer, Schemas } from './support/worker.ts'

const rounds = Number(process.env.MC_CHAOS_ROUNDS ?? 4)
const random = seededRandom('MC_CHAOS_SEED')
const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-chaos-'))
const adminKey = newSecret('user').secret
const agents = 4
const creators = 4

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

test('TK-4, RN-2, GV-1, IF-1: a server killed under load loses no answered write, does none twice, and its money adds up', {
  timeout: 60_000 + rounds * 10_000,
}, async () => {
  console.log(`MC_CHAOS_SEED=${random.seed} MC_CHAOS_ROUNDS=${rounds}`)
  let server = await startServerProcess({ dataDir, adminKey })
  const { port } = server
  const url = `http://127.0.0.1:${port}`
  const admin = createApi(url, { Authorization: `Bearer ${adminKey}` })
  await admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 1_000_000_000 })
  await admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 100_000 })
  const keys = await Promise.all(Array.from({ length: agents }, (_, index) => joinAgent(url, admin, `worker-${index}`)))

  let isOver = false
  const created = new Map<string, string>()
  const completed = new Set<string>()
  const reported = new Map<string, string>()

  /** The same request until somebody answers it: a cut connection says nothing of what was done. */
  async function untilAnswered<T>(send: () => Promise<Reply<T>>): Promise<Reply<T>> {
    for (;;) {
      const reply = await send().catch(() => null)
      if (reply && reply.status < 500 && reply.error?.code !== 'request_in_flight') return reply
      await pause(20)
    }
  }

  async function create(creator: number): Promise<void> {
    for (let nth = 0; !isOver; nth += 1) {
      const key = `${creator}-${nth}`
      const task = { title: `Task ${key}`, estimateCostMicros: 1000 }
      const reply = await untilAnswered(() => admin.post<Schemas['Task']>('/tasks', task, { 'Idempotency-Key': key }))
      expect(reply.status).toBe(201)
      created.set(key, reply.data.id)
    }
  }

  async function work(key: string, worker: number): Promise<void> {
    const api = createApi(url, { Authorization: `Bearer ${key}` })
    for (let nth = 0; !isOver; nth += 1) {
      const request = {
        claimRequestId: `claim-${worker}-${nth}`,
        instanceId: 'one',
        waitSeconds: 0,
        leaseSeconds: 3600,
      }
      const { data: claim } = await untilAnswered(() => api.post<ClaimAnswer>('/tasks/claim', request))
      if (!claim.task) {
        await pause(10)
        continue
      }
      const { taskId, runId, fence } = claim.lease!
      const lines = [{ meter: 'compute_second', quantity: 1 }]
      const reportId = `report-${worker}-${nth}`
      const usage = await untilAnswered(() => api.post(`/runs/${runId}/usage`, { reportId, lines }))
      expect(usage.status).toBe(200)
      reported.set(runId, reportId)
      const done = await untilAnswered(() => api.post(`/tasks/${taskId}/complete`, { fence, summary: 'Done.' }))
      expect(done.error).toBeUndefined()
      // Nobody else was given it meanwhile, nor this one twice.
      expect(completed.has(taskId)).toBe(false)
      completed.add(taskId)
    }
  }

  const load = [
    ...Array.from({ length: creators }, (_, index) => create(index)),
    ...keys.map((key, index) => work(key, index)),
  ]
  for (let round = 0; round < rounds; round += 1) {
    await pause(random.between(150, 900))
    server = await killAndStart(server, port)
  }
  await pause(300)
  isOver = true
  await Promise.all(load)

  // A replay long after the crash still has the first answer.
  const [key, id] = [...created][0]!
  const replay = await admin.post<Schemas['Task']>(
    '/tasks',
    { title: `Task ${key}`, estimateCostMicros: 1000 },
    { 'Idempotency-Key': key },
  )
  expect(replay.data.id).toBe(id)
  await server.stop()

  const store = await openSqliteStore({ filename: join(dataDir, databaseFilename), clock: monotonicClock() })
  try {
    const { database } = store.writerConnection
    const idsOf = (query: string) =>
      new Set(
        database
          .prepare(query)
          .all()
          .map((row) => row.id as string),
      )
    const tasks = idsOf('select id from tasks')
    expect(tasks).toEqual(new Set(created.values()))
    const done = idsOf("select id from tasks where state = 'done'")
    expect(done).toEqual(completed)
    const reports = database.prepare('select run_id, report_id, booked_cost from usage_reports').all()
    expect(new Map(reports.map((row) => [row.run_id, row.report_id]))).toEqual(reported)
    expect(reports).toHaveLength(reported.size)
    const workspaces = [...idsOf('select workspace_id as id from ledger_heads')]
    for (const workspaceId of workspaces) {
      expect((await verifyLedger(store.reader, workspaceId)).problems).toEqual([])
    }
    const spent = database
      .prepare('select sum(spent) as spent from budget_windows where end_at is not null')
      .get()!.spent
    expect(spent).toBe(reports.reduce((sum, row) => sum + (row.booked_cost as number), 0))
    expect(created.size).toBeGreaterThan(50)
    console.log(`${created.size} tasks, ${completed.size} completed, ${rounds} kills`)
  } finally {
    await store.close()
  }
})

async function killAndStart(server: ServerProcess, port: number): Promise<ServerProcess> {
  await server.kill()
  return startServerProcess({ dataDir, adminKey, port })
}

async function joinAgent(url: string, admin: ReturnType<typeof createApi>, name: string): Promise<string> {
  const { data: token } = await admin.post<Schemas['EnrollmentTokenSecret']>('/enrollment-tokens', { name })
  const { data: asked } = await createApi(url, {}).post<Schemas['RegistrationAnswer']>('/agents/register', {
    name,
    enrollmentToken: token.secret,
    maxConcurrentTasks: 10,
  })
  const registration = createApi(url, { Authorization: `Bearer ${asked.registrationToken}` })
  return (await registration.get<Schemas['RegistrationStatus']>('/registrations/current')).data.apiKey!
}
