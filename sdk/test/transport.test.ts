import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AtCapacityError, NotFoundError } from '../src/generated/error-classes.ts'
import {
  ConnectionError,
  LeaseLostError,
  type LogLevel,
  type Middleware,
  MissionControl,
  MissionControlError,
} from '../src/index.ts'
import { FakeServer } from './fake-server.ts'
import { type Fault, faulty } from './faults.ts'

const apiKey = 'mc_agent_c5NvT2mWc9LsR4vHk8NpZ1yLd6JgF3aE5uYx0Q'
let server: FakeServer

beforeEach(() => {
  server = new FakeServer()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function connect(...faults: Fault[]): MissionControl {
  const fetch = faulty(server.fetch, (_, index) => faults[index])
  return new MissionControl({ baseUrl: 'http://mc.test', apiKey, fetch })
}

/** Lets all back-offs pass. */
async function settle<T>(promise: Promise<T>, ms = 300_000): Promise<T> {
  promise.catch(() => {})
  await vi.advanceTimersByTimeAsync(ms)
  return promise
}

const create = (client: MissionControl, options = {}) => client.tasks.create({ title: 'Look' }, options)
const keys = () => server.log.map(({ headers }) => headers.get('Idempotency-Key'))

describe('retries', () => {
  test.each<[string, Fault, number]>([
    ['never arrives', 'drop', 1],
    ['is answered into the void after the server acted', 'cut', 2],
    ['is answered with half a body', 'break', 2],
    ['gets no answer in time', 'hang', 2],
    ['meets a proxy that answers 502', { status: 502 }, 1],
  ])('a request that %s is sent again under the same idempotency key (IF-3)', async (_, fault, arrivals) => {
    await expect(settle(create(connect(fault)))).resolves.toEqual({ id: '' })
    expect(keys()).toHaveLength(arrivals)
    expect(new Set(keys()).size).toBe(1)
    expect(keys()[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('each call has an idempotency key of its own, and one that is given is sent as it is (IF-3)', async () => {
    const client = connect()
    await create(client)
    await create(client)
    await create(client, { idempotencyKey: 'my-key' })
    expect(new Set(keys()).size).toBe(3)
    expect(keys()[2]).toBe('my-key')
  })

  test('a duplicated request of a natural operation carries no key and does no harm (TK-4)', async () => {
    server.addTask('tsk_1')
    const claim = { claimRequestId: 'once', instanceId: 'me' }
    const answer = await settle(connect('duplicate').tasks.claimNext(claim))
    expect(answer.lease?.fence).toBe(1)
    expect(keys()).toEqual([null, null])
  })

  test('a request that must not be repeated is sent once (IF-3)', async () => {
    await expect(settle(connect('cut').agents.register({ name: 'auditor' }))).rejects.toBeInstanceOf(ConnectionError)
    expect(server.log).toHaveLength(1)
  })

  test('five attempts are made, and maxRetries of a call says otherwise (IF-3)', async () => {
    const dead = () => connect(...Array<Fault>(9).fill({ status: 503 }))
    const fetches = vi.fn()
    const client = new MissionControl({
      baseUrl: 'http://mc.test',
      fetch: async () => {
        fetches()
        throw new TypeError('fetch failed')
      },
    })
    await expect(settle(client.me.get())).rejects.toMatchObject({ code: 'connection_failed', isRetryable: true })
    expect(fetches).toHaveBeenCalledTimes(5)
    await expect(client.me.get({}, { maxRetries: 0 })).rejects.toBeInstanceOf(ConnectionError)
    expect(fetches).toHaveBeenCalledTimes(6)
    await expect(settle(dead().me.get())).rejects.toMatchObject({ code: 'unexpected_response', status: 503 })
  })

  test('Retry-After is waited for, but no longer than a minute (IF-3)', async () => {
    const client = connect(
      { status: 429, headers: { 'Retry-After': '7' } },
      { status: 503, headers: { 'Retry-After': '3600' } },
    )
    const answer = client.me.get()
    await vi.advanceTimersByTimeAsync(6900)
    expect(server.log).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(59_900)
    expect(server.log).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(300)
    await answer
    expect(server.log).toHaveLength(1)
  })

  test('a request that is still being worked on is asked for again (IF-3)', async () => {
    const inFlight = {
      success: false,
      error: { code: 'request_in_flight', message: '', hint: '', requestId: '', details: null },
    }
    let count = 0
    const fetch = async (request: Request) =>
      count++ === 0 ? Response.json(inFlight, { status: 409 }) : server.fetch(request)
    await settle(create(new MissionControl({ baseUrl: 'http://mc.test', fetch })))
    expect(server.log).toHaveLength(1)
  })

  test('an abort lands in the middle of a back-off and leaves no timer behind (IF-3)', async () => {
    const abort = new AbortController()
    const answer = connect({ status: 429, headers: { 'Retry-After': '50' } }).me.get({}, { signal: abort.signal })
    answer.catch(() => {})
    await vi.advanceTimersByTimeAsync(10_000)
    abort.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    expect(vi.getTimerCount()).toBe(0)
    expect(server.log).toHaveLength(0)
  })

  test('a long-poll is given as long as it may wait and 15 seconds more (TK-3)', async () => {
    const claim = connect('hang').tasks.claimNext(
      { claimRequestId: 'a', instanceId: 'me', waitSeconds: 55 },
      { maxRetries: 0 },
    )
    const ended = vi.fn()
    claim.catch(ended)
    server.addTask('tsk_1')
    await vi.advanceTimersByTimeAsync(69_000)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2000)
    await expect(claim).rejects.toMatchObject({ code: 'timed_out', name: 'ConnectionError' })
  })
})

describe('requests', () => {
  const request = async (use: (client: MissionControl) => PromiseLike<unknown>, options = {}) => {
    const seen: Request[] = []
    const fetch = async (it: Request) => {
      seen.push(it.clone() as Request)
      return Response.json({ success: true, data: [], page: { nextCursor: null, hasMore: false } })
    }
    await use(new MissionControl({ baseUrl: 'http://mc.test/', apiKey, fetch, ...options }))
    return seen[0] as Request
  }

  test('one flat object is taken apart into path, query and body (IF-3)', async () => {
    const update = await request((client) => client.tasks.update({ taskId: 'tsk/1', priority: 'urgent' }))
    expect(update.url).toBe('http://mc.test/api/v1/tasks/tsk%2F1')
    expect(await update.json()).toEqual({ priority: 'urgent' })
    const list = await request((client) =>
      client.tasks.list({ state: ['ready', 'blocked'], label: undefined, limit: 5 }),
    )
    expect(list.url).toBe('http://mc.test/api/v1/tasks?state=ready,blocked&limit=5')
  })

  test('a missing id is refused before it reaches another operation (IF-3)', async () => {
    const withId = (taskId: unknown) => request((client) => client.tasks.get({ taskId: taskId as string }))
    await expect(withId('')).rejects.toThrow('GET /tasks/{taskId} needs taskId')
    await expect(withId(undefined)).rejects.toBeInstanceOf(TypeError)
    await expect(withId('..')).rejects.toBeInstanceOf(TypeError)
  })

  test('key and workspace travel in headers, of the client or of one call (IF-3)', async () => {
    const { headers } = await request((client) => client.me.get(), {
      workspace: 'engines',
      apiKey: async () => `${apiKey}\n`,
    })
    expect(headers.get('Authorization')).toBe(`Bearer ${apiKey}`)
    expect(headers.get('Mission-Control-Workspace')).toBe('engines')
    const other = await request((client) => client.me.get({}, { workspace: 'hulls' }), { workspace: 'engines' })
    expect(other.headers.get('Mission-Control-Workspace')).toBe('hulls')
  })

  test('options that cannot work are refused without showing what may be a secret (IF-3)', () => {
    const secret = 'mc_agent_änderung'
    expect(() => new MissionControl({ baseUrl: secret })).toThrow(/^baseUrl must be/)
    expect(() => new MissionControl({ baseUrl: 'http://me:secret@mc.test' })).toThrow(/user name/)
    for (const apiKey of [secret, '', null as unknown as string]) {
      expect(() => new MissionControl({ baseUrl: 'http://mc.test', apiKey })).toThrow(/^apiKey must be/)
    }
    const later = new MissionControl({ baseUrl: 'http://mc.test', apiKey: () => null as unknown as string })
    return expect(later.me.get()).rejects.toThrow(/^apiKey must be/)
  })
})

describe('errors', () => {
  const lost = {
    code: 'lease_lost',
    message: 'You no longer hold this task.',
    hint: 'Stop this work.',
    requestId: 'req_7',
  }
  const refuse = (error: object, status: number) =>
    new MissionControl({
      baseUrl: 'http://mc.test',
      apiKey,
      fetch: async () => Response.json({ success: false, error }, { status }),
    }).tasks.complete({ taskId: 'tsk_1', fence: 1, summary: 'Done.' })

  test('a refusal is an error with code, status, request id, hint and details, and says where it came from (IF-3)', async () => {
    const details = { reason: 'canceled' }
    const error: unknown = await refuse({ ...lost, details }, 409).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(LeaseLostError)
    expect(error).toBeInstanceOf(MissionControlError)
    expect(error).toMatchObject({
      ...lost,
      message: expect.anything(),
      details,
      reason: 'canceled',
      status: 409,
      isRetryable: false,
    })
    expect((error as Error).message).toBe(
      'You no longer hold this task. Stop this work. (409 lease_lost, POST http://mc.test/api/v1/tasks/tsk_1/complete, req_7)',
    )
  })

  test('an error a newer server made up is passed on as it is (IF-3)', async () => {
    await expect(refuse({ ...lost, code: 'moon_missing' }, 409)).rejects.toMatchObject({
      code: 'moon_missing',
      isRetryable: false,
    })
  })

  test('an answer that is not from Mission Control is said to be that (IF-3)', async () => {
    const fetch = async () => new Response('<html>', { status: 200 })
    const answer = new MissionControl({ baseUrl: 'http://mc.test', fetch }).me.get()
    await expect(answer).rejects.toMatchObject({ code: 'unexpected_response', status: 200, isRetryable: false })
  })

  test('no error and no client shows the key, however deep one looks (IF-3)', async () => {
    const client = connect('drop', { status: 500 })
    const faults = [
      client.me.get({}, { maxRetries: 0 }),
      client.me.get({}, { maxRetries: 0 }),
      refuse(lost, 409),
      connect('hang').me.get({}, { maxRetries: 0 }),
    ]
    const errors = await settle(
      Promise.all(faults.map((fault) => Promise.resolve(fault).catch((error: unknown) => error))),
    )
    for (const seen of [client, ...errors]) {
      expect(inspect(seen, { depth: 20, showHidden: true })).not.toContain(apiKey)
    }
    expect(errors.every((error) => error instanceof MissionControlError)).toBe(true)
  })
})

describe('what stands around a call', () => {
  test('the answer is there for whoever asks for it, of calls and of lists (IF-3)', async () => {
    const headers = { 'X-Request-Id': 'req_7' }
    const page = { nextCursor: null, hasMore: false }
    const fetch = async ({ url }: Request) =>
      Response.json(
        { success: true, data: url.endsWith('/tasks') ? [{ id: 'tsk_1' }] : { id: 'tsk_1' }, page },
        { headers },
      )
    const client = new MissionControl({ baseUrl: 'http://mc.test', fetch })
    const one = await client.tasks.get({ taskId: 'tsk_1' }).withResponse()
    expect([one.data, one.response.status, one.requestId]).toMatchObject([{ id: 'tsk_1' }, 200, 'req_7'])
    const { data, requestId } = await client.tasks.list().withResponse()
    expect([data.data, requestId]).toEqual([[{ id: 'tsk_1' }], 'req_7'])
  })

  test('whoever asks for the answer hears of a failure once (IF-3)', async () => {
    const unheard = vi.fn()
    process.on('unhandledRejection', unheard)
    const client = new MissionControl({
      baseUrl: 'http://mc.test',
      fetch: async () => new Response('no', { status: 404 }),
    })
    await expect(client.me.get().withResponse()).rejects.toThrow(MissionControlError)
    await vi.advanceTimersByTimeAsync(0)
    await new Promise(setImmediate)
    process.off('unhandledRejection', unheard)
    expect(unheard).not.toHaveBeenCalled()
  })

  test('every attempt goes through the middleware, the first outermost, which may answer by itself (IF-3)', async () => {
    const order: string[] = []
    const layer =
      (name: string): Middleware =>
      async (request, next) => {
        order.push(`${name} in`)
        const named = new Request(request, { headers: { ...Object.fromEntries(request.headers), [name]: 'yes' } })
        const response = await next(named)
        order.push(`${name} out`)
        return response
      }
    const fetch = faulty(server.fetch, (_, index) => (index === 0 ? { status: 502 } : undefined))
    const client = new MissionControl({
      baseUrl: 'http://mc.test',
      fetch,
      middleware: [layer('x-one'), layer('x-two')],
    })
    await settle(create(client))
    expect(order.join(', ')).toBe(Array(2).fill('x-one in, x-two in, x-two out, x-one out').join(', '))
    expect(server.log[0]?.headers.get('x-two')).toBe('yes')
    const own: Middleware = async () => Response.json({ success: true, data: { id: 'tsk_own' } })
    const alone = new MissionControl({ baseUrl: 'http://mc.test', fetch: () => Promise.reject(), middleware: [own] })
    expect((await create(alone)).id).toBe('tsk_own')
  })

  test('what the caller ended is no error in the log, and what got no answer in time is (IF-3)', async () => {
    const lines: string[] = []
    const log = (level: string) => (line: string) => void lines.push(`${level} ${line}`)
    const logger = { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') }
    const fetch = ({ signal }: Request) =>
      new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const client = new MissionControl({ baseUrl: 'http://mc.test', apiKey, fetch, logger, logLevel: 'debug' })
    const abort = new AbortController()
    const call = client.me.get({}, { signal: abort.signal, maxRetries: 0 })
    const put = client.files.put({ taskId: 'tsk_1', fileName: 'a', body: 'x' }, { signal: abort.signal })
    for (const it of [call, put]) it.catch(() => {})
    await vi.waitFor(() => expect(lines).toHaveLength(2))
    abort.abort(new Error('enough'))
    for (const it of [call, put]) await expect(it).rejects.toThrow('enough')
    expect(lines.map((line) => line.replace(/Mission.* (sent|failed).*/, '$1'))).toEqual([
      'debug sent',
      'debug sent',
      'debug failed',
      'debug failed',
    ])
    await expect(settle(client.me.get({}, { maxRetries: 0 }))).rejects.toMatchObject({ code: 'timed_out' })
    expect(lines.at(-1)).toMatch(/^error .* failed/)
  })

  test.each<[LogLevel, string[]]>([
    ['off', []],
    ['error', ['error answered 502', 'error failed']],
    ['warn', ['error answered 502', 'error failed']],
    ['info', ['error answered 502', 'error failed', 'info answered 200']],
    [
      'debug',
      ['debug is sent', 'error answered 502', 'debug is sent', 'error failed', 'debug is sent', 'info answered 200'],
    ],
  ])('at the level %s the log tells %j, and never a key, a query or a body (IF-3)', async (logLevel, expected) => {
    const lines: string[] = []
    const log = (level: string) => (line: string) => void lines.push(`${level} ${line}`)
    const logger = { error: log('error'), warn: log('warn'), info: log('info'), debug: log('debug') }
    const faults: Fault[] = [{ status: 502 }, 'drop']
    const fetch = faulty(server.fetch, (_, index) => faults[index])
    const client = new MissionControl({ baseUrl: 'http://mc.test', apiKey, fetch, logger, logLevel })
    await settle(create(client))
    const told = lines.map((line) => line.replace(/Mission Control: POST \S+ (is sent|answered \d+|failed).*/, '$1'))
    expect(told).toEqual(expected)
    expect(lines.join()).not.toMatch(/mc_agent|Look|Bearer/)
  })

  test.each([{ maxRetries: Number.NaN }, { maxRetries: -1 }, { timeoutMs: -1 }, { timeoutMs: 0 }])(
    'options that make no sense are refused before anything is sent: %j (IF-3)',
    async (options) => {
      const fetch = vi.fn()
      const client = new MissionControl({ baseUrl: 'http://mc.test', fetch, ...options })
      await expect(client.me.get()).rejects.toThrow(RangeError)
      expect(fetch).not.toHaveBeenCalled()
    },
  )

  test('each code has a class of its own (IF-3)', async () => {
    const error = { code: 'at_capacity', message: 'Full.', hint: 'Wait.', requestId: 'req_1', details: null }
    const fetch = async () => Response.json({ success: false, error }, { status: 409 })
    const client = new MissionControl({ baseUrl: 'http://mc.test', fetch, maxRetries: 0 })
    const thrown = await client.tasks.claim({ taskId: 't', claimRequestId: 'c', instanceId: 'i' }).catch((it) => it)
    expect(thrown).toBeInstanceOf(AtCapacityError)
    expect(thrown).toBeInstanceOf(MissionControlError)
    expect(thrown).not.toBeInstanceOf(NotFoundError)
    expect((thrown as Error).constructor.name).toBe('AtCapacityError')
    expect(thrown).toMatchObject({
      name: 'AtCapacityError',
      code: 'at_capacity',
      status: 409,
      isRetryable: true,
      hint: 'Wait.',
    })
    expect(String(thrown)).toContain(
      '(409 at_capacity, may be tried again, POST http://mc.test/api/v1/tasks/t/claim, req_1)',
    )
  })
})
