import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { systemActor } from '../src/kernel/store/store.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openEventStream } from './support/stream.ts'

type Schemas = components['schemas']
type Event = Schemas['Event']

/** Adds events to the ledger as a feature would, one change each. */
async function append(
  server: TestServer,
  count: number,
  payload: Record<string, unknown> = {},
  agentId: string | null = null,
) {
  const context = { workspaceId: server.workspaceId, actor: systemActor }
  await Promise.all(
    Array.from({ length: count }, (_, number) =>
      server.store.write(context, async (tx) =>
        tx.append({
          type: number % 2 === 0 ? 'agent.updated' : 'agent.offline',
          agentId,
          payload: { number, ...payload },
        }),
      ),
    ),
  )
}

describe('the list of events', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
    await append(server, 30, {}, 'agt_a')
    server.clock.advance(60)
    await append(server, 30, {}, 'agt_b')
  })
  afterAll(() => server.close())

  const list = async (query: string) => (await server.admin.get<Event[]>(`/events?${query}`)).data

  test('OB-1: events come newest first, numbered without gaps, with the payload they were hashed with', async () => {
    const data = await list('limit=200')
    expect(data.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index))
    expect(data[0]).toMatchObject({
      id: '60',
      type: 'agent.offline',
      agentId: 'agt_b',
      actor: { kind: 'system', id: null },
    })
    expect(await list('limit=200&sort=seq')).toEqual(data.toReversed())
  })

  test('OB-1: filters are combined', async () => {
    const since = new Date(server.clock.now()).toISOString()
    expect(await list('agentId=agt_a&types=agent.offline&limit=200')).toHaveLength(15)
    expect(await list(`since=${since}&limit=200`)).toHaveLength(30)
    expect(await list(`until=${since}&types=agent.updated,agent.offline&limit=200`)).toHaveLength(30)
    expect(await list(`since=${since}&agentId=agt_a`)).toEqual([])
    expect(await list('taskId=tsk_none')).toEqual([])
  })

  test.each(['seq', '-seq'])(
    'OB-1: pages sorted by %s neither skip nor repeat, also while events are added',
    async (sort) => {
      const before = (await list('limit=1'))[0]!.seq
      const seen: number[] = []
      let cursor: string | null = null
      do {
        const query = cursor === null ? '' : `&cursor=${cursor}`
        const answer: { data: Event[]; page?: { nextCursor: string | null } | undefined } = await server.admin.get<
          Event[]
        >(`/events?limit=7&sort=${sort}&types=agent.updated${query}`)
        seen.push(...answer.data.map(({ seq }) => seq))
        if (seen.length === 14) await append(server, 2)
        cursor = answer.page!.nextCursor
      } while (cursor !== null)
      const known = (await list('limit=200&sort=seq&types=agent.updated')).map(({ seq }) => seq)
      expect(seen.toSorted((a, b) => a - b)).toEqual(sort === 'seq' ? known : known.filter((seq) => seq <= before))
    },
  )
})

describe('the stream of events', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await server.close()
  })

  const open = (query = '', headers = {}, key = server.adminKey) =>
    openEventStream(`${server.url}/api/v1/events/stream${query}`, key, headers)

  async function take(stream: Awaited<ReturnType<typeof open>>, count: number): Promise<number[]> {
    const seen: number[] = []
    while (seen.length < count) {
      const event = await stream.nextEvent()
      if (event === null) break
      seen.push(event.seq)
    }
    return seen
  }

  /** Reads to the end of the stream, which may come before or after the event that tells of its cause. */
  async function lastOf(stream: Awaited<ReturnType<typeof open>>): Promise<string> {
    let last = 'none'
    for (let event = await stream.nextEvent(); event !== null; event = await stream.nextEvent()) last = event.type
    return last
  }

  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

  test('OB-1: a stream begins with what happens next, and says when to come again and where it stands', async () => {
    await append(server, 3)
    const stream = await open()
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(await stream.next()).toEqual({ retry: '2000', id: null, data: null })
    expect(await stream.next()).toEqual({ retry: null, id: '3', data: null })
    await append(server, 1)
    const frame = await stream.next()
    expect(frame?.id).toBe('4')
    const [listed] = (await server.admin.get<Event[]>('/events?limit=1')).data
    expect(JSON.parse(frame!.data!)).toEqual(listed)
    stream.close()
  })

  test('OB-1: a reader that was away gets what it missed, from the ledger and then live, without gap or repeat', async () => {
    await append(server, 1_000)
    const stream = await open('?after=0')
    const writing = append(server, 500)
    expect(await take(stream, 1_500)).toEqual(numbers(1, 1_500))
    await writing
    stream.close()
    await append(server, 10)
    const again = await open('?after=3', { 'Last-Event-ID': '1500' })
    expect(await take(again, 10)).toEqual(numbers(1_501, 1_510))
    again.close()
  })

  test('OB-1: nothing is lost or repeated over a restart of the server', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-test-'))
    const first = await startTestServer({ dataDir })
    await append(first, 5)
    const stream = await openEventStream(`${first.url}/api/v1/events/stream?after=0`, first.adminKey)
    expect(await take(stream, 3)).toEqual([1, 2, 3])
    await first.close()
    const second = await startTestServer({ dataDir, clock: first.clock })
    const resumed = await openEventStream(`${second.url}/api/v1/events/stream`, first.adminKey, {
      'Last-Event-ID': '3',
    })
    await append(second, 2)
    expect(await take(resumed, 4)).toEqual([4, 5, 6, 7])
    resumed.close()
    await second.close()
    rmSync(dataDir, { recursive: true })
  })

  test('OB-1: a filtered reader gets only what it asked for', async () => {
    const byType = await open('?types=agent.offline&after=0')
    const byAgent = await open('?agentId=agt_a&types=agent.offline,agent.updated&after=0')
    await append(server, 4, {}, 'agt_b')
    await append(server, 4, {}, 'agt_a')
    expect(await take(byType, 4)).toEqual([2, 4, 6, 8])
    expect(await take(byAgent, 4)).toEqual([5, 6, 7, 8])
    byType.close()
    byAgent.close()
  })

  test('OB-1: a keep-alive names the last number looked at, so that a filtered reader resumes there', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const stream = await open('?types=task.created&after=0')
    await stream.next()
    await stream.next()
    await append(server, 6)
    vi.advanceTimersByTime(15_000)
    expect(await stream.next()).toEqual({ id: '6', data: null, retry: null })
    stream.close()
  })

  test('OB-1: many streams get the very same bytes of an event', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => open('?after=0')))
    await append(server, 1)
    const frames = await Promise.all(
      streams.map(async (stream) => {
        for (;;) {
          const frame = await stream.next()
          if (frame?.data) return frame.data
        }
      }),
    )
    expect(new Set(frames).size).toBe(1)
    for (const stream of streams) stream.close()
  })

  test('OB-1: an id beyond the last event, an odd one or an unknown type is refused before the stream begins', async () => {
    await append(server, 3)
    for (const [place, query, headers] of [
      ['after', '?after=4', {}],
      ['after', '?after=x', {}],
      ['Last-Event-ID', '?after=1', { 'Last-Event-ID': 'abc' }],
      ['types.0', '?types=task.exploded', {}],
    ] as const) {
      const response = await fetch(`${server.url}/api/v1/events/stream${query}`, {
        headers: { Authorization: `Bearer ${server.adminKey}`, ...headers },
      })
      const { error } = (await response.json()) as Schemas['ErrorBody']
      expect([error.code, error.message.split(':')[0]]).toEqual(['validation_failed', place])
    }
  })

  test('OB-1: a revoked key ends its streams within a second, and no others', async () => {
    const made = await server.admin.post<Schemas['KeySecret']>('/keys', { name: 'Streams' })
    const [own, other] = [await open('', {}, made.data.secret!), await open()]
    const started = performance.now()
    await server.admin.delete(`/keys/${made.data.key.id}`)
    expect(await lastOf(own)).toMatch(/none|key.revoked/)
    expect(performance.now() - started).toBeLessThan(1_000)
    await append(server, 1)
    expect(await other.nextEvent()).not.toBeNull()
    other.close()
  })

  test('OB-1: who is no longer a member follows no more', async () => {
    const { key, userId } = await server.addUser('viewer')
    const stream = await open('', {}, key)
    await server.admin.patch(`/users/${userId}`, { role: 'operator' })
    expect(await stream.nextEvent()).toMatchObject({ type: 'membership.changed' })
    await server.admin.delete(`/users/${userId}`)
    expect(await lastOf(stream)).toMatch(/none|user.removed/)
  })

  test('OB-1: a signed-out page follows no more', async () => {
    const { data, headers } = await server.api().post<Schemas['SessionInfo']>('/sessions', { key: server.adminKey })
    const cookie = headers.get('set-cookie')!.split(';')[0]!
    const response = await fetch(`${server.url}/api/v1/events/stream`, { headers: { Cookie: cookie } })
    expect(response.status).toBe(200)
    await server.api().delete('/sessions/current', { Cookie: cookie, 'X-CSRF-Token': data.csrfToken })
    expect(await response.text()).toContain('retry: 2000')
  })

  test('OB-1: a key that has run out ends its streams at the next keep-alive', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const expiresAt = new Date(server.clock.now() + 5_000).toISOString()
    const made = await server.admin.post<Schemas['KeySecret']>('/keys', { name: 'Short', expiresAt })
    const stream = await open('', {}, made.data.secret!)
    server.clock.advance(5)
    vi.advanceTimersByTime(15_000)
    expect(await stream.nextEvent()).toBeNull()
  })

  test('OB-1: a shutdown ends the streams', async () => {
    const stream = await open()
    await server.app.shutDown()
    expect(await stream.nextEvent()).toBeNull()
  })

  test('WS-2: a stream carries nothing of another workspace', async () => {
    const other = await server.createWorkspace('Elsewhere')
    const { key } = await server.addUser('viewer', other.id)
    const stream = await open('?after=0', {}, key)
    await append(server, 5)
    await server.addAgent({ name: 'theirs' }, other.id)
    const listed = await server.api(key).get<Event[]>('/events?sort=seq')
    expect(await take(stream, listed.data.length)).toEqual(listed.data.map(({ seq }) => seq))
    expect(listed.data.every(({ type }) => !type.startsWith('agent.off'))).toBe(true)
    stream.close()
  })

  test('OB-1: a reader that does not keep up is cut off, and resumes where it was', async () => {
    const large = { text: 'x'.repeat(20_000) }
    const { port } = new URL(server.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(
      `GET /api/v1/events/stream?after=0 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.adminKey}\r\n\r\n`,
    )
    let text = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
    socket.pause()
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    for (let round = 0; round < 60; round += 1) await append(server, 10, large)
    socket.on('error', () => {})
    socket.on('data', (chunk) => (text += String(chunk)))
    socket.resume()
    await closed
    const ids = Array.from(text.matchAll(/^id: (\d+)\ndata: .*\n\n/gm), ([, id]) => Number(id))
    expect(ids.length).toBeLessThan(600)
    expect(ids).toEqual(numbers(1, ids.length))
    const resumed = await open('', { 'Last-Event-ID': String(ids.length) })
    expect(await take(resumed, 600 - ids.length)).toEqual(numbers(ids.length + 1, 600))
    resumed.close()
  })
})
