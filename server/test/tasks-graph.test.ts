import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
  type TaskWish,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker

beforeAll(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 100 })
})
afterAll(() => server.close())

type OnFailure = Schemas['OnDependencyFailure']

const create = (wish: TaskWish = {}) => createTask(server.admin, wish)
const read = (task: Task) => readTask(server.admin, task)
const waitFor = (...others: Task[]) => ({ blockedBy: others.map(({ id }) => ({ taskId: id })) })
const depend = (task: Task, other: Task, onFailure: OnFailure = 'wait') =>
  server.admin.put<Task>(`/tasks/${task.id}/dependencies/${other.id}`, { onFailure })
const undepend = (task: Task, other: Task) => server.admin.delete<Task>(`/tasks/${task.id}/dependencies/${other.id}`)
const finish = async (task: Task) => succeeded(await worker.complete(await worker.claimTask(task.id)))
const break_ = async (task: Task) => succeeded(await worker.fail(await worker.claimTask(task.id), { retryable: false }))
const cancel = async (task: Task) => succeeded(await operate(server.admin, task, 'cancel', { reason: 'no' }))
const reopen = async (task: Task) => succeeded(await operate(server.admin, task, 'reopen'))
const states = async (...tasks: Task[]) => (await Promise.all(tasks.map(read))).map(({ state }) => state)

describe('dependencies', () => {
  test('TK-5: a task waits until the last of them is done, and closing changes nothing', async () => {
    const [first, second] = [await create(), await create()]
    const task = await create(waitFor(first, second, first))
    expect(task).toMatchObject({ state: 'backlog', openDependencies: 2 })
    await finish(first)
    expect(await read(task)).toMatchObject({ state: 'backlog', openDependencies: 1 })
    await finish(second)
    expect(await read(task)).toMatchObject({ state: 'ready', openDependencies: 0 })
    succeeded(await operate(server.admin, second, 'close'))
    expect(await read(task)).toMatchObject({ state: 'ready', openDependencies: 0 })
    const detail = succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${task.id}`))
    expect(new Set(detail.blockedBy.map(({ taskId, state }) => `${taskId} ${state}`))).toEqual(
      new Set([`${first.id} done`, `${second.id} closed`]),
    )
    const blocks = succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${first.id}`)).blocks
    expect(blocks).toEqual([{ taskId: task.id, title: task.title, state: 'ready', onFailure: 'wait' }])
  })

  test('TK-5: reopening a task sends those back that have not begun; who is at work goes on', async () => {
    const first = await create()
    const [idle, working, finished] = [
      await create(waitFor(first)),
      await create(waitFor(first)),
      await create(waitFor(first)),
    ]
    await finish(first)
    const held = await worker.claimTask(working.id)
    await finish(finished)
    await reopen(first)
    expect(await states(idle, working, finished)).toEqual(['backlog', 'in_progress', 'done'])
    expect((await read(idle)).openDependencies).toBe(1)
    succeeded(await worker.complete(held))
    // Reopened in its turn, it waits for what is open again.
    expect(await reopen(finished)).toMatchObject({ state: 'backlog', openDependencies: 1 })
    await finish(first)
    expect(await states(idle, finished)).toEqual(['ready', 'ready'])
  })

  test('TK-5: one added to a ready task sends it back, one added to a task at work does not stop it', async () => {
    const other = await create()
    const idle = await create()
    expect(succeeded(await depend(idle, other))).toMatchObject({ state: 'backlog', openDependencies: 1 })
    expect(succeeded(await depend(idle, other))).toMatchObject({ openDependencies: 1 })
    const held = await worker.claimTask((await create()).id)
    expect(succeeded(await depend(held.task, other))).toMatchObject({ state: 'in_progress', openDependencies: 1 })
    expect(succeeded(await worker.release(held)).state).toBe('backlog')
    expect(succeeded(await undepend(held.task, other))).toMatchObject({ state: 'ready', openDependencies: 0 })
    expect(succeeded(await undepend(held.task, other))).toMatchObject({ state: 'ready', openDependencies: 0 })
    await finish(other)
    expect(succeeded(await depend(held.task, other))).toMatchObject({ state: 'ready', openDependencies: 0 })
  })

  test.each(['failed', 'canceled'])('TK-5: when one is %s, each edge says what that means', async (end) => {
    const first = await create()
    const edge = (onFailure: OnFailure) => create({ blockedBy: [{ taskId: first.id, onFailure }] })
    const [waits, goes, stays] = [await edge('cancel'), await edge('ignore'), await edge('wait')]
    const after = await create({ blockedBy: [{ taskId: waits.id, onFailure: 'cancel' }] })
    await (end === 'failed' ? break_(first) : cancel(first))
    expect(await states(waits, goes, stays, after)).toEqual(['canceled', 'ready', 'backlog', 'canceled'])
    expect(await read(stays)).toMatchObject({ dependencyFailed: true, openDependencies: 1 })
    expect((await eventsOf(server.admin, stays)).map(({ type }) => type)).toContain('task.dependency_failed')
    expect(await read(goes)).toMatchObject({ dependencyFailed: false, openDependencies: 0 })
    // Taken up again there is hope again, and what went on without it waits for it if it has not begun.
    await reopen(first)
    expect(await read(stays)).toMatchObject({ dependencyFailed: false, openDependencies: 1, state: 'backlog' })
    expect(await read(goes)).toMatchObject({ openDependencies: 1, state: 'backlog' })
    await finish(first)
    expect(await states(goes, stays)).toEqual(['ready', 'ready'])
  })

  test('TK-5: one on a task that is lost already is flagged, or ignored, from the start', async () => {
    const lost = await create()
    await cancel(lost)
    expect(await create(waitFor(lost))).toMatchObject({ state: 'backlog', dependencyFailed: true, openDependencies: 1 })
    expect(await create({ blockedBy: [{ taskId: lost.id, onFailure: 'ignore' }] })).toMatchObject({
      state: 'ready',
      dependencyFailed: false,
    })
    const later = await create()
    expect(succeeded(await depend(later, lost))).toMatchObject({ state: 'backlog', dependencyFailed: true })
    // A person who has made up their mind says so by the edge.
    expect(succeeded(await depend(later, lost, 'ignore'))).toMatchObject({
      state: 'ready',
      dependencyFailed: false,
      openDependencies: 0,
    })
    expect(succeeded(await depend(later, lost, 'wait'))).toMatchObject({
      state: 'backlog',
      dependencyFailed: true,
      openDependencies: 1,
    })
    expect(succeeded(await undepend(later, lost))).toMatchObject({ state: 'ready', dependencyFailed: false })
  })

  test('TK-5: a change of what happens on failure is an event', async () => {
    const [task, other] = [await create(), await create()]
    succeeded(await depend(task, other))
    const before = (await eventsOf(server.admin, task)).length
    succeeded(await depend(task, other, 'cancel'))
    expect((await eventsOf(server.admin, task)).length).toBe(before + 1)
    await cancel(other)
    expect((await read(task)).state).toBe('canceled')
  })

  test('TK-5: a reopened task whose dependency is still lost is flagged again', async () => {
    const first = await create()
    const task = await create({ blockedBy: [{ taskId: first.id, onFailure: 'cancel' }] })
    await cancel(first)
    expect(await reopen(task)).toMatchObject({ state: 'backlog', dependencyFailed: true, openDependencies: 1 })
  })

  test('TK-5: circles are refused, naming the way', async () => {
    const [a, b, c] = [await create(), await create(), await create()]
    succeeded(await depend(b, a))
    succeeded(await depend(c, b))
    expect(refused(await depend(a, c), 'dependency_cycle')).toEqual({ path: [c.id, b.id, a.id, c.id] })
    refused(await depend(a, a), 'dependency_cycle')
    expect(await states(a, b, c)).toEqual(['ready', 'backlog', 'backlog'])
  })

  test('TK-5: tasks that are over wait for nothing, and unknown ones for nobody', async () => {
    const [task, other] = [await create(), await create()]
    refused(await depend(task, { ...other, id: 'tsk_none' }), 'not_found')
    refused(await depend({ ...task, id: 'tsk_none' }, other), 'not_found')
    await cancel(task)
    refused(await depend(task, other), 'invalid_transition')
  })

  test('TK-5: at most 100 of them', async () => {
    const others = await Promise.all(Array.from({ length: 101 }, () => create()))
    const task = await create(waitFor(...others.slice(0, 100)))
    expect(task.openDependencies).toBe(100)
    refused(await depend(task, others[100]!), 'limit_reached')
    const held = await worker.claimTask((await create()).id)
    for (const other of others.slice(0, 100)) succeeded(await depend(held.task, other))
    const block = { kind: 'dependency', reason: 'x', blockedByTaskId: others[100]!.id } as const
    refused(await worker.block(held, block), 'limit_reached')
  })
})

describe('children', () => {
  const childOf = (parent: Task, wish: object = {}) => create({ parentId: parent.id, ...wish })
  const open = async (task: Task) => (await read(task)).openChildren

  test('TK-5: a parent counts those that are not finished, whatever becomes of them', async () => {
    const parent = await create()
    const children = [await childOf(parent), await childOf(parent), await childOf(parent)] as const
    expect(await open(parent)).toBe(3)
    await finish(children[0])
    await break_(children[1])
    await cancel(children[2])
    expect(await open(parent)).toBe(0)
    await cancel(children[1])
    succeeded(await operate(server.admin, children[0], 'close'))
    expect(await open(parent)).toBe(0)
    await reopen(children[2])
    expect(await open(parent)).toBe(1)
    const { children: shown } = succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${parent.id}`))
    expect(new Set(shown.map(({ state }) => state))).toEqual(new Set(['closed', 'canceled', 'ready']))
  })

  test('TK-5: canceling a parent cancels all below, ends their leases and withdraws their approvals', async () => {
    const parent = await create()
    const [idle, busy] = [await childOf(parent), await childOf(parent)]
    const below = await childOf(busy)
    const [held, asking] = [await worker.claimTask(busy.id), await worker.claimTask(below.id)]
    const approval = succeeded(await worker.request(asking))
    const dependent = await create({ blockedBy: [{ taskId: idle.id, onFailure: 'ignore' }] })
    await cancel(parent)
    expect(await states(parent, idle, busy, below, dependent)).toEqual([
      'canceled',
      'canceled',
      'canceled',
      'canceled',
      'ready',
    ])
    expect(await Promise.all([parent, busy].map(open))).toEqual([0, 0])
    for (const lost of [held, asking] as Held[]) {
      expect(refused(await worker.complete(lost), 'lease_lost')).toMatchObject({ reason: 'canceled' })
    }
    const withdrawn = succeeded(await server.admin.get<Schemas['Approval']>(`/approvals/${approval.id}`))
    expect(withdrawn.state).toBe('withdrawn')
  })

  test('TK-5: children that cancel each other are canceled once', async () => {
    const parent = await create()
    const first = await childOf(parent)
    const second = await childOf(parent, { blockedBy: [{ taskId: first.id, onFailure: 'cancel' }] })
    const third = await childOf(parent, {
      blockedBy: [
        { taskId: second.id, onFailure: 'cancel' },
        { taskId: first.id, onFailure: 'cancel' },
      ],
    })
    await cancel(parent)
    expect(await open(parent)).toBe(0)
    for (const child of [first, second, third]) {
      const cancels = (await eventsOf(server.admin, child)).filter(({ type }) => type === 'task.canceled')
      expect(cancels).toHaveLength(1)
    }
  })

  test('TK-5: a parent that fails leaves its children going', async () => {
    const parent = await create()
    const child = await childOf(parent)
    await break_(parent)
    expect(await states(parent, child)).toEqual(['failed', 'ready'])
    await cancel(parent)
    expect(await states(child)).toEqual(['canceled'])
  })

  test('TK-13: an agent makes at most 20 at a time, three levels deep', async () => {
    const parent = await create()
    const { lease } = await worker.claimTask(parent.id)
    const byAgent = (under: Task, fence: number) =>
      worker.api.post<Task>('/tasks', { title: 'x', parentId: under.id, fence })
    const replies = []
    for (let number = 0; number < 21; number += 1) replies.push(await byAgent(parent, lease.fence))
    expect(replies.map(({ status }) => status)).toEqual([...Array(20).fill(201), 409])
    refused(replies[20]!, 'limit_reached')
    let level = replies[0]!.data
    for (let depth = 2; depth <= 3; depth += 1)
      level = succeeded(await byAgent(level, (await worker.claimTask(level.id)).lease.fence))
    refused(await byAgent(level, (await worker.claimTask(level.id)).lease.fence), 'limit_reached')
    await cancel(parent)
  })

  test('TK-5: a task that is over takes no more', async () => {
    const parent = await create()
    await cancel(parent)
    refused(await server.admin.post('/tasks', { title: 'x', parentId: parent.id }), 'invalid_transition')
  })
})
