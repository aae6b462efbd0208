import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Event, type EventStreamOptions, MissionControl } from '../src/index.ts'
import { EventServer } from './event-server.ts'

describe('over real sockets', () => {
  let server: EventServer
  const abort = () => new AbortController()
  let stop = abort()

  beforeEach(async () => {
    // Back-offs are tested elsewhere, by the clock.
    vi.spyOn(Math, 'random').mockReturnValue(0.01)
    stop = abort()
    server = new EventServer()
    await server.start()
  })
  afterEach(async () => {
    stop.abort()
    await server.stop()
    vi.restoreAllMocks()
  })

  function follow(options: EventStreamOptions = {}) {
    const seen: number[] = []
    const client = new MissionControl({ baseUrl: server.url, apiKey: 'mc_user_x' })
    const ended = (async () => {
      for await (const event of client.events.stream({ signal: stop.signal, ...options })) seen.push(event.seq)
    })()
    ended.catch(() => {})
    return {
      seen,
      ended,
      until: (count: number) => vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(count), 5000),
    }
  }

  const connected = (count = 1) => vi.waitFor(() => expect(server.openCount).toBe(count), 5000)

  test('events come once each and in order across cuts, 502s and a restart of the server (IF-3, OB-1)', async () => {
    const { seen, ended, until } = follow({ after: 0 })
    await connected()
    server.publish(100)
    await until(100)
    server.cut()
    await connected()
    server.publish(100)
    server.refusals.push(502, 503, 429)
    server.cut()
    server.publish(100)
    await until(300)
    await server.stop()
    server.publish(50)
    await server.start()
    await until(350)
    expect(seen).toEqual(Array.from({ length: 350 }, (_, index) => index + 1))
    stop.abort()
    await ended
    expect(server.connections.length).toBeGreaterThanOrEqual(7)
    expect(server.connections[0]).toMatchObject({ authorization: 'Bearer mc_user_x', lastId: undefined })
  })

  test('a filtered reader goes on from the last number the server looked at, also after a 502 (OB-1)', async () => {
    const { until } = follow({ types: ['task.created', 'task.failed'], taskId: 'tsk_1' })
    await connected()
    server.publish(1)
    await until(1)
    server.skip(500)
    const last = server.connections.length
    server.refusals.push(502)
    await new Promise((resolve) => setTimeout(resolve, 20))
    server.cut()
    await vi.waitFor(() => expect(server.connections.length).toBe(last + 2), 5000)
    expect(server.connections.slice(last).map(({ lastId }) => lastId)).toEqual(['501', '501'])
    expect(Object.fromEntries(server.connections[0]?.query ?? [])).toEqual({
      types: 'task.created,task.failed',
      taskId: 'tsk_1',
    })
  })

  test('leaving the loop closes the connection (IF-3)', async () => {
    const client = new MissionControl({ baseUrl: server.url })
    const reading = (async () => {
      for await (const event of client.events.stream({ after: '0' })) if (event.seq === 3) return event.seq
      return undefined
    })()
    await connected()
    server.publish(5)
    expect(await reading).toBe(3)
    await connected(0)
  })

  test('a refusal ends the loop with a typed error (IF-3)', async () => {
    server.refusals.push(404)
    await expect(follow().ended).rejects.toMatchObject({ code: 'unexpected_response', status: 404 })
  })
})

test('a program that only listens does not end while the stream is being opened again (IF-3)', async () => {
  const code = `
    import { MissionControl } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    let seq = 0
    const fetch = async () => new Response(\`retry: 50\\n\\nid: \${++seq}\\ndata: {"seq":\${seq}}\\n\\n\`, {
      headers: { 'Content-Type': 'text/event-stream' },
    })
    for await (const event of new MissionControl({ baseUrl: 'http://mc.test', fetch }).events.stream()) {
      console.log(event.seq)
      if (event.seq === 3) break
    }`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code])
  expect(stdout.trim().split('\n')).toEqual(['1', '2', '3'])
})

describe('by the clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const connect = (fetch: (request: Request) => Promise<Response>) =>
    new MissionControl({ baseUrl: 'http://mc.test', fetch }).events
  const eventStream = (body: ReadableStream<Uint8Array>) =>
    new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } })
  const frame = (seq: number) => new TextEncoder().encode(`id: ${seq}\ndata: {"seq":${seq}}\n\n`)

  test('a server that was never reached is given up, one that was lost is not (IF-3)', async () => {
    let isThere = false
    const fetch = vi.fn(async () => {
      if (!isThere) throw new TypeError('fetch failed')
      return eventStream(new ReadableStream({ start: (controller) => controller.close() }))
    })
    const next = connect(fetch).stream().next()
    next.catch(() => {})
    await vi.advanceTimersByTimeAsync(600_000)
    await expect(next).rejects.toMatchObject({ code: 'connection_failed' })
    expect(fetch).toHaveBeenCalledTimes(5)

    isThere = true
    const stop = new AbortController()
    const other = connect(fetch).stream({ signal: stop.signal }).next()
    await vi.advanceTimersByTimeAsync(10_000)
    isThere = false
    fetch.mockClear()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(fetch.mock.calls.length).toBeGreaterThan(90)
    stop.abort()
    await expect(other).resolves.toEqual({ done: true, value: undefined })
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a connection that has gone silent is taken for dead after 45 seconds (IF-3)', async () => {
    const lastIds: (string | null)[] = []
    const fetch = async (request: Request) => {
      lastIds.push(request.headers.get('Last-Event-ID'))
      return eventStream(new ReadableStream({ start: (controller) => controller.enqueue(frame(7)) }))
    }
    const stop = new AbortController()
    const events = connect(fetch).stream({ signal: stop.signal })
    await expect(events.next()).resolves.toMatchObject({ value: { seq: 7 } })
    await vi.advanceTimersByTimeAsync(44_000)
    expect(lastIds).toEqual([null])
    await vi.advanceTimersByTimeAsync(6000)
    expect(lastIds).toEqual([null, '7'])
    stop.abort()
    await events.return(undefined as never)
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a slow loop holds the stream back instead of filling the memory (IF-3)', async () => {
    let produced = 0
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(frame(++produced)) })
    const seen: Event[] = []
    for await (const event of connect(async () => eventStream(body)).stream()) {
      seen.push(event)
      await vi.advanceTimersByTimeAsync(1)
      if (seen.length === 3000) break
    }
    expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1))
    expect(produced).toBeLessThan(4100)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('an abort before the start asks for nothing (IF-3)', async () => {
    const fetch = vi.fn()
    const events = connect(fetch).stream({ signal: AbortSignal.abort() })
    await expect(events.next()).resolves.toEqual({ done: true, value: undefined })
    expect(fetch).not.toHaveBeenCalled()
  })
})
