// What a handler has in hand beside the work itself: steps, results, logs, children, signals, observers.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { BlockedError, FatalError, ProviderLimitError, type TaskContext, type TaskHandler } from '../src/index.ts'
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

test('a handler that has handed in by hand need return nothing (IF-3)', async () => {
  place.server.addTask('a')
  const handler = async (_: unknown, ctx: TaskContext) => void (await ctx.complete({ summary: 'Done.' }))
  const { finish } = place.start(handler as unknown as TaskHandler)
  await pass(1)
  expect(place.errors).toEqual([])
  expect(place.server.state('a')).toBe('done')
  await finish()
})
