import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  BlockedError,
  FatalError,
  ProviderLimitError,
  type TaskContext,
  type TaskHandler,
  WaitingError,
} from '../src/index.ts'
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

describe('steps', () => {
  test('are done once, kept, and not done again by a later run (IF-3)', async () => {
    place.server.addTask('a')
    const done: string[] = []
    const step = (name: string) => async () => void done.push(name)
    let runs = 0
    const results: unknown[] = []
    const handler: TaskHandler = async (_, ctx) => {
      results.push(
        await ctx.step('fetch', async () => {
          done.push('fetch')
          return { rows: 3 }
        }),
      )
      await Promise.all([ctx.step('mail', step('mail')), ctx.step('mail', step('mail'))])
      if (++runs === 1) throw new Error('No disk.')
      await ctx.step('last', step('last'))
      return { summary: 'Done.' }
    }
    const { finish } = place.start(handler)
    await pass(1)
    place.server.end('a', 'failed', 'ready')
    place.server.addTask('b')
    await pass(30)
    expect(done.slice(0, 3)).toEqual(['fetch', 'mail', 'last'])
    expect(results.slice(0, 2)).toEqual([{ rows: 3 }, { rows: 3 }])
    expect(bodies('steps.save')[0]).toEqual({ fence: 1, result: { rows: 3 } })
    await finish()
  })

  test('that throw are done again, also within the run (IF-3)', async () => {
    place.server.addTask('a')
    let tries = 0
    const { finish } = place.start(async (_, ctx) => {
      const fetchRows = () => {
        if (++tries < 3) throw new Error('Busy.')
        return tries
      }
      for (let left = 3; left > 1; left--) await ctx.step('fetch', fetchRows).catch(() => {})
      return { summary: `${await ctx.step('fetch', fetchRows)}` }
    })
    await pass(1)
    expect(bodies('tasks.complete')[0]).toMatchObject({ summary: '3' })
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

describe('usage', () => {
  test('that piles up travels in batches, each under a name of its own, before the result (RN-2)', async () => {
    place.server.addTask('a')
    place.server.budgets = [{ budgetId: 'b', remainingCostMicros: 500, warning: false }]
    place.server.reserved = 30
    const remaining: number[] = []
    const { finish } = place.start(async (_, ctx) => {
      remaining.push(ctx.budget.remaining)
      for (let count = 0; count < 120; count++) void ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      remaining.push(ctx.budget.remaining)
      await ctx.reserve(2000)
      remaining.push(ctx.budget.remaining)
      return { summary: 'Done.' }
    })
    await pass(1)
    const batches = bodies('usage.reportBatch').map(({ reports }) => reports as { reportId: string }[])
    expect(batches.map((reports) => reports.length)).toEqual([50, 50, 21])
    expect(new Set(batches.flat().map(({ reportId }) => reportId)).size).toBe(121)
    expect(remaining).toEqual([30, 530, 2500])
    expect(place.writes().at(-1)).toBe('tasks.complete')
    await finish()
  })

  test('of one refused report does not take the others with it (RN-2)', async () => {
    place.server.addTask('a')
    place.faults = () => undefined
    const outcomes: PromiseSettledResult<unknown>[] = []
    const { finish } = place.start(async (_, ctx) => {
      const report = (model: string) => ctx.reportUsage({ model, lines: [{ meter: 'request', quantity: 1 }] })
      outcomes.push(...(await Promise.allSettled([report('a'), report('refused'), report('b')])))
      return { summary: 'Done.' }
    })
    await pass(1)
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await finish()
  })

  test('outlives a server that is away for minutes, and holds the result back (RN-2)', async () => {
    place.server.addTask('a')
    let away = true
    place.faults = (path) => (away && path.endsWith('/batch') ? { status: 503 } : undefined)
    const { finish } = place.start((_, ctx) => {
      void ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
      return { summary: 'Done.' }
    })
    await pass(120)
    expect(place.server.state('a')).toBe('in_progress')
    away = false
    await pass(90)
    expect(place.server.state('a')).toBe('done')
    await finish()
  })

  test('that passes a warning mark is told of once, and nothing stops (GV-1)', async () => {
    place.server.addTask('a')
    place.server.budgets = [{ budgetId: 'b', scope: 'agent', remainingCostMicros: 5, warning: true }]
    const warned: unknown[] = []
    const { finish } = place.start(
      async (_, ctx) => {
        for (let count = 0; count < 3; count++) await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
        return { summary: 'Done.' }
      },
      { onWarning: ({ budgetId }, { id }) => warned.push([budgetId, id]) },
    )
    await pass(1)
    expect(warned).toEqual([['b', 'a']])
    expect(place.server.state('a')).toBe('done')
    await finish()
  })
})

describe('results', () => {
  test('that miss what is wanted can be mended while the task is held (TK-12)', async () => {
    place.server.addTask('a')
    place.server.acceptance = ({ output }) => (output ? undefined : { missing: [{ path: 'output' }] })
    const { finish } = place.start(async (_, ctx) => {
      try {
        return await ctx.complete({ summary: 'A draft.' })
      } catch (error) {
        expect(error).toMatchObject({ code: 'acceptance_failed', details: { missing: [{ path: 'output' }] } })
        return ctx.complete({ summary: 'Mended.', output: { rows: 3 } })
      }
    })
    await pass(1)
    expect(bodies('tasks.complete').map(({ summary }) => summary)).toEqual(['A draft.', 'Mended.'])
    expect(bodies('tasks.fail')).toEqual([])
    expect(place.errors).toEqual([])
    await finish()
  })

  test('handed in by hand end the lease, and what comes after that is not written (TK-4)', async () => {
    place.server.addTask('a')
    let seen: TaskContext | undefined
    const { finish } = place.start(async (_, ctx) => {
      seen = ctx
      const handedIn = await ctx.complete({ summary: 'Done.' })
      await expect(ctx.message('Once more.')).rejects.toMatchObject({ code: 'lease_lost', reason: 'completed' })
      return handedIn
    })
    await pass(1)
    expect(place.writes()).toEqual(['tasks.complete'])
    expect(seen?.signal.aborted).toBe(false)
    await finish()
  })

  test('returned and refused fail the attempt as one that another may succeed at (TK-12)', async () => {
    place.server.addTask('a')
    place.server.acceptance = () => ({ missing: [] })
    const { finish } = place.start(() => ({ summary: 'A draft.' }))
    await pass(1)
    expect(bodies('tasks.fail')).toMatchObject([{ retryable: true }])
    const [failure] = bodies('tasks.fail') as { error: { message: string; stack: string } }[]
    expect(failure?.error.message).toMatch(/^Refused with acceptance_failed\. \(422 acceptance_failed, POST /)
    // The hint is for who can still do something about it.
    expect(JSON.stringify(failure)).not.toContain('Do otherwise')
    await finish()
  })

  test("a provider's limit gives the task back with the time it resets at (RN-3)", async () => {
    place.server.addTask('a')
    const { finish } = place.start(() => {
      throw new ProviderLimitError('2030-01-01T00:00:00Z', { provider: 'anthropic' })
    })
    await pass(1)
    expect(bodies('tasks.fail')).toMatchObject([
      { providerLimit: { resetsAt: '2030-01-01T00:00:00.000Z', provider: 'anthropic' } },
    ])
    await finish()
  })
})

test('what a handler logs lands on the run in batches, the last lines before the result (OB-1)', async () => {
  place.server.addTask('a')
  const { finish } = place.start(async (_, ctx) => {
    ctx.log.info('Begin', { rows: 3 })
    for (let line = 0; line < 150; line++) ctx.log.debug(`Line ${line}`)
    ctx.log.error(`\0${'x'.repeat(5000)}`)
    return { summary: 'Done.' }
  })
  await pass(1)
  const batches = bodies('logs.append').map(({ entries }) => entries as { number: number; message: string }[])
  expect(batches.map((entries) => entries.length)).toEqual([100, 52])
  expect(batches.flat().map(({ number }) => number)).toEqual(Array.from({ length: 152 }, (_, index) => index + 1))
  expect(batches[0]?.[0]).toMatchObject({ level: 'info', message: 'Begin', data: { rows: 3 } })
  expect(batches[1]?.at(-1)?.message).toBe('x'.repeat(4000))
  expect(place.writes().at(-1)).toBe('tasks.complete')
  await finish()
})

test('a line of the log that is refused takes no other with it (OB-1)', async () => {
  place.server.addTask('a')
  const { finish } = place.start((_, ctx) => {
    for (let line = 0; line < 20; line++) ctx.log.info(line === 7 ? 'refused' : `Line ${line}`)
    ctx.log.info('No JSON', { size: 1n })
    return { summary: 'Done.' }
  })
  await pass(1)
  const taken = place.server.sent('logs.append').filter(({ status }) => status === 200)
  const numbers = taken.flatMap(({ body }) => (body.entries as { number: number }[]).map(({ number }) => number))
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, ...Array.from({ length: 12 }, (_, index) => index + 9)])
  expect(place.errors).toHaveLength(2)
  expect(place.server.state('a')).toBe('done')
  await finish()
})

test('children carry the task and its fence (TK-13)', async () => {
  place.server.addTask('a')
  const { finish } = place.start(async (_, ctx) => ({ summary: (await ctx.createTask({ title: 'Part' })).id }))
  await pass(1)
  expect(bodies('POST tasks')).toEqual([{ title: 'Part', parentId: 'a', fence: 1 }])
  expect(bodies('tasks.complete')[0]).toMatchObject({ summary: 'tsk_child' })
  await finish()
})

describe('a machine that slept', () => {
  test.each([
    ['still holds the task, and writes only once it knows', 'in_progress'],
    ['has lost the task, and writes nothing', 'ready'],
  ])('%s (TK-4)', async (_, state) => {
    place.server.addTask('a')
    const { handler, contexts } = endless()
    const { finish } = place.start(handler)
    await pass(1)
    // The clock on the wall moves, that of the timers does not.
    vi.setSystemTime(Date.now() + 3_600_000)
    const task = place.server.tasks.get('a')
    if (state === 'in_progress' && task) task.expiresAt = Date.now() + 60_000
    else place.server.end('a', 'expired', state)
    const before = place.server.log.length
    const outcome = contexts[0]?.message('Awake again.').then(
      () => 'written',
      (error) => error.reason,
    )
    await pass(1)
    const since = place.server.log.slice(before).map(({ operation }) => operation)
    expect(since.filter((operation) => /heartbeat|messages/.test(operation))).toEqual(
      state === 'in_progress' ? ['agents.heartbeat', 'messages.create'] : ['agents.heartbeat'],
    )
    expect(await outcome).toBe(state === 'in_progress' ? 'written' : 'expired')
    await finish()
  })
})

test('a machine that slept and may not work any more does not storm the server (TK-4)', async () => {
  place.server.addTask('a')
  const { handler, contexts } = endless()
  const { ended } = place.start(handler)
  await pass(1)
  vi.setSystemTime(Date.now() + 3_600_000)
  let asked = 0
  place.faults = (path) => {
    if (!path.endsWith('/heartbeat')) return undefined
    asked++
    return { status: 404 }
  }
  const outcome = contexts[0]?.message('Awake again.').catch((error) => error.code)
  await pass(120)
  expect(asked).toBeLessThan(150)
  expect(await outcome).toBe('lease_lost')
  await expect(ended).rejects.toMatchObject({ code: 'unexpected_response' })
})

describe('signals', () => {
  test('SIGTERM lets finish, a second one does not wait, and nobody listens any longer after that (IF-3)', async () => {
    place.server.addTask('a')
    const { handler, reasons } = endless()
    const listeners = process.listenerCount('SIGTERM')
    const { ended } = place.start(handler, { signal: undefined, drainSeconds: 3600 })
    await pass(1)
    process.emit('SIGTERM')
    await pass(60)
    expect(reasons).toEqual([])
    process.emit('SIGTERM')
    await pass(3)
    await ended
    expect(reasons).toMatchObject([{ reason: 'shutdown' }])
    expect(place.server.state('a')).toBe('ready')
    expect(process.listenerCount('SIGTERM')).toBe(listeners)
  })
})

test('a handler that cannot go on blocks the task, with what is missing (TK-2)', async () => {
  place.server.addTask('a')
  const { finish } = place.start(() =>
    Promise.reject(new BlockedError('A login for the registry.', { kind: 'credential' })),
  )
  await pass(1)
  expect(bodies('tasks.block')).toEqual([{ fence: 1, kind: 'credential', reason: 'A login for the registry.' }])
  expect(place.server.state('a')).toBe('blocked')
  expect(bodies('tasks.fail')).toEqual([])
  await finish()
})

describe('an observer', () => {
  test.each<[string, TaskHandler, unknown?]>([
    ['completed', async (_, ctx) => ctx.complete({ summary: 'Done.' })],
    ['completed', () => ({ summary: 'Done.' })],
    ['failed', () => Promise.reject(new FatalError('No.')), { message: 'No.' }],
    ['failed', () => ({ summary: '' }), { code: 'validation_failed' }],
    ['released', () => Promise.reject(new ProviderLimitError('2030-01-01')), { name: 'ProviderLimitError' }],
    [
      'released',
      async (_, ctx) => ({ summary: (await ctx.ask('Which?', { keepSeconds: 0 })).state }),
      { reason: 'waiting' },
    ],
    [
      'lost',
      (_, ctx) =>
        new Promise((_resolve, reject) => ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason))),
      { reason: 'canceled' },
    ],
  ])('hears that a run was %s, once, after what it used (IF-3)', async (outcome, handler, error) => {
    place.server.addTask('a')
    const heard: unknown[] = []
    const { finish } = place.start(
      async (task, ctx) => {
        await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
        return handler(task, ctx)
      },
      {
        observer: {
          async task({ run }, work) {
            heard.push(`${run.id} begins`)
            return work().finally(() => heard.push('ends'))
          },
          usage: ({ task }, report, answer) => heard.push([task.id, report.lines[0]?.meter, answer.stop]),
          ended: (_, ...how) => heard.push(how),
        },
      },
    )
    await pass(1)
    if (outcome === 'lost') place.server.end('a', 'canceled')
    await pass(30)
    const what = error ? expect.objectContaining(error) : undefined
    expect(heard).toEqual(['run_a begins', ['a', 'request', false], 'ends', [outcome, what]])
    await finish()
  })

  test('that throws costs no report and no task (IF-3)', async () => {
    place.server.addTask('a')
    const fall = () => {
      throw new Error('No telemetry.')
    }
    const { finish } = place.start(
      async (_, ctx) => ({
        summary: `${(await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })).late}`,
      }),
      { observer: { usage: fall, ended: fall } },
    )
    await pass(1)
    expect(bodies('usage.reportBatch')).toHaveLength(1)
    expect(bodies('tasks.complete')).toMatchObject([{ summary: 'false' }])
    expect(place.errors).toMatchObject([{ message: 'No telemetry.' }, { message: 'No telemetry.' }])
    await finish()
  })
})
