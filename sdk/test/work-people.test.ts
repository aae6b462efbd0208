// What a handler asks people, and what they write to it: waited for, remembered, told.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WaitingError } from '../src/index.ts'
import { endless, pass, Workplace } from './workplace.ts'

let place: Workplace

beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const bodies = (operation: string) => place.server.sent(operation).map(({ body }) => body)
const settle = (id: string, change: object) => Object.assign(place.server.wishes.get(id) as object, change)

describe('questions', () => {
  test('are waited for, and asked again in a later run they give the answer there is (GV-8)', async () => {
    place.server.addTask('a')
    let runs = 0
    const { finish } = place.start(async (_, ctx) => {
      const { answer } = await ctx.ask('Which branch?', { options: ['main', 'develop'] })
      if (++runs === 1) throw new Error('No disk.')
      return { deliverable: { summary: `${answer?.option}` } }
    })
    await pass(60)
    settle('wish_0', { state: 'answered', answer: { option: 'develop', text: null } })
    await pass(6)
    expect(place.server.state('a')).toBe('failed')
    place.server.end('a', 'failed', 'ready')
    place.server.addTask('b')
    await pass(30)
    const [first, again] = bodies('questions.ask')
    expect({ ...again, fence: 1 }).toEqual(first)
    expect(first).toEqual({ fence: 1, question: 'Which branch?', options: ['main', 'develop'] })
    expect(bodies('tasks.complete')[0]).toMatchObject({ summary: 'develop' })
    await finish()
  })

  test.each([-1, '5', Number.NaN])('with keepSeconds of %j are not even asked (GV-8)', async (given) => {
    place.server.addTask('a')
    const keepSeconds = given as number
    const { finish } = place.start(async (_, ctx) => {
      const asked = ctx.requestApproval({ risk: 'RED', action: 'Delete' }, { keepSeconds })
      await expect(asked).rejects.toThrow(RangeError)
      await ctx.ask('Which branch?', { keepSeconds })
      return { summary: 'Never.' }
    })
    await pass(1)
    expect(place.errors).toEqual([expect.any(RangeError)])
    expect(place.writes()).toEqual(['tasks.fail'])
    await finish()
  })

  test('can give the slot back while they wait (GV-8)', async () => {
    place.server.addTask('a')
    const reasons: unknown[] = []
    const { finish } = place.start(async (_, ctx) => {
      ctx.signal.addEventListener('abort', () => reasons.push(ctx.signal.reason))
      await ctx.ask('Which branch?', { keepSeconds: 30 })
      return { summary: 'Never.' }
    })
    await pass(29)
    expect(place.server.state('a')).toBe('in_progress')
    await pass(3)
    expect(place.server.state('a')).toBe('needs_approval')
    expect(bodies('tasks.release')).toEqual([{ fence: 1, reason: 'It waits for people.' }])
    expect(reasons).toEqual([expect.any(WaitingError)])
    expect(reasons).toMatchObject([{ reason: 'waiting' }])
    expect(bodies('tasks.fail')).toEqual([])
    expect(place.errors).toEqual([])
    await finish()
  })

  test('are not waited for by a worker that stops: the task goes back and keeps its question (IF-3)', async () => {
    place.server.addTask('a')
    const { ended } = place.start(async (_, ctx) => ({ summary: (await ctx.ask('Which branch?')).state }))
    await pass(600)
    place.stop.abort()
    await pass(1)
    await ended
    expect(place.server.state('a')).toBe('needs_approval')
    expect(place.server.sent('tasks.release')).toHaveLength(1)
    expect(place.errors).toEqual([])
  })

  test('approvals too, at once where nobody is to be waited for, and the next run has the decision (GV-3)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(async (_, ctx) => {
      const { state } = await ctx.requestApproval({ risk: 'RED', action: 'Delete' }, { keepSeconds: 0 })
      return { summary: state }
    })
    await pass(1)
    expect(place.server.sent('tasks.release')).toHaveLength(1)
    expect(place.server.state('a')).toBe('needs_approval')
    settle('wish_0', { state: 'approved' })
    Object.assign(place.server.tasks.get('a') as object, { state: 'ready' })
    await pass(30)
    expect(bodies('tasks.complete')).toMatchObject([{ fence: 2, summary: 'approved' }])
    expect(place.errors).toEqual([])
    await finish()
  })
})

describe('messages of people', () => {
  test('reach the handler once each, those that came before too, and count as read after that (CO-9)', async () => {
    place.server.addTask('a')
    place.server.messages.push({ id: 'msg_1', taskId: 'a', body: 'Mind the cache.' })
    const heard: string[] = []
    const { handler } = endless()
    const { finish } = place.start((task, ctx) => {
      expect(ctx.messages).toHaveLength(1)
      ctx.onMessage(({ body }) => void heard.push(body))
      return handler(task, ctx)
    })
    await pass(1)
    place.server.messages.push({ id: 'msg_2', taskId: 'a', body: 'And the tests.' })
    await pass(45)
    expect(heard).toEqual(['Mind the cache.', 'And the tests.'])
    expect(bodies('messages.markRead')).toEqual([
      { fence: 1, messageIds: ['msg_1'] },
      { fence: 1, messageIds: ['msg_2'] },
    ])
    await finish()
  })

  test('stay unread without a listener, and where the listener fails (CO-9)', async () => {
    place.server.addTask('a')
    place.server.messages.push({ id: 'msg_1', taskId: 'a', body: 'Mind the cache.' })
    const { finish } = place.start((_, ctx) => {
      ctx.onMessage(() => {
        throw new Error('No idea.')
      })
      return { summary: 'Done.' }
    })
    await pass(1)
    expect(bodies('messages.markRead')).toEqual([])
    expect(place.errors).toMatchObject([{ message: 'No idea.' }])
    await finish()
  })
})

test('an approval asks for exactly what is given: what JSON would lose of its payload is refused (GV-3)', async () => {
  place.server.addTask('a')
  const { finish } = place.start(async (_, ctx) => ({
    summary: (await ctx.requestApproval({ risk: 'RED', action: 'Pay', payload: { to: new Map([['Rosa', 5]]) } })).state,
  }))
  await pass(1)
  expect(bodies('approvals.request')).toEqual([])
  expect(place.errors).toMatchObject([
    { name: 'TypeError', message: expect.stringContaining("The payload is no JSON: its 'to' is a Map") },
  ])
  await finish()
})
