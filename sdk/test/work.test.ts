import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FatalError, RetryableError, ShutdownError, type TaskContext, type TaskHandler } from '../src/index.ts'
import { endless, pass, Workplace } from './workplace.ts'

let place: Workplace

beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a task', () => {
  test('is claimed, done and completed with what the handler returns, under its fence (IF-3, TK-4)', async () => {
    place.server.addTask('tsk_1', { path: 'src' })
    const { finish } = place.start((task) => ({
      summary: `Read ${task.input.path}.`,
      content: '# All well',
      output: { files: 3 },
    }))
    await pass(1)
    expect(place.server.sent('tasks.complete').map(({ body }) => body)).toEqual([
      { fence: 1, summary: 'Read src.', content: '# All well', output: { files: 3 } },
    ])
    expect(place.server.sent('tasks.claimNext')[0]?.body).toMatchObject({ instanceId: 'me', waitSeconds: 25 })
    await finish()
    expect(place.errors).toEqual([])
  })

  test('carries progress, messages and usage of its run (RN-2)', async () => {
    place.server.addTask('tsk_1')
    const { finish } = place.start(async (_, ctx) => {
      for (let done = 0; done <= 100; done++) ctx.progress('reading', { done, total: 100 })
      await ctx.message('Found two.', { type: 'ARTIFACT' })
      void ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 2 }] })
      return { summary: 'Done.' }
    })
    await pass(1)
    const messages = place.server.sent('messages.create').map(({ body }) => body)
    expect(messages).toHaveLength(3)
    expect(messages).toContainEqual({
      fence: 1,
      type: 'PROGRESS',
      body: 'reading',
      progress: { done: 100, total: 100 },
    })
    expect(messages).toContainEqual({ fence: 1, type: 'ARTIFACT', body: 'Found two.' })
    expect(place.server.sent('usage.reportBatch')[0]?.body).toMatchObject({
      reports: [{ reportId: expect.any(String) }],
    })
    expect(place.server.sent('usage.reportBatch')[0]?.body).not.toHaveProperty('fence')
    expect(place.writes().at(-1)).toBe('tasks.complete')
    await finish()
  })

  test.each<[string, unknown, { retryable: boolean; code?: string; retryAfterSeconds?: number }]>([
    ['an error', Object.assign(new Error('No disk.'), { code: 'ENOSPC' }), { retryable: true, code: 'ENOSPC' }],
    [
      'a RetryableError',
      new RetryableError('Busy.', { retryAfterSeconds: 90 }),
      { retryable: true, retryAfterSeconds: 90 },
    ],
    ['a FatalError', new FatalError('Makes no sense.', { code: 'nonsense' }), { retryable: false, code: 'nonsense' }],
    ['no error at all', 'words', { retryable: true }],
    ['an error that is cut in the middle of a character', new Error(`${'x'.repeat(1999)}🛰️`), { retryable: true }],
  ])('fails with what the handler throws: %s (IF-3)', async (_, thrown, { code, ...expected }) => {
    place.server.addTask('tsk_1')
    const { finish } = place.start(() => {
      throw thrown
    })
    await pass(1)
    const message = thrown instanceof Error ? thrown.message.slice(0, 2000).toWellFormed() : thrown
    const error = {
      message,
      ...(code && { code }),
      ...(thrown instanceof Error && { stack: thrown.stack?.slice(0, 20_000) }),
    }
    expect(place.server.sent('tasks.fail').map(({ body }) => body)).toEqual([{ fence: 1, error, ...expected }])
    expect(place.errors).toEqual([thrown])
    await finish()
  })

  test.each([
    ['the handler returns no deliverable', undefined],
    ['the handler returns a text', 'Done.'],
    ['the server refuses the deliverable', { summary: '' }],
  ])('fails for good when %s (IF-3)', async (_, deliverable) => {
    place.server.addTask('tsk_1')
    const { finish } = place.start(() => deliverable as unknown as { summary: string })
    await pass(1)
    expect(place.server.sent('tasks.fail')[0]?.body).toMatchObject({ retryable: false })
    expect(place.errors).toHaveLength(1)
    await finish()
  })

  test('is completed once however often the answer is lost, also by a server that is away for a while (TK-4)', async () => {
    place.server.addTask('tsk_1')
    let away = 12
    place.faults = (path) =>
      path.endsWith('/complete') && away-- > 0 ? (away % 2 ? 'cut' : { status: 502 }) : undefined
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    await pass(50)
    expect(place.server.state('tsk_1')).toBe('done')
    expect(place.server.sent('tasks.complete').every(({ status }) => status === 200)).toBe(true)
    expect(away).toBeLessThan(0)
    await finish()
    expect(place.errors).toEqual([])
  })
})

describe('approvals', () => {
  test('are waited for, and the payload of the decision is given back (GV-3)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(async (_, ctx) => {
      const decision = await ctx.requestApproval({ risk: 'YELLOW', action: 'Delete', payload: { branch: 'old' } })
      return { summary: `${decision.state} ${JSON.stringify(decision.payload)}` }
    })
    await pass(3600)
    expect(place.server.sent('approvals.request')[0]?.body).toMatchObject({ fence: 1, risk: 'YELLOW' })
    expect(place.server.sent('approvals.get').length).toBeGreaterThan(700)
    expect(place.server.sent('approvals.get').length).toBeLessThan(780)
    Object.assign(place.server.wishes.get('wish_0') as object, { state: 'approved', payload: { branch: 'older' } })
    await pass(5)
    expect(place.server.sent('tasks.complete')[0]?.body.summary).toBe('approved {"branch":"older"}')
    await finish()
  })

  test('are no longer waited for when the task is canceled (GV-3)', async () => {
    place.server.addTask('a')
    const seen: unknown[] = []
    const { finish } = place.start(async (_, ctx) => {
      await ctx.requestApproval({ risk: 'RED', action: 'Delete' }).catch((error) => seen.push(error))
      return { summary: 'Never.' }
    })
    await pass(5)
    place.server.end('a', 'canceled')
    await pass(30)
    expect(seen).toMatchObject([{ reason: 'canceled' }])
    expect(place.writes()).not.toContain('tasks.complete')
    await finish()
  })
})

describe('shutdown', () => {
  test('takes no more and lets the running task finish (IF-3)', async () => {
    place.server.addTask('a')
    place.server.addTask('b')
    const { finish } = place.start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      return { summary: 'Done.' }
    })
    await pass(1)
    await finish(25)
    expect(place.server.state('a')).toBe('done')
    expect(place.server.state('b')).toBe('ready')
  })

  test('aborts a handler that takes longer than drainSeconds and gives its task back (IF-3, TK-4)', async () => {
    place.server.addTask('a')
    const { handler, reasons } = endless()
    const { finish, ended } = place.start(handler, { drainSeconds: 5 })
    await pass(1)
    place.stop.abort()
    await pass(4.9)
    expect(reasons).toEqual([])
    await pass(0.2)
    await ended
    expect(reasons).toEqual([expect.any(ShutdownError)])
    expect(reasons).toMatchObject([{ reason: 'shutdown' }])
    expect(place.server.sent('tasks.release').map(({ body }) => body)).toEqual([
      { fence: 1, reason: expect.any(String) },
    ])
    expect(place.errors).toEqual([])
    await finish(0)
  })

  test('waits as long as it takes where it is told to (IF-3)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 600_000))
        return { summary: 'Done.' }
      },
      { drainSeconds: Number.POSITIVE_INFINITY },
    )
    await pass(1)
    await finish(600)
    expect(place.server.state('a')).toBe('done')
  })

  test('does not wait for ever for a handler that does not listen, and keeps it from writing (IF-3, TK-4)', async () => {
    place.server.addTask('a')
    let ctx: TaskContext | undefined
    const handler: TaskHandler = (_, given) => {
      ctx = given
      return new Promise(() => {})
    }
    const { finish } = place.start(handler, { drainSeconds: 0 })
    await pass(1)
    await finish(3)
    expect(place.server.state('a')).toBe('ready')
    await expect(ctx?.message('Still here.')).rejects.toMatchObject({ code: 'lease_lost', reason: 'released' })
    expect(place.writes()).toEqual(['tasks.release'])
  })

  test('ends a waiting claim, and gives back what it may have been given meanwhile (TK-3)', async () => {
    place.faults = (path) => (path.endsWith('/claim') ? 'hang' : undefined)
    place.server.addTask('a')
    const { finish } = place.start(() => ({ summary: 'Never.' }))
    await pass(2)
    await finish(1)
    expect(place.server.sent('tasks.release')).toHaveLength(1)
    expect(place.server.state('a')).toBe('ready')
  })

  test.each([undefined, { handler: () => ({ summary: 'Never.' }) }])(
    'without a handler nothing is claimed: %o (IF-3)',
    async (handler) => {
      const { ended } = place.start(handler as unknown as TaskHandler)
      await expect(ended).rejects.toThrow(/^work needs a handler/)
      expect(place.server.log).toEqual([])
    },
  )

  test.each([{ concurrency: 0 }, { concurrency: 1.5 }, { concurrency: Number.NaN }, { drainSeconds: -1 }])(
    'options that make no sense are refused before anything is claimed: %o (IF-3)',
    async (options) => {
      await expect(place.start(() => ({ summary: 'Never.' }), options).ended).rejects.toBeInstanceOf(RangeError)
      expect(place.server.log).toEqual([])
    },
  )

  test('before the first claim takes nothing (IF-3)', async () => {
    place.server.addTask('a')
    place.stop.abort()
    const { ended } = place.start(() => ({ summary: 'Never.' }))
    await ended
    expect(place.server.log).toEqual([])
  })
})
