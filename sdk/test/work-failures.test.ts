// How a handler's failure reaches the server whatever it throws, and what it is told when the task is taken from it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProviderLimitError, RetryableError, type TaskHandler } from '../src/index.ts'
import { endless, pass, Workplace } from './workplace.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
})

const bodies = (operation: string) => place.server.sent(operation).map(({ body }) => body)
const throwing = (thrown: unknown): TaskHandler => {
  return () => {
    throw thrown
  }
}

describe('a failure', () => {
  test.each<[string, unknown, object]>([
    ['half seconds', new RetryableError('Busy.', { retryAfterSeconds: 1.5 }), { retryAfterSeconds: 2 }],
    ['a time before now', new RetryableError('Busy.', { retryAfterSeconds: -5 }), { retryAfterSeconds: 0 }],
    ['a year', new RetryableError('Busy.', { retryAfterSeconds: 31_536_000 }), { retryAfterSeconds: 86_400 }],
    ['no number', new RetryableError('Busy.', { retryAfterSeconds: Number.NaN }), { retryable: true }],
    ['U+0000', new Error('Read \0 bytes.'), { error: { message: 'Read  bytes.' } }],
    ['nothing but U+0000', new Error('\0'), { error: { message: 'The handler failed without saying why.' } }],
    ['an object with a message', { message: 'Told.' }, { error: { message: 'Told.' } }],
    ['nothing', undefined, { error: { message: 'undefined' } }],
    ['null', null, { error: { message: 'null' } }],
  ])('is told whatever is odd about it: %s (IF-3)', async (_, thrown, expected) => {
    place.server.addTask('a')
    const { finish } = place.start(throwing(thrown))
    await pass(1)
    expect(bodies('tasks.fail')).toMatchObject([expected])
    expect(place.server.state('a')).toBe('failed')
    await finish()
  })

  test('that is refused for how it is put is told without that: the task does not hang (IF-3, TK-4)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(
      throwing(Object.assign(new RetryableError('Odd.', { retryAfterSeconds: 9 }), { code: 'odd' })),
    )
    await pass(1)
    expect(place.server.state('a')).toBe('failed')
    const [, told] = bodies('tasks.fail')
    expect(told).toMatchObject({ retryable: true, retryAfterSeconds: 9 })
    expect(told?.error).toEqual({
      message: expect.stringContaining('how could not be said: Refused with validation_failed'),
    })
    await finish()
  })

  test('carries what led to it (IF-3)', async () => {
    place.server.addTask('a')
    const cause = new AggregateError([new Error('connect ECONNREFUSED ::1:80'), 'words'], 'All failed.')
    const { finish } = place.start(throwing(new TypeError('fetch failed', { cause })))
    await pass(1)
    const [failure] = bodies('tasks.fail')
    const { stack } = (failure as { error: { stack: string } }).error
    expect(stack.match(/(TypeError|Caused by|Error): .*/g)).toEqual([
      'TypeError: fetch failed',
      'Caused by: AggregateError: All failed.',
      'Caused by: Error: connect ECONNREFUSED ::1:80',
      'Caused by: words',
    ])
    await finish()
  })
})

test.each([
  ['seconds', 1_900_000_000, '2030-03-17T17:46:40.000Z'],
  ['milliseconds', 1_900_000_000_000, '2030-03-17T17:46:40.000Z'],
  ['a text', '2030-03-17T17:46:40Z', '2030-03-17T17:46:40.000Z'],
])("a provider's limit takes %s since 1970 as they are given (RN-3)", (_, given, expected) => {
  expect(new ProviderLimitError(given).resetsAt.toISOString()).toBe(expected)
})

test("a provider's limit that is no time is refused where it is made (RN-3)", () => {
  expect(() => new ProviderLimitError('soon')).toThrow(RangeError)
})

describe('a task that is canceled', () => {
  test.each<[string, TaskHandler]>([
    ['question', async (_, ctx) => ({ summary: (await ctx.ask('Which branch?')).state })],
    [
      'request for approval',
      async (_, ctx) => ({ summary: (await ctx.requestApproval({ risk: 'RED', action: 'Go' })).state }),
    ],
  ])('stops a handler that waits for a %s, and gives it no answer to go on with (GV-8)', async (_, ask) => {
    place.server.addTask('a')
    const stopped: unknown[] = []
    const { finish } = place.start((task, ctx) =>
      Promise.resolve(ask(task, ctx)).catch((error) => {
        stopped.push(error, ctx.signal.aborted)
        throw error
      }),
    )
    await pass(1)
    place.server.end('a', 'canceled')
    Object.assign(place.server.wishes.get('wish_0') as object, { state: 'withdrawn', answer: null })
    await pass(2)
    expect(stopped).toMatchObject([{ code: 'lease_lost', reason: 'canceled' }, true])
    await finish()
  })

  test('stops a handler at its next step, with the reason (IF-3)', async () => {
    place.server.addTask('a')
    const thrown: unknown[] = []
    const { finish } = place.start(async (_, ctx) => {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      await ctx.step('fetch rows', () => 1).catch((error) => thrown.push(error))
      return { summary: 'Done.' }
    })
    await pass(1)
    place.server.end('a', 'canceled')
    await pass(2)
    expect(thrown).toMatchObject([{ code: 'lease_lost', reason: 'canceled' }])
    await finish()
  })
})

test('a question withdrawn while the task goes on is told to the handler (GV-8)', async () => {
  place.server.addTask('a')
  const { finish } = place.start(async (_, ctx) => ({ summary: (await ctx.ask('Which branch?')).state }))
  await pass(1)
  Object.assign(place.server.wishes.get('wish_0') as object, { state: 'withdrawn', answer: null })
  await pass(2)
  expect(bodies('tasks.complete')).toMatchObject([{ summary: 'withdrawn' }])
  await finish()
})

test('a task taken back and claimed again is not worked on twice at once (TK-4)', async () => {
  place.server.addTask('a')
  const { handler, contexts, reasons } = endless()
  const { finish } = place.start(handler, { concurrency: 2 })
  await pass(1)
  place.server.end('a', 'released', 'ready')
  place.server.addTask('b')
  await pass(1)
  place.server.end('b', 'canceled')
  expect(contexts.map(({ task, lease }) => [task.id, lease.fence])).toEqual([
    ['a', 1],
    ['a', 2],
    ['b', 1],
  ])
  expect(reasons).toMatchObject([{ code: 'lease_lost' }])
  await finish()
})
