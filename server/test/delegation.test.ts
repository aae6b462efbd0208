import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  type Held,
  operate,
  readTask,
  refused,
  succeeded,
  type Task,
  type TaskWish,
  type Worker,
} from './support/worker.ts'

const server: TestServer = await startTestServer()
afterAll(() => server.close())

let agents = 0
let ada: Worker
let ben: Worker
let cleo: Worker

beforeEach(async () => {
  agents += 1
  const worker = (name: string) => addWorker(server, { name: `${name}-${agents}`, maxConcurrentTasks: 50 })
  ;[ada, ben, cleo] = [await worker('ada'), await worker('ben'), await worker('cleo')]
})

const tryChild = (by: Worker, { lease }: Held, wish: TaskWish = {}) =>
  by.api.post<Task>('/tasks', { title: 'A part of it', parentId: lease.taskId, fence: lease.fence, ...wish })
const childOf = async (by: Worker, held: Held, wish: TaskWish = {}) => succeeded(await tryChild(by, held, wish))
const begun = async (by: Worker): Promise<Held> => by.claimTask((await createTask(server.admin)).id)
/** Creates a child for another agent, which takes it. */
const handedOn = async (from: Worker, held: Held, to: Worker): Promise<Held> =>
  to.claimTask((await childOf(from, held, { assigneeAgentId: to.agentId })).id)

describe('an agent that delegates', () => {
  test('TK-13: creates a child of the task it holds, for another agent, and completes when that is done', async () => {
    const held = await begun(ada)
    const child = await childOf(ada, held, { assigneeAgentId: ben.agentId })
    expect(child).toMatchObject({
      parentId: held.task.id,
      assigneeAgentId: ben.agentId,
      createdBy: { kind: 'agent', id: ada.agentId },
    })
    refused(await cleo.askFor(child.id), 'task_not_claimable')
    refused(await ada.complete(held), 'open_children')
    succeeded(await ben.complete(await ben.claimTask(child.id)))
    expect(succeeded(await ada.complete(held)).state).toBe('done')
  })

  test('TK-13: hands nothing back to who created the task it holds, nor to who created one further up', async () => {
    const first = await begun(ada)
    const second = await handedOn(ada, first, ben)
    const reply = await tryChild(ben, second, { assigneeAgentId: ada.agentId })
    expect(refused(reply, 'forbidden')).toEqual({ taskId: second.task.id, assigneeAgentId: ada.agentId })
    expect(reply.error!.hint).toContain('another agent')
    const third = await handedOn(ben, second, cleo)
    for (const { agentId } of [ada, ben]) {
      refused(await tryChild(cleo, third, { assigneeAgentId: agentId }), 'forbidden')
    }
    expect((await readTask(server.admin, third.task)).openChildren).toBe(0)
    const unassigned = await childOf(cleo, third)
    expect(unassigned.assigneeAgentId).toBeNull()
  })

  test('TK-13: may keep a part for itself, and give one to the agent that holds the task above without having created it', async () => {
    const first = await begun(ada)
    const own = await childOf(ada, first, { assigneeAgentId: ada.agentId })
    expect((await ada.claimTask(own.id)).task.id).toBe(own.id)
    // A person created what ben holds, below what ada holds.
    const below = await ben.claimTask((await createTask(server.admin, { parentId: first.task.id })).id)
    expect((await childOf(ben, below, { assigneeAgentId: ada.agentId })).assigneeAgentId).toBe(ada.agentId)
  })

  test('TK-13: people assign as they see fit', async () => {
    const first = await begun(ada)
    const second = await handedOn(ada, first, ben)
    const child = await createTask(server.admin, { parentId: second.task.id, assigneeAgentId: ada.agentId })
    expect(child.assigneeAgentId).toBe(ada.agentId)
  })
})

describe('the limits of delegation', () => {
  test('TK-13: three levels down is the deepest', async () => {
    let held = await begun(ada)
    for (let level = 1; level <= 3; level += 1) held = await ada.claimTask((await childOf(ada, held)).id)
    const reply = await tryChild(ada, held)
    refused(reply, 'limit_reached')
    expect(reply.error!.message).toContain('3')
  })

  test('TK-13: twenty open children are the most; one that is finished makes room', async () => {
    const held = await begun(ada)
    const children: Task[] = []
    for (let nth = 0; nth < 20; nth += 1) children.push(await childOf(ada, held))
    refused(await tryChild(ada, held), 'limit_reached')
    succeeded(await operate(server.admin, children[0]!, 'cancel', { reason: 'no' }))
    expect((await childOf(ada, held)).parentId).toBe(held.task.id)
    refused(await tryChild(ada, held), 'limit_reached')
  })

  test('TK-13: twenty at once on the last place make one child', async () => {
    const held = await begun(ada)
    for (let nth = 0; nth < 19; nth += 1) await childOf(ada, held)
    const replies = await Promise.all(Array.from({ length: 20 }, () => tryChild(ada, held)))
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const reply of replies.filter(({ error }) => error)) refused(reply, 'limit_reached')
  })

  test('TK-13: only below what it holds: not without a parent, not below the task of another, not after its lease', async () => {
    const held = await begun(ada)
    refused(await ada.api.post('/tasks', { title: 'Loose' }), 'forbidden')
    refused(await ada.api.post('/tasks', { title: 'Loose', parentId: held.task.id }), 'forbidden')
    expect(refused(await tryChild(ben, held), 'lease_lost')).toMatchObject({ reason: 'superseded' })
    server.clock.advance(61)
    expect(refused(await tryChild(ada, held), 'lease_lost')).toMatchObject({ reason: 'expired' })
    expect((await readTask(server.admin, held.task)).openChildren).toBe(0)
    const again = await begun(ada)
    succeeded(await operate(server.admin, again.task, 'cancel', { reason: 'no' }))
    expect(refused(await tryChild(ada, again), 'lease_lost')).toMatchObject({ reason: 'canceled' })
  })

  test('TK-13: nothing of another workspace: neither a parent nor an assignee', async () => {
    const { id } = await server.createWorkspace(`Elsewhere ${agents}`)
    const stranger = await addWorker(server, { name: 'stranger' }, id)
    const held = await begun(ada)
    refused(await tryChild(stranger, held), 'not_found')
    refused(await tryChild(ada, held, { assigneeAgentId: stranger.agentId }), 'not_found')
    refused(await tryChild(ada, held, { assigneeAgentId: 'agt_none' }), 'not_found')
  })
})
