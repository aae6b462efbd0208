// What features build on the store holds on both databases: pages, idempotency, claims, and a whole working day.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asAppError } from '../src/kernel/answer.ts'
import { operationTable } from '../src/kernel/contract.ts'
import { dropExpiredAnswers, recallAnswer, rememberAnswer } from '../src/kernel/idempotency.ts'
import { listPage } from '../src/kernel/pages.ts'
import { sql } from '../src/kernel/store/query.ts'
import { type Store, systemActor, type Tx } from '../src/kernel/store/store.ts'
import { fillWorkspace } from './support/busy-workspace.ts'
import {
  type DatabaseName,
  type Databases,
  databaseNames,
  inParallel,
  startDatabases,
  type TestDatabase,
} from './support/databases.ts'
import { putFile } from './support/files.ts'
import { brokenInvariants } from './support/invariants.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask, refused, type Schemas, succeeded, type Worker } from './support/worker.ts'

/** They need a session, a registration, never end, or are no JSON. */
const notForAdmins: readonly string[] = ['sessions.get', 'registrations.poll', 'events.stream', 'files.download']

let databases: Record<DatabaseName, Databases>
beforeAll(async () => {
  databases = await startDatabases()
})
afterAll(async () => {
  for (const name of databaseNames) await databases[name].stop()
})

describe.each(databaseNames)('on %s', (name) => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await databases[name].create()
  })
  afterEach(() => database.remove())

  describe('the store', () => {
    let store: Store
    beforeEach(async () => {
      store = await database.open()
    })
    afterEach(() => store.close())
    const write = <T>(unit: (tx: Tx) => Promise<T>) => store.write({ workspaceId: 'wsp_one', actor: systemActor }, unit)

    // Ids in both cases: one database sorts them by bytes, the other as a dictionary does.
    const putRow = sql<{ id: string; rank: number; name: string }>(
      'insert into ledger_heads (workspace_id, seq, hash) values (:id, :rank, :name)',
    )
    const dropRow = sql<{ id: string }>('delete from ledger_heads where workspace_id = :id')

    test.each(['rank', '-rank', 'name', '-name'])(
      'IF-1: pages sorted by %s neither skip nor repeat while rows come and go',
      async (sort) => {
        const rows = Array.from({ length: 45 }, (_, index) => `${index % 2 === 0 ? 'a' : 'B'}${index}`)
        const put = (id: string, index: number) => ({ id, rank: Math.floor(index / 6), name: 'xYz'[index % 3]! })
        await write(async (tx) => {
          for (const [index, id] of rows.entries()) await tx.run(putRow, put(id, index))
        })
        const shown: string[] = []
        let cursor: string | undefined
        for (let page = 0; ; page += 1) {
          const { data, page: next } = await listPage<{ workspace_id: string; seq: number; hash: string }, string>(
            store.reader,
            {
              request: { limit: 4, sort, ...(cursor ? { cursor } : {}) },
              sortable: { rank: 'seq', name: 'hash' },
              defaultSort: 'rank',
              tieBreaker: 'workspace_id',
              build: (knex) => knex('ledger_heads').select('*'),
              toItem: ({ workspace_id }) => workspace_id,
            },
          )
          shown.push(...data)
          if (!next.hasMore) break
          cursor = next.nextCursor!
          // One that was shown goes, the last or not, and so does one that was perhaps not; others come, before and behind.
          await write(async (tx) => {
            await tx.run(dropRow, { id: data.at(0 - (page % 2))! })
            await tx.run(dropRow, { id: rows[page * 3 + 20] ?? '' })
            await tx.run(putRow, put(`c${page}`, page * 5))
            await tx.run(putRow, put(`C${page}`, 40 - page))
          })
        }
        expect(new Set(shown).size).toBe(shown.length)
        const left = await store.reader.list<{ id: string }>((knex) =>
          knex('ledger_heads').select('workspace_id as id').limit(500),
        )
        const stayed = rows.filter((id) => left.some((row) => row.id === id))
        expect(stayed.length).toBeGreaterThan(10)
        expect(shown).toEqual(expect.arrayContaining(stayed))
      },
    )

    test('IF-1: a database that is read-only is said to be just that', async () => {
      const readOnly = sql(name === 'SQLite' ? 'pragma query_only = on' : 'set transaction read only')
      const failed = await write(async (tx) => {
        await tx.run(readOnly, {})
        return tx.run(putRow, { id: 'a', rank: 1, name: 'x' })
      }).catch(asAppError)
      expect(failed).toMatchObject({ code: 'storage_unavailable', status: 503, headers: { 'Retry-After': '1' } })
    })

    test('IF-1: an answer is recalled for the same request, refused to another, and kept only with its effect', async () => {
      const request = { scopeHash: 'scope', requestHash: 'request' }
      const answer = { status: 201, json: '{"data":{"id":"key_1","secret":"mc_user_once"}}' }
      const recalled = { status: 201, json: '{"data":{"id":"key_1","secret":null}}' }
      const failed = write(async (tx) => {
        expect(await recallAnswer(tx, request)).toBeNull()
        await rememberAnswer(tx, request, answer)
        expect(await recallAnswer(tx, request)).toEqual(recalled)
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      await write(async (tx) => {
        expect(await recallAnswer(tx, request)).toBeNull()
        await rememberAnswer(tx, request, answer)
      })
      expect(await write((tx) => recallAnswer(tx, request))).toEqual(recalled)
      const conflict = write((tx) => recallAnswer(tx, { ...request, requestHash: 'another' }))
      await expect(conflict).rejects.toMatchObject({ code: 'idempotency_conflict' })

      expect(await write((tx) => tx.run(dropExpiredAnswers, { now: tx.now }))).toBe(0)
      await write((tx) => tx.run(sql<{ now: number }>('update idempotency set expires_at = :now'), { now: tx.now }))
      expect(await write((tx) => recallAnswer(tx, request))).toBeNull()
      // Its place is free for another request.
      await write((tx) => rememberAnswer(tx, { ...request, requestHash: 'another' }, { status: 200, json: '{}' }))
      expect(await write((tx) => recallAnswer(tx, { ...request, requestHash: 'another' }))).toMatchObject({
        status: 200,
      })
    })
  })

  describe('the server', () => {
    let server: TestServer
    beforeEach(async () => {
      server = await startTestServer({ openStore: database.open, clock: database.clock })
    })
    afterEach(() => server.close())

    const sound = async () => {
      await server.store.settleLedger()
      expect(await brokenInvariants(server.store.reader, server.workspaceId)).toEqual([])
    }
    const team = (count: number, maxConcurrentTasks = 100) =>
      inParallel(count, (index) => addWorker(server, { name: `worker-${index}`, maxConcurrentTasks }))

    async function claimAll(worker: Worker): Promise<string[]> {
      const won: string[] = []
      for (;;) {
        const { task, reason } = succeeded(await worker.ask())
        if (!task) {
          expect(reason).toBe('no_tasks')
          return won
        }
        won.push(task.id)
      }
    }

    test('TK-3: 8 writers racing for 100 tasks hold each of them once, and none is told of the race', async () => {
      await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 1_000_000_000 })
      await inParallel(100, (index) =>
        createTask(server.admin, { type: `kind-${index % 3}`, priority: index % 2 === 0 ? 'high' : 'normal' }),
      )
      const won = (await Promise.all((await team(8)).map(claimAll))).flat()
      expect(won).toHaveLength(100)
      expect(new Set(won).size).toBe(100)
      const leases = await server.store.reader.list((knex) => knex('leases').select('fence').limit(200))
      expect(leases).toEqual(Array(100).fill({ fence: 1 }))
      await sound()
    })

    test('TK-3: the last task goes to one of 8 who ask for it, by name or not', async () => {
      const workers = await team(8)
      for (let round = 0; round < 5; round += 1) {
        const { id } = await createTask(server.admin)
        const answers = await Promise.all(workers.map((worker) => worker.ask()))
        expect(answers.map((answer) => succeeded(answer).task?.id).filter(Boolean)).toEqual([id])
        const wanted = await createTask(server.admin)
        const replies = await Promise.all(workers.map((worker) => worker.askFor(wanted.id)))
        const losers = replies.filter(({ error }) => error)
        expect(losers).toHaveLength(7)
        for (const loser of losers) refused(loser, 'task_not_claimable')
      }
      await sound()
    })

    test('TK-3: one claim sent 5 times at once takes one task', async () => {
      await inParallel(5, () => createTask(server.admin))
      const [worker] = await team(1)
      const answers = await inParallel(5, () => worker!.ask({ claimRequestId: 'the same' }))
      expect(new Set(answers.map((answer) => succeeded(answer).task!.id)).size).toBe(1)
      await sound()
    })

    test('TK-3: an agent that asks 20 times at once gets no more tasks than it may hold', async () => {
      await inParallel(20, () => createTask(server.admin))
      const [worker] = await team(1, 3)
      const answers = await inParallel(20, () => worker!.ask())
      expect(answers.filter((answer) => succeeded(answer).task !== null)).toHaveLength(3)
      await sound()
    })

    test('GV-1: 20 spenders at once never pass a limit whose day nobody has opened yet', async () => {
      await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 10_500 })
      const [worker] = await team(1)
      const started = await inParallel(20, (index) =>
        worker!.api.post('/runs', { startRequestId: `run ${index}`, estimateCostMicros: 4_000 }),
      )
      expect(started.filter(({ error }) => !error)).toHaveLength(2)
      await sound()
    })

    test('GV-1: 16 runs that set more aside at once take what there is, and one that ends gives it back', async () => {
      await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 40_000 })
      const [worker] = await team(1)
      await inParallel(16, () => createTask(server.admin, { estimateCostMicros: 1_000 }))
      const held = await inParallel(16, () => worker!.claim())
      const replies = await inParallel(16, (index) => worker!.reserve(held[index]!.run.id, 8_000))
      const refusals = replies.filter(({ error }) => error)
      // 24,000 are left, each takes 7,000 more.
      expect(refusals).toHaveLength(13)
      for (const reply of refusals) refused(reply, 'budget_exhausted')
      for (const claimed of held) succeeded(await worker!.release(claimed))
      await sound()
    })

    test('AG-11: a limit said for several tasks at once holds the agent once, for the longest', async () => {
      const [worker] = await team(1)
      await inParallel(6, () => createTask(server.admin))
      const held = await inParallel(6, () => worker!.claim())
      const resetsAt = (hours: number) => new Date(server.clock.now() + hours * 3_600_000).toISOString()
      await inParallel(6, async (index) =>
        succeeded(await worker!.fail(held[index]!, { providerLimit: { resetsAt: resetsAt(index + 1) } })),
      )
      expect(succeeded(await worker!.ask())).toMatchObject({ task: null, reason: 'provider_limited' })
      const { holds } = succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker!.agentId}`))
      expect(holds).toMatchObject([{ cause: 'provider', reason: expect.stringContaining(resetsAt(6)) }])
      await sound()
    })

    test('CO-8, TK-12: what a task asks of its result is kept, and eight uploads of a name at once stay in order', async () => {
      const outputSchema = { required: ['rows'] }
      const task = await createTask(server.admin, { outputSchema, requiredArtifacts: ['*.csv'] })
      const [worker] = await team(1)
      const held = await worker!.claimTask(task.id)
      expect(held.task).toMatchObject({ outputSchema, requiredArtifacts: ['*.csv'] })
      refused(await worker!.complete(held), 'acceptance_failed')
      const put = (index: number) => putFile(worker!.api, task.id, 'rows.csv', `${index}`, { held })
      const versions = (await inParallel(8, put)).map((reply) => succeeded(reply).version)
      expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
      succeeded(await worker!.complete(held, { output: { rows: 8 } }))
      const { deliverable } = succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${task.id}`))
      expect(deliverable?.files).toMatchObject([{ name: 'rows.csv', version: 8, isCurrent: true, sizeBytes: 1 }])
      await sound()
    })

    test('a whole working day goes on it, and everything there is to read is read', async () => {
      await fillWorkspace(server)
      const taskWithFile = async () => {
        const task = await createTask(server.admin)
        succeeded(await putFile(server.admin, task.id, 'notes.md', 'Some notes.'))
        return task
      }
      for (const { id, method, path } of operationTable) {
        if (method !== 'GET' || notForAdmins.includes(id)) continue
        let known: string = path
        for (const [parameter, of] of path.matchAll(/{(\w+)Id}/g)) {
          // Files are listed by task alone.
          const list = of === 'file' ? `/tasks/${(await taskWithFile()).id}/files` : `/${of}s`
          const { data } = await server.admin.get<{ id: string }[]>(`${list}?limit=1`)
          known = known.replace(parameter, data[0]!.id)
        }
        const { status, error } = await server.admin.get(known)
        expect(`${known} ${status} ${error?.message ?? ''}`).toBe(`${known} 200 `)
      }
      await sound()
    })
  })
})
