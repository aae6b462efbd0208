import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reply } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
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

beforeAll(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 50 })
})
afterAll(() => server.close())

const update = (task: Task, change: Partial<Schemas['UpdateTask']>) =>
  server.admin.patch<Task>(`/tasks/${task.id}`, change)

describe('creating a task', () => {
  test('TK-1: a title is enough, and the task is ready at once', async () => {
    const task = await createTask(server.admin, { title: 'Write the changelog' })
    const now = new Date(server.clock.now()).toISOString()
    expect(task).toMatchObject({
      title: 'Write the changelog',
      type: 'task',
      state: 'ready',
      priority: 'normal',
      labels: [],
      requiredCapabilities: [],
      input: {},
      maxAttempts: 3,
      attempts: 0,
      requiresReview: false,
      held: false,
      fence: 0,
      version: 1,
      lease: null,
      createdBy: { kind: 'user' },
      createdAt: now,
      readyAt: now,
      finishedAt: null,
    })
    expect(await readTask(server.admin, task)).toEqual(task)
  })

  test('TK-1: every field that is given comes back', async () => {
    const wish = {
      title: 'Review the parser',
      description: '# Goal\n\nFind **bugs**.',
      type: 'code-review',
      priority: 'urgent',
      labels: ['parser', 'ünïcode "quoted"'],
      requiredCapabilities: ['typescript', 'lang:de'],
      dueAt: '2026-04-01T12:00:00+02:00',
      notBefore: '2026-03-02T11:00:00Z',
      estimateCostMicros: 5_000,
      budgetCostMicros: 20_000,
      input: { repository: 'x', depth: { of: [1, 2, null] } },
      maxAttempts: 1,
      requiresReview: true,
      assigneeAgentId: worker.agentId,
      hold: true,
    } as const
    const {
      hold,
      dueAt: _due,
      notBefore: _notBefore,
      ...same
    } = { ...wish, labels: [...wish.labels], requiredCapabilities: [...wish.requiredCapabilities] }
    const task = await createTask(server.admin, {
      ...same,
      hold,
      dueAt: wish.dueAt,
      notBefore: wish.notBefore,
    } as never)
    expect(task).toMatchObject({
      ...same,
      held: true,
      state: 'backlog',
      readyAt: null,
      dueAt: '2026-04-01T10:00:00.000Z',
      notBefore: '2026-03-02T11:00:00.000Z',
    })
  })

  test.each([
    ['an input beyond 64 kB', { input: { text: 'x'.repeat(65_536) } }, 'validation_failed'],
    ['an assignee nobody knows', { assigneeAgentId: 'agt_none' }, 'not_found'],
    ['a parent nobody knows', { parentId: 'tsk_none' }, 'not_found'],
    ['a dependency on a task nobody knows', { blockedBy: [{ taskId: 'tsk_none' }] }, 'not_found'],
    ['a fence by a person', { fence: 1 }, 'validation_failed'],
  ])('TK-1: %s is refused, and nothing is created', async (_what, wish, code) => {
    const before = (await server.admin.get('/tasks?limit=1')).data
    refused(await server.admin.post('/tasks', { title: 'Not to be', ...wish }), code)
    expect((await server.admin.get('/tasks?limit=1')).data).toEqual(before)
  })

  test('TK-1: a viewer creates none, and an agent only children of what it holds', async () => {
    const viewer = server.api((await server.addUser('viewer')).key)
    refused(await viewer.post('/tasks', { title: 'No' }), 'forbidden')
    refused(await worker.api.post('/tasks', { title: 'No' }), 'forbidden')
    const parent = await createTask(server.admin)
    refused(await worker.api.post('/tasks', { title: 'No', parentId: parent.id }), 'forbidden')
    expect(
      refused(await worker.api.post('/tasks', { title: 'No', parentId: parent.id, fence: 1 }), 'lease_lost'),
    ).toMatchObject({
      reason: 'superseded',
    })
    const held = await worker.claimTask(parent.id)
    const child = await createTask(worker.api, { parentId: parent.id, fence: held.lease.fence })
    expect(child).toMatchObject({ parentId: parent.id, createdBy: { kind: 'agent', id: worker.agentId } })
  })

  test('TK-3: more than 500 combinations of type and capabilities are refused with a clear error', async () => {
    const { id } = await server.createWorkspace('Many kinds')
    const people = server.api(server.adminKey, id)
    const create = (type: string) => people.post<Task>('/tasks', { title: 'One of many', type })
    const replies = await Promise.all(Array.from({ length: 500 }, (_, number) => create(`kind-${number}`)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    const beyond = await create('one-too-many')
    refused(beyond, 'limit_reached')
    expect(beyond.error!.message).toContain('500')
    expect((await create('kind-7')).status).toBe(201)
    refused(await people.patch(`/tasks/${replies[0]!.data.id}`, { requiredCapabilities: ['new'] }), 'limit_reached')
  })
})

describe('editing a task', () => {
  test('TK-1: fields that are given change, the others stay, null empties', async () => {
    const task = await createTask(server.admin, {
      description: 'Old',
      dueAt: '2026-05-01T00:00:00Z',
      labels: ['a'],
      budgetCostMicros: 7,
    })
    const changed = succeeded(await update(task, { title: 'New', priority: 'high', labels: ['b'] }))
    expect(changed).toMatchObject({
      title: 'New',
      priority: 'high',
      labels: ['b'],
      description: 'Old',
      dueAt: '2026-05-01T00:00:00.000Z',
    })
    const emptied = succeeded(
      await update(task, { description: null, dueAt: null, budgetCostMicros: null, labels: [] }),
    )
    expect(emptied).toMatchObject({ title: 'New', description: null, dueAt: null, budgetCostMicros: null, labels: [] })
    expect(succeeded(await update(task, {}))).toEqual(emptied)
  })

  test.each([
    ['its text', { title: 'Other' }],
    ['its limit', { budgetCostMicros: 5_000 }],
    ['its hold', { hold: true }],
    ['the time it waits for', { notBefore: '2027-01-01T00:00:00Z' }],
  ])('TK-1: the version grows with each change of %s, and an event tells of it', async (_what, change) => {
    const task = await createTask(server.admin)
    const events = (await eventsOf(server.admin, task)).length
    const { version } = succeeded(await update(task, change))
    expect(version).toBeGreaterThan(task.version)
    expect((await eventsOf(server.admin, task)).length).toBeGreaterThan(events)
  })

  test('TK-1: who edits what they have not seen is told so, and nothing happens', async () => {
    const task = await createTask(server.admin)
    const { version } = succeeded(await update(task, { title: 'Second', expectedVersion: task.version }))
    expect(refused(await update(task, { title: 'Third', expectedVersion: task.version }), 'version_conflict')).toEqual({
      version,
    })
    expect(await readTask(server.admin, task)).toMatchObject({ title: 'Second', version })
  })

  test('TK-2: hold keeps a ready task back and lets it go again; one that is worked on is not held', async () => {
    const task = await createTask(server.admin)
    expect(succeeded(await update(task, { hold: true }))).toMatchObject({ state: 'backlog', held: true })
    expect(succeeded(await update(task, { hold: true }))).toMatchObject({ state: 'backlog', held: true })
    expect(succeeded(await update(task, { hold: false }))).toMatchObject({ state: 'ready', held: false })
    const held = await worker.claimTask(task.id)
    refused(await update(task, { hold: true }), 'invalid_transition')
    await worker.release(held)
  })

  test('TK-5: a held task whose dependency is open stays in backlog until both are gone', async () => {
    const first = await createTask(server.admin)
    const task = await createTask(server.admin, { hold: true, blockedBy: [{ taskId: first.id }] })
    expect(succeeded(await update(task, { hold: false }))).toMatchObject({ state: 'backlog', held: false })
    succeeded(await update(task, { hold: true }))
    succeeded(await worker.complete(await worker.claimTask(first.id)))
    expect(await readTask(server.admin, task)).toMatchObject({ state: 'backlog', openDependencies: 0 })
    expect(succeeded(await update(task, { hold: false })).state).toBe('ready')
  })

  test('TK-2: closed and canceled tasks cannot be changed', async () => {
    const canceled = await createTask(server.admin)
    succeeded(await operate(server.admin, canceled, 'cancel', { reason: 'no' }))
    refused(await update(canceled, { title: 'x' }), 'invalid_transition')
    const closed = await createTask(server.admin)
    succeeded(await worker.complete(await worker.claimTask(closed.id)))
    expect(succeeded(await update(closed, { labels: ['done'] })).labels).toEqual(['done'])
    succeeded(await operate(server.admin, closed, 'close'))
    refused(await update(closed, { title: 'x' }), 'invalid_transition')
  })
})

describe('lists of tasks', () => {
  let people: TestServer['admin']
  let workspace: string
  const titles = async (query: string) =>
    succeeded(await people.get<Task[]>(`/tasks?limit=200&${query}`))
      .map(({ title }) => title)
      .sort()

  beforeAll(async () => {
    workspace = (await server.createWorkspace('Lists')).id
    people = server.api(server.adminKey, workspace)
    const agent = await addWorker(server, { name: 'lister', capabilities: ['rust'] }, workspace)
    const parent = await createTask(people, { title: '100% Übung', type: 'parent' })
    await createTask(people, { title: 'alpha_one', priority: 'high', labels: ['red', 'a"b'] })
    await createTask(people, { title: 'Alpha two', parentId: parent.id, labels: ['redder'] })
    const beta = await createTask(people, {
      title: 'beta',
      requiredCapabilities: ['rust'],
      assigneeAgentId: agent.agentId,
      priority: 'high',
    })
    succeeded(await agent.complete(await agent.claimTask(beta.id)))
  })

  test.each([
    ['q=ALPHA', ['Alpha two', 'alpha_one']],
    ['q=%25', ['100% Übung']],
    ['q=a_o', ['alpha_one']],
    ['q=%C3%9Cbung', ['100% Übung']],
    ['type=parent', ['100% Übung']],
    ['label=red', ['alpha_one']],
    ['label=a%22b', ['alpha_one']],
    ['priority=high', ['alpha_one', 'beta']],
    ['capability=rust', ['beta']],
    ['state=done', ['beta']],
    ['state=done,ready&priority=high', ['alpha_one', 'beta']],
    ['state=ready&q=alpha&label=redder', ['Alpha two']],
    ['label=none', []],
  ])('TK-1: %s', async (query, expected) => {
    expect(await titles(query)).toEqual(expected)
  })

  test('TK-1: by parent and by assignee', async () => {
    const [parent] = succeeded(await people.get<Task[]>('/tasks?type=parent'))
    expect(await titles(`parentId=${parent!.id}`)).toEqual(['Alpha two'])
    const [beta] = succeeded(await people.get<Task[]>('/tasks?q=beta'))
    expect(await titles(`assigneeAgentId=${beta!.assigneeAgentId}`)).toEqual(['beta'])
  })

  test.each(['createdAt', '-createdAt'])(
    'TK-1: pages by %s neither skip nor repeat, also among tasks of one instant',
    async (sort) => {
      for (let number = 0; number < 11; number += 1) {
        if (number % 4 === 0) server.clock.advance(1)
        await createTask(people, { title: `page ${number}`, type: `paged${sort.length}` })
      }
      const seen: Task[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const reply: Reply<Task[]> = await people.get<Task[]>(
          `/tasks?limit=3&sort=${sort}&type=paged${sort.length}${cursor && `&cursor=${cursor}`}`,
        )
        seen.push(...succeeded(reply))
        expect(reply.page!.hasMore).toBe(reply.page!.nextCursor !== null)
        cursor = reply.page!.nextCursor
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(11)
      const times = seen.map(({ createdAt }) => createdAt)
      expect(times).toEqual(sort === 'createdAt' ? times.toSorted() : times.toSorted().reverse())
    },
  )

  test('TK-1: a cursor of another order is refused', async () => {
    const { page } = await people.get('/tasks?limit=2')
    refused(await people.get(`/tasks?limit=2&sort=createdAt&cursor=${page!.nextCursor}`), 'invalid_cursor')
    refused(await people.get('/tasks?cursor=nonsense'), 'invalid_cursor')
  })

  test('TK-1: tasks are counted by state', async () => {
    const { states } = succeeded(await people.get<Schemas['TaskCounts']>('/tasks/counts'))
    const listed = succeeded(await people.get<Task[]>('/tasks?limit=200'))
    for (const [state, { count, more }] of Object.entries(states)) {
      expect([state, count, more]).toEqual([state, listed.filter((task) => task.state === state).length, false])
    }
  })
})
