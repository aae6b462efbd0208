import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Api, Reply } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  type Held,
  operate,
  refused,
  type Schemas,
  succeeded,
  type Task,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker
let viewer: Api

beforeAll(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 50 })
  viewer = server.api((await server.addUser('viewer')).key)
})
afterAll(() => server.close())

const started = async (wish = {}) => worker.claimTask((await createTask(server.admin, wish)).id)

describe('the moves from where a task stands', () => {
  const moves = async (asker: Api, { id }: { id: string }) => {
    const { state, transitions } = succeeded(await asker.get<Schemas['TaskTransitions']>(`/tasks/${id}/transitions`))
    const mine = transitions.filter(({ allowed }) => allowed).map(({ operation, to }) => `${operation} → ${to}`)
    return { state, mine: [...new Set(mine)].sort(), all: transitions }
  }

  test('TK-2: each is told with who may make it, and whether you may now', async () => {
    const task = await createTask(server.admin)
    expect((await moves(server.admin, task)).mine).toEqual(['tasks.cancel → canceled', 'tasks.update → backlog'])
    expect((await moves(worker.api, task)).mine).toEqual(['tasks.claim → in_progress'])
    expect((await moves(viewer, task)).mine).toEqual([])
    expect((await moves(viewer, task)).all.length).toBeGreaterThan(3)
  })

  test('TK-2: of the holder alone those that need the lease', async () => {
    const held = await started()
    expect(await moves(worker.api, held.task)).toMatchObject({
      state: 'in_progress',
      mine: [
        'approvals.request → needs_approval',
        'questions.ask → needs_approval',
        'tasks.block → blocked',
        'tasks.complete → done',
        'tasks.fail → failed',
        'tasks.fail → ready',
        'tasks.release → ready',
      ],
    })
    const stranger = await addWorker(server, { name: 'stranger' })
    expect((await moves(stranger.api, held.task)).mine).toEqual([])
    expect((await moves(server.admin, held.task)).mine).toEqual(['tasks.cancel → canceled', 'tasks.pause → paused'])
    server.clock.advance(60)
    expect((await moves(worker.api, held.task)).mine).toEqual([])
    await server.app.scheduler.sweep()
  })

  test('TK-2: what stands in the way is said, and what a move needs', async () => {
    const held = await started({ requiresReview: true })
    await createTask(worker.api, { parentId: held.task.id, fence: held.lease.fence })
    const { all } = await moves(worker.api, held.task)
    const complete = all.filter(({ operation }) => operation === 'tasks.complete')
    expect(complete.map(({ allowed }) => allowed)).toEqual([false, false])
    expect(complete[0]!.requires).toContain('1 open children')
    expect(all.find(({ operation }) => operation === 'tasks.cancel')!.requires).toBe('a reason')
  })

  test('TK-2: a refused move names what is possible', async () => {
    const task = await createTask(server.admin)
    const reply = await operate(server.admin, task, 'close')
    const details = refused(reply, 'invalid_transition') as {
      state: string
      allowed: { to: string; operation: string | null }[]
    }
    expect(details.state).toBe('ready')
    expect(details.allowed).toContainEqual(
      expect.objectContaining({ to: 'in_progress', by: ['agent'], operation: 'tasks.claim' }),
    )
    expect(reply.error!.message).toContain(task.id)
  })
})

describe('the thread of a task', () => {
  const post = (asker: Api, { id }: { id: string }, message: object) =>
    asker.post<Schemas['Message']>(`/tasks/${id}/messages`, message)

  test('CO-1: people and agents write in it, markdown as it came, in order', async () => {
    const held = await started()
    const { fence } = held.lease
    const written = []
    for (const [asker, message] of [
      [server.admin, { body: 'Please **hurry**.' }],
      [worker.api, { type: 'WORK_PLAN', body: '1. Look', fence }],
      [worker.api, { type: 'PROGRESS', body: 'Half', fence, progress: { done: 1, total: 2, label: 'files' } }],
      [worker.api, { type: 'ARTIFACT', body: 'report.md', fence }],
      [worker.api, { body: 'Done soon.' }],
    ] as const) {
      server.clock.advance(0.001)
      written.push(succeeded(await post(asker, held.task, message)))
    }
    expect(written[0]).toMatchObject({
      type: 'COMMENT',
      body: 'Please **hurry**.',
      author: { kind: 'user', name: 'Admin' },
      runId: null,
    })
    expect(written[2]).toMatchObject({
      type: 'PROGRESS',
      author: { kind: 'agent', id: worker.agentId, name: 'worker' },
      runId: held.run.id,
      progress: { done: 1, total: 2, label: 'files' },
    })
    const thread = (query = '') => viewer.get<Schemas['Message'][]>(`/tasks/${held.task.id}/messages${query}`)
    expect(succeeded(await thread())).toEqual(written)
    expect(succeeded(await thread('?sort=-createdAt'))).toEqual(written.toReversed())
    const first: Reply<Schemas['Message'][]> = await thread('?limit=3')
    const rest = await thread(`?limit=3&cursor=${first.page!.nextCursor}`)
    expect([...first.data, ...rest.data]).toEqual(written)
  })

  test('CO-1: it moves no task, and whoever holds none only comments', async () => {
    const task = await createTask(server.admin)
    succeeded(await post(worker.api, task, { body: 'I could do that.' }))
    refused(await post(worker.api, task, { type: 'PROGRESS', body: 'x' }), 'validation_failed')
    refused(await post(worker.api, task, { type: 'PROGRESS', body: 'x', fence: 1 }), 'lease_lost')
    refused(await post(viewer, task, { body: 'x' }), 'forbidden')
    refused(await post(server.admin, { id: 'tsk_none' }, { body: 'x' }), 'not_found')
    expect(succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${task.id}`)).task).toEqual(task)
  })
})

describe('the timeline of a task', () => {
  let held: Held
  let task: Task

  beforeAll(async () => {
    held = await started()
    task = held.task
    succeeded(
      await worker.api.post(`/tasks/${task.id}/messages`, {
        type: 'PROGRESS',
        body: 'Half of it',
        fence: held.lease.fence,
      }),
    )
    succeeded(await worker.report(held.run.id, { costMicros: 500 }))
    succeeded(await worker.complete(held, { summary: 'All of it' }))
  })

  const timeline = (query = '') => viewer.get<Schemas['TimelineEntry'][]>(`/tasks/${task.id}/timeline${query}`)

  test('TK-8: it is all there in order: moves, runs, money, messages in full', async () => {
    const entries = succeeded(await timeline())
    expect(entries.map(({ type }) => type)).toEqual([
      'task.created',
      'run.started',
      'task.claimed',
      'message.posted',
      'usage.reported',
      'run.ended',
      'task.completed',
    ])
    expect(entries[3]!.message).toMatchObject({ body: 'Half of it', type: 'PROGRESS' })
    expect(entries[2]).toMatchObject({
      actor: { kind: 'agent', id: worker.agentId },
      runId: held.run.id,
      message: null,
    })
    expect(entries[6]!.summary).toBe('Task completed: in_progress to done: All of it')
  })

  test.each(['seq', '-seq'])('TK-8: pages by %s neither skip nor repeat', async (sort) => {
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const reply: Reply<Schemas['TimelineEntry'][]> = await timeline(
        `?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...succeeded(reply).map(({ seq }) => seq))
      cursor = reply.page!.nextCursor
    }
    const all = succeeded(await timeline()).map(({ seq }) => seq)
    expect(seen).toEqual(sort === 'seq' ? all : all.toReversed())
  })

  test('TK-8: of a task nobody knows there is none', async () => {
    refused(await viewer.get('/tasks/tsk_none/timeline'), 'not_found')
  })
})
