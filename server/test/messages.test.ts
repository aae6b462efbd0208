import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Api } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  type Held,
  operate,
  refused,
  type Schemas,
  succeeded,
  type Worker,
} from './support/worker.ts'

type Message = Schemas['Message']

let server: TestServer
let worker: Worker
let held: Held
let ann: Api

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  ann = server.api((await server.addUser('operator')).key)
  await createTask(server.admin)
  held = await worker.claim()
})
afterEach(() => server.close())

const say = async (body: string, { task }: Pick<Held, 'task'> = held, api = ann) => {
  server.clock.advance(1)
  return succeeded(await api.post<Message>(`/tasks/${task.id}/messages`, { body }))
}
const thread = async () => succeeded(await ann.get<Message[]>(`/tasks/${held.task.id}/messages`))
const beat = async (claims: readonly Held[] = [held], instanceId = 'one') =>
  succeeded(await worker.beat(claims, instanceId)).messages
const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body)

describe('a comment of a person', () => {
  test('CO-9: comes with the next heartbeat, is delivered then, and read when the agent says so', async () => {
    const sent = await say('Leave the fixtures out.')
    expect(sent).toMatchObject({ deliveredAt: null, readAt: null })
    server.clock.advance(5)
    expect(await beat()).toEqual([
      {
        taskId: held.task.id,
        id: sent.id,
        authorName: 'The operator',
        body: 'Leave the fixtures out.',
        createdAt: sent.createdAt,
      },
    ])
    const [delivered] = await thread()
    expect(delivered).toMatchObject({ readAt: null })
    expect(Date.parse(delivered!.deliveredAt!) - Date.parse(sent.createdAt)).toBe(5_000)
    // Again until it is read, and delivered once.
    server.clock.advance(5)
    expect(await beat()).toHaveLength(1)
    expect(await thread()).toEqual([delivered])
    expect(succeeded(await worker.read(held, [sent.id]))).toEqual({ unread: 0 })
    expect(await beat()).toEqual([])
    const [read] = await thread()
    expect(read!.deliveredAt).toBe(delivered!.deliveredAt)
    expect(Date.parse(read!.readAt!) - Date.parse(sent.createdAt)).toBe(10_000)
    // Naturally the same again.
    server.clock.advance(5)
    expect(succeeded(await worker.read(held, [sent.id]))).toEqual({ unread: 0 })
    expect(await thread()).toEqual([read])
  })

  test('CO-9: unread at the end it rides with the next claim, and one written while nobody works does too', async () => {
    const first = await say('One.')
    await beat()
    succeeded(await worker.release(held))
    await say('Two.')
    const again = await worker.claim({ claimRequestId: 'again' })
    expect(bodies(again.messages)).toEqual(['One.', 'Two.'])
    expect((await worker.claim({ claimRequestId: 'again' })).messages).toEqual(again.messages)
    expect((await thread()).every(({ deliveredAt }) => deliveredAt !== null)).toBe(true)
    expect(succeeded(await worker.read(again, [first.id]))).toEqual({ unread: 1 })
    succeeded(await worker.release(again))
    expect(bodies((await worker.claim()).messages)).toEqual(['Two.'])
  })

  test('CO-9: written before anybody claimed, it comes with the first claim', async () => {
    const task = await createTask(server.admin)
    await say('Mind the gap.', { task })
    expect(bodies((await worker.claim()).messages)).toEqual(['Mind the gap.'])
  })

  test('CO-9: oldest first, twenty in a heartbeat and fifty in a claim', async () => {
    for (let nth = 1; nth <= 55; nth += 1) {
      await say(`${nth}`)
      if (nth % 20 === 0) await beat()
    }
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`)
    const carried = await beat()
    expect(bodies(carried)).toEqual(numbers(20))
    succeeded(await worker.release(held))
    const again = await worker.claim()
    expect(bodies(again.messages)).toEqual(numbers(50))
    const left = await worker.read(
      again,
      again.messages.map(({ id }) => id),
    )
    expect(succeeded(left)).toEqual({ unread: 5 })
    expect(bodies(await beat([again]))).toEqual(['51', '52', '53', '54', '55'])
  })

  test('CO-9: each process of an agent gets what is about the tasks it renews', async () => {
    await createTask(server.admin)
    const other = await worker.claim({ instanceId: 'two' })
    await say('For one.')
    await say('For two.', other)
    expect(bodies(await beat([held], 'one'))).toEqual(['For one.'])
    expect(bodies(await beat([other], 'two'))).toEqual(['For two.'])
    expect(await beat([], 'two')).toEqual([])
    server.clock.advance(61)
    // The lease is lost: so is the right to be told.
    expect(await beat([held], 'one')).toEqual([])
  })

  test('CO-9: what is no comment of a person is no message to the agent', async () => {
    const { lease, task } = held
    succeeded(await worker.api.post(`/tasks/${task.id}/messages`, { body: 'My own.' }))
    succeeded(
      await worker.api.post(`/tasks/${task.id}/messages`, { type: 'PROGRESS', body: 'Far.', fence: lease.fence }),
    )
    succeeded(await ann.post(`/tasks/${task.id}/messages`, { type: 'ARTIFACT', body: 'A picture.' }))
    expect(await beat()).toEqual([])
    const all = await thread()
    expect(succeeded(await worker.read(held, [all[0]!.id, all[1]!.id, all[2]!.id]))).toEqual({ unread: 0 })
    expect((await thread()).map(({ deliveredAt, readAt }) => [deliveredAt, readAt])).toEqual(
      Array(3).fill([null, null]),
    )
  })

  test('CO-9: being delivered and read writes no event', async () => {
    const sent = await say('Hello.')
    const last = async () => succeeded(await ann.get<Schemas['Event'][]>('/events?limit=1'))[0]!
    const before = await last()
    await beat()
    succeeded(await worker.read(held, [sent.id]))
    expect(await last()).toEqual(before)
  })
})

describe('who may say that it is read', () => {
  test('CO-9: the holder alone', async () => {
    const sent = await say('Hello.')
    const other = await addWorker(server, { name: 'other' })
    refused(await other.read(held, [sent.id]), 'lease_lost')
    expect((await ann.post(`/tasks/${held.task.id}/messages/read`, { fence: 1, messageIds: [sent.id] })).status).toBe(
      403,
    )
    succeeded(await operate(ann, held.task, 'pause', { reason: 'wait' }))
    refused(await worker.read(held, [sent.id]), 'lease_lost')
    expect((await thread())[0]).toMatchObject({ readAt: null })
  })

  test('CO-9: a message of another task is not found, and then none is marked', async () => {
    const sent = await say('Hello.')
    const elsewhere = await say('There.', { task: await createTask(server.admin) })
    refused(await worker.read(held, [sent.id, elsewhere.id]), 'not_found')
    expect((await thread())[0]).toMatchObject({ readAt: null })
  })
})
