// The end of the server: work in flight is answered, and what has not arrived holds nobody up.
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHttpServer, type HttpServer } from '../src/http-server.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { TestClock } from './support/clock.ts'
import { startServerProcess } from './support/server-process.ts'
import { openWire, parseAnswer } from './support/wire.ts'

/** Far below the ten seconds that work in flight may take. */
const soon = 3_000

const since = (started: number) => performance.now() - started
const upload = (path: string, headers = '') =>
  `POST ${path} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n${headers}\r\n{"title":`

describe('closing the HTTP server', () => {
  const workMilliseconds = 1_200
  let http: HttpServer
  let url: string
  beforeEach(async () => {
    http = createHttpServer(new TestClock())
    http.serve(async (request, response) => {
      if (request.method === 'POST') for await (const _chunk of request.iterator({ destroyOnReturn: false }));
      else await delay(workMilliseconds)
      response.end('done')
    })
    await new Promise<void>((resolve) => http.server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
  })
  afterEach(() => http.close().catch(() => {}))

  test('IF-1: a request that has not arrived whole is told so, one that is worked on is answered', async () => {
    const [unfinished, working] = [await openWire(url), await openWire(url)]
    const begun = new Promise<void>((resolve) => {
      let count = 0
      http.server.on('request', () => {
        count += 1
        if (count === 2) resolve()
      })
    })
    unfinished.send(upload('/'))
    working.send('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
    await begun
    const started = performance.now()
    const closed = http.close()
    const refusal = parseAnswer(await unfinished.ended)
    expect(since(started)).toBeLessThan(workMilliseconds)
    expect(refusal.status).toBe(503)
    expect(refusal.headers.connection).toBe('close')
    expect(JSON.parse(refusal.body)).toMatchObject({ success: false, error: { code: 'shutting_down' } })
    expect(await working.ended).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*done/)
    await closed
    expect(since(started)).toBeLessThan(soon)
  })

  test('IF-1: neither headers that have not all come nor a kept-alive connection hold it up', async () => {
    const [fresh, second] = [await openWire(url), await openWire(url)]
    second.send('POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n')
    await second.until('done')
    second.send('POST / HTTP/1.1\r\nHost:')
    fresh.send('GET / HT')
    await delay(50)
    const started = performance.now()
    await http.close()
    expect(since(started)).toBeLessThan(soon)
  })
})

test('IF-1: on SIGTERM with a body on its way, and a stream open, the process ends soon and in order', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-end-'))
  const adminKey = newSecret('user').secret
  const server = await startServerProcess({ dataDir, adminKey })
  try {
    const url = `http://127.0.0.1:${server.port}`
    const [unfinished, stream] = [await openWire(url), await openWire(url)]
    const authorization = `Authorization: Bearer ${adminKey}\r\n`
    unfinished.send(upload('/api/v1/tasks', authorization))
    stream.send(`GET /api/v1/events/stream HTTP/1.1\r\nHost: here\r\n${authorization}\r\n`)
    await stream.until('retry:')
    const started = performance.now()
    await server.stop()
    expect(since(started)).toBeLessThan(soon)
    expect(parseAnswer(await unfinished.ended).status).toBe(503)
    // The last chunk: the stream was ended, not cut.
    expect(await stream.ended).toMatch(/\r\n0\r\n\r\n$/)
  } finally {
    await server.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
})
