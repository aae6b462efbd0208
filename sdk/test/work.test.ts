import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  FatalError,
  LeaseLostError,
  MissionControl,
  RetryableError,
  ShutdownError,
  type TaskContext,
  type TaskHandler,
  type WorkOptions,
} from '../src/index.ts'
import { FakeServer } from './fake-server.ts'
import { type Fault, faulty } from './faults.ts'

let server: FakeServer
let stop: AbortController
/** What the network does to a request, by the end of its path. */
let faults: (path: string) => Fault
let errors: unknown[]

beforeEach(() => {
  server = new FakeServer()
  stop = new AbortController()
  faults = () => undefined
  errors = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

/** Starts the loop; it must be stopped, and leave no timer behind, before the test is over. */
function start(handler: TaskHandler, options: WorkOptions = {}) {
  const fetch = faulty(server.fetch, (request) => faults(new URL(request.url).pathname))
  const agent = new MissionControl({ baseUrl: 'http://mc.test', apiKey: 'mc_agent_x', fetch })
  const onError = (error: unknown) => errors.push(error)
  const ended = agent.work(handler, { instanceId: 'me', signal: stop.signal, onError, ...options })
  ended.catch(() => {})
  return {
    ended,
    finish: async (seconds = 60) => {
      stop.abort()
      await pass(seconds)
      await ended
      expect(vi.getTimerCount()).toBe(0)
    },
  }
}

/** A handler that goes on until it is stopped, and what it was stopped with. */
function endless() {
  const contexts: TaskContext[] = []
  const reasons: unknown[] = []
  const handler: TaskHandler = (_, ctx) =>
    new Promise((_resolve, reject) => {
      contexts.push(ctx)
      ctx.signal.addEventListener('abort', () => {
        reasons.push(ctx.signal.reason)
        reject(ctx.signal.reason)
      })
    })
  return { handler, contexts, reasons }
}

const writes = () => server.log.map(({ operation }) => operation).filter((it) => !/claimNext|heartbeat/.test(it))

describe('a task', () => {
  test('is claimed, done and completed with what the handler returns, under its fence (IF-3, TK-4)', async () => {
    server.addTask('tsk_1', { path: 'src' })
    const { finish } = start((task) => ({
      summary: `Read ${task.input.path}.`,
      content: '# All well',
      output: { files: 3 },
    }))
    await pass(1)
    expect(server.sent('tasks.complete').map(({ body }) => body)).toEqual([
      { fence: 1, summary: 'Read src.', content: '# All well', output: { files: 3 } },
    ])
    expect(server.sent('tasks.claimNext')[0]?.body).toMatchObject({ instanceId: 'me', waitSeconds: 25 })
    await finish()
    expect(errors).toEqual([])
  })

  test('carries progress, messages and usage of its run (RN-2)', async () => {
    server.addTask('tsk_1')
    const { finish } = start(async (_, ctx) => {
      for (let done = 0; done <= 100; done++) ctx.progress('reading', { done, total: 100 })
      await ctx.message('Found two.', { type: 'ARTIFACT' })
      void ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 2 }] })
      return { summary: 'Done.' }
    })
    await pass(1)
    const messages = server.sent('messages.create').map(({ body }) => body)
    expect(messages).toHaveLength(3)
    expect(messages).toContainEqual({
      fence: 1,
      type: 'PROGRESS',
      body: 'reading',
      progress: { done: 100, total: 100 },
    })
    expect(messages).toContainEqual({ fence: 1, type: 'ARTIFACT', body: 'Found two.' })
    expect(server.sent('usage.report')[0]?.body).toMatchObject({ reportId: expect.any(String) })
    expect(server.sent('usage.report')[0]?.body).not.toHaveProperty('fence')
    expect(writes().at(-1)).toBe('tasks.complete')
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
  ])('fails with what the handler throws: %s (IF-3)', async (_, thrown, { code, ...expected }) => {
    server.addTask('tsk_1')
    const { finish } = start(() => {
      throw thrown
    })
    await pass(1)
    const message = thrown instanceof Error ? thrown.message : thrown
    const error = { message, ...(code && { code }), ...(thrown instanceof Error && { stack: thrown.stack }) }
    expect(server.sent('tasks.fail').map(({ body }) => body)).toEqual([{ fence: 1, error, ...expected }])
    expect(errors).toEqual([thrown])
    await finish()
  })

  test.each([
    ['the handler returns no deliverable', undefined],
    ['the server refuses the deliverable', { summary: '' }],
  ])('fails for good when %s (IF-3)', async (_, deliverable) => {
    server.addTask('tsk_1')
    const { finish } = start(() => deliverable as { summary: string })
    await pass(1)
    expect(server.sent('tasks.fail')[0]?.body).toMatchObject({ retryable: false })
    expect(errors).toHaveLength(1)
    await finish()
  })

  test('is completed once however often the answer is lost, also by a server that is away for a while (TK-4)', async () => {
    server.addTask('tsk_1')
    let away = 12
    faults = (path) => (path.endsWith('/complete') && away-- > 0 ? (away % 2 ? 'cut' : { status: 502 }) : undefined)
    const { finish } = start(() => ({ summary: 'Done.' }))
    await pass(50)
    expect(server.state('tsk_1')).toBe('done')
    expect(server.sent('tasks.complete').every(({ status }) => status === 200)).toBe(true)
    expect(away).toBeLessThan(0)
    await finish()
    expect(errors).toEqual([])
  })
})

describe('claims', () => {
  test('as many as there is room for, and the next as soon as one ends (TK-3)', async () => {
    for (const id of ['a', 'b', 'c', 'd']) server.addTask(id)
    let running = 0
    let most = 0
    const handler = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5000))
      running--
      return { summary: 'Done.' }
    }
    const { finish } = start(handler, { concurrency: 3, types: ['audit'], leaseSeconds: 30 })
    await pass(9)
    expect(most).toBe(3)
    expect(server.sent('tasks.complete')).toHaveLength(3)
    await pass(2)
    expect(server.sent('tasks.complete')).toHaveLength(4)
    expect(server.sent('tasks.claimNext')[0]?.body).toMatchObject({ types: ['audit'], leaseSeconds: 30 })
    await finish()
  })

  test('a claim whose answer is lost is repeated under its name and gives one task (TK-3, TK-4)', async () => {
    server.addTask('a')
    server.addTask('b')
    let losses = 8
    faults = (path) => (path.endsWith('/claim') && losses-- > 0 ? 'cut' : undefined)
    const { handler, contexts } = endless()
    const { finish } = start(handler)
    await pass(40)
    expect(contexts.map(({ task }) => task.id)).toEqual(['a'])
    expect(new Set(server.sent('tasks.claimNext').map(({ body }) => body.claimRequestId)).size).toBe(1)
    expect(server.state('b')).toBe('ready')
    await finish()
  })

  test('a claim whose task was over before its answer came is made anew (TK-4)', async () => {
    server.addTask('a')
    faults = (path) => {
      if (!path.endsWith('/claim') || server.log.length > 1) return undefined
      setTimeout(() => server.end('a', 'canceled'), 1)
      return 'cut'
    }
    const { finish } = start(() => ({ summary: 'Done.' }))
    await pass(5)
    server.addTask('b')
    await pass(1)
    expect(server.state('b')).toBe('done')
    await finish()
  })

  test.each(['at_capacity', 'paused', 'budget_exhausted', 'draining'])(
    'after %s asks again when told to (TK-3)',
    async (reason) => {
      server.emptyAnswers.push({ reason, retryAfterSeconds: 300 })
      const { finish } = start(() => ({ summary: 'Done.' }))
      await pass(290)
      expect(server.sent('tasks.claimNext')).toHaveLength(1)
      await pass(20)
      expect(server.sent('tasks.claimNext')).toHaveLength(2)
      expect(server.sent('agents.heartbeat').length).toBeGreaterThan(10)
      await finish()
    },
  )

  test('asks sooner when a heartbeat says that there is work (AG-3)', async () => {
    server.emptyAnswers.push({ reason: 'budget_exhausted', retryAfterSeconds: 80_000 })
    const { finish } = start(() => ({ summary: 'Done.' }))
    await pass(60)
    expect(server.sent('tasks.claimNext')).toHaveLength(1)
    server.claimable = true
    await pass(20)
    expect(server.sent('tasks.claimNext')).toHaveLength(2)
    await finish()
  })

  test('a deactivated agent ends with an error (TK-3)', async () => {
    server.emptyAnswers.push({ reason: 'deactivated', message: 'Rosa deactivated this agent.' })
    const { ended } = start(() => ({ summary: 'Done.' }))
    await pass(1)
    await expect(ended).rejects.toMatchObject({ code: 'agent_inactive', message: 'Rosa deactivated this agent.' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a server that is away is asked again and again, and named once (IF-3)', async () => {
    let isAway = true
    faults = () => (isAway ? 'drop' : undefined)
    const { finish } = start(() => ({ summary: 'Done.' }))
    await pass(300)
    isAway = false
    server.addTask('a')
    await pass(60)
    expect(server.state('a')).toBe('done')
    expect(errors).toHaveLength(2)
    await finish()
  })
})

describe('leases', () => {
  test('are renewed together, a third of a lease after the last time (AG-3)', async () => {
    server.addTask('a')
    server.addTask('b')
    const { handler, reasons } = endless()
    const { finish } = start(handler, { concurrency: 2 })
    await pass(1)
    const before = server.sent('agents.heartbeat').length
    await pass(180)
    const beats = server.sent('agents.heartbeat').slice(before)
    expect(beats).toHaveLength(9)
    const leases = ['a', 'b'].map((taskId) => ({ taskId, fence: 1 }))
    expect(beats.at(-1)?.body).toEqual({ instanceId: 'me', leases, status: 'busy' })
    expect(reasons).toEqual([])
    await finish()
  })

  test('that began while a claim was waiting are renewed in time (AG-3, TK-4)', async () => {
    const { handler, reasons } = endless()
    const { finish } = start(handler, { leaseSeconds: 10, waitSeconds: 55 })
    await pass(44)
    server.addTask('a')
    await pass(200)
    expect(server.state('a')).toBe('in_progress')
    expect(reasons).toEqual([])
    await finish()
  })

  test('lost mid-way abort the handler with the reason, and nothing is written after but usage (TK-4, RN-2)', async () => {
    server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = start(handler)
    await pass(1)
    server.directives.push({ type: 'abort_task', taskId: 'a', reason: 'No longer needed.' })
    server.end('a', 'canceled')
    await pass(20)
    expect(reasons).toEqual([expect.any(LeaseLostError)])
    expect(reasons[0]).toMatchObject({ reason: 'canceled', message: expect.stringContaining('No longer needed.') })
    const [ctx] = contexts as [TaskContext]
    await expect(ctx.message('Still here.')).rejects.toBe(reasons[0])
    await expect(ctx.requestApproval({ risk: 'RED', action: 'Delete' })).rejects.toBe(reasons[0])
    ctx.progress('reading', { done: 1, total: 2 })
    await expect(ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })).resolves.toMatchObject({
      stop: false,
    })
    await pass(5)
    expect(writes()).toEqual(['usage.report'])
    expect(errors).toEqual([])
    await finish()
  })

  test('a handler that finishes after its lease was lost hands nothing in (TK-4)', async () => {
    server.addTask('a')
    const { finish } = start(async (_, ctx) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
      return { summary: 'Too late.' }
    })
    await pass(1)
    server.end('a', 'superseded', 'in_progress')
    await pass(21)
    expect(writes()).toEqual([])
    await finish()
  })

  test('that are lost are not asked for again while their handler takes its time to stop (AG-3)', async () => {
    server.addTask('a')
    const { finish } = start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 120_000))
      return { summary: 'Too late.' }
    })
    await pass(1)
    server.end('a', 'canceled')
    await pass(21)
    const before = server.sent('agents.heartbeat').length
    await pass(60)
    expect(server.sent('agents.heartbeat').length - before).toBe(3)
    expect(server.sent('agents.heartbeat').at(-1)?.body).toMatchObject({ leases: [], status: 'idle' })
    await finish()
    expect(writes()).toEqual([])
  })

  test('a write that is refused as stale stops the handler (TK-4)', async () => {
    server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = start(handler)
    await pass(1)
    server.end('a', 'paused', 'paused')
    await expect(contexts[0]?.message('Hello.')).rejects.toMatchObject({ code: 'lease_lost' })
    expect(reasons).toMatchObject([{ reason: 'paused', status: 409 }])
    await finish()
  })

  test('usage beyond a budget stops the handler (RN-2)', async () => {
    server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = start(handler)
    await pass(1)
    server.usageStop = 'budget_exhausted'
    await contexts[0]?.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
    expect(reasons).toMatchObject([{ reason: 'budget_exhausted' }])
    await finish()
  })

  test('are taken as lost when no renewal got through for as long as they last, not sooner (TK-4)', async () => {
    server.addTask('a')
    const { handler, reasons } = endless()
    const { finish } = start(handler)
    await pass(30)
    faults = (path) => (path.endsWith('/heartbeat') ? 'drop' : undefined)
    await pass(48)
    expect(reasons).toEqual([])
    await pass(3)
    expect(reasons).toMatchObject([{ reason: 'expired', code: 'lease_lost' }])
    expect(writes()).toEqual([])
    await finish()
  })

  test('survive heartbeats that fail for less than the lease (AG-3)', async () => {
    server.addTask('a')
    const { handler, reasons } = endless()
    const { finish } = start(handler)
    await pass(21)
    let failures = 3
    faults = (path) => (path.endsWith('/heartbeat') && failures-- > 0 ? 'hang' : undefined)
    await pass(300)
    expect(failures).toBeLessThan(0)
    expect(reasons).toEqual([])
    expect(errors).toHaveLength(1)
    await finish()
  })

  test('a loss that a heartbeat reports while the result is on its way does not undo it (TK-4)', async () => {
    server.addTask('a')
    const isComplete = (path: string) => path.endsWith('/complete')
    let hangs = 1
    faults = (path) => (isComplete(path) && hangs-- > 0 ? 'hang' : undefined)
    const { finish } = start(() => ({ summary: 'Done.' }))
    await pass(55)
    expect(server.sent('tasks.complete')).toHaveLength(2)
    expect(server.state('a')).toBe('done')
    expect(errors).toEqual([])
    await finish()
  })
})

describe('approvals', () => {
  test('are waited for, and the payload of the decision is given back (GV-3)', async () => {
    server.addTask('a')
    const { finish } = start(async (_, ctx) => {
      const decision = await ctx.requestApproval({ risk: 'YELLOW', action: 'Delete', payload: { branch: 'old' } })
      return { summary: `${decision.state} ${JSON.stringify(decision.payload)}` }
    })
    await pass(3600)
    expect(server.sent('approvals.request')[0]?.body).toMatchObject({ fence: 1, risk: 'YELLOW' })
    expect(server.sent('approvals.get').length).toBeGreaterThan(1700)
    expect(server.sent('approvals.get').length).toBeLessThan(1900)
    Object.assign(server.approvals.get('apr_0') as object, { state: 'approved', payload: { branch: 'older' } })
    await pass(2)
    expect(server.sent('tasks.complete')[0]?.body.summary).toBe('approved {"branch":"older"}')
    await finish()
  })

  test('are no longer waited for when the task is canceled (GV-3)', async () => {
    server.addTask('a')
    const seen: unknown[] = []
    const { finish } = start(async (_, ctx) => {
      await ctx.requestApproval({ risk: 'RED', action: 'Delete' }).catch((error) => seen.push(error))
      return { summary: 'Never.' }
    })
    await pass(5)
    server.end('a', 'canceled')
    await pass(30)
    expect(seen).toMatchObject([{ reason: 'canceled' }])
    expect(writes()).not.toContain('tasks.complete')
    await finish()
  })
})

describe('shutdown', () => {
  test('takes no more and lets the running task finish (IF-3)', async () => {
    server.addTask('a')
    server.addTask('b')
    const { finish } = start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20_000))
      return { summary: 'Done.' }
    })
    await pass(1)
    await finish(25)
    expect(server.state('a')).toBe('done')
    expect(server.state('b')).toBe('ready')
  })

  test('aborts a handler that takes longer than drainSeconds and gives its task back (IF-3, TK-4)', async () => {
    server.addTask('a')
    const { handler, reasons } = endless()
    const { finish, ended } = start(handler, { drainSeconds: 5 })
    await pass(1)
    stop.abort()
    await pass(4.9)
    expect(reasons).toEqual([])
    await pass(0.2)
    await ended
    expect(reasons).toEqual([expect.any(ShutdownError)])
    expect(reasons).toMatchObject([{ reason: 'shutdown' }])
    expect(server.sent('tasks.release').map(({ body }) => body)).toEqual([{ fence: 1, reason: expect.any(String) }])
    expect(errors).toEqual([])
    await finish(0)
  })

  test('does not wait for ever for a handler that does not listen, and keeps it from writing (IF-3, TK-4)', async () => {
    server.addTask('a')
    let ctx: TaskContext | undefined
    const handler: TaskHandler = (_, given) => {
      ctx = given
      return new Promise(() => {})
    }
    const { finish } = start(handler, { drainSeconds: 0 })
    await pass(1)
    await finish(3)
    expect(server.state('a')).toBe('ready')
    await expect(ctx?.message('Still here.')).rejects.toMatchObject({ code: 'lease_lost', reason: 'released' })
    expect(writes()).toEqual(['tasks.release'])
  })

  test('ends a waiting claim, and gives back what it may have been given meanwhile (TK-3)', async () => {
    faults = (path) => (path.endsWith('/claim') ? 'hang' : undefined)
    server.addTask('a')
    const { finish } = start(() => ({ summary: 'Never.' }))
    await pass(2)
    await finish(1)
    expect(server.sent('tasks.release')).toHaveLength(1)
    expect(server.state('a')).toBe('ready')
  })

  test('before the first claim takes nothing (IF-3)', async () => {
    server.addTask('a')
    stop.abort()
    const { ended } = start(() => ({ summary: 'Never.' }))
    await ended
    expect(server.log).toEqual([])
  })
})
