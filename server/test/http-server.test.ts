// What never becomes a request is answered in the envelope too.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpServer, type HttpServer } from '../src/http-server.ts'
import { TestClock } from './support/clock.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openWire, parseAnswer } from './support/wire.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

async function answerTo(text: string) {
  const wire = await openWire(server.url)
  wire.send(text)
  return parseAnswer(await wire.ended)
}

function expectEnvelope({ headers, body }: Awaited<ReturnType<typeof answerTo>>, code: string) {
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  })
  expect(JSON.parse(body)).toMatchObject({
    success: false,
    error: { code, message: expect.stringMatching(/./), hint: expect.stringMatching(/./), details: null },
  })
  expect(JSON.parse(body).error.requestId).toBe(headers['x-request-id'])
}

describe('requests that are none', () => {
  test.each([
    ['a line that is no request', 'HELLO\r\n\r\n'],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nHost: here\r\nnonsense\r\n\r\n'],
    [
      'two lengths that differ',
      'POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
    ['a broken chunk', 'POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01'],
  ])('IF-1: %s', async (_what, text) => {
    const answer = await answerTo(text)
    expect(answer.status).toBe(400)
    expectEnvelope(answer, 'malformed_request')
  })

  test('IF-1: headers that are too long', async () => {
    const answer = await answerTo(`GET /healthz HTTP/1.1\r\nHost: here\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer.status).toBe(431)
    expectEnvelope(answer, 'headers_too_large')
  })

  test('IF-1: a request without a Host header, or with an expectation nobody knows', async () => {
    for (const header of ['X-Nothing: here', 'Host: here\r\nExpect: miracles']) {
      const answer = await answerTo(`GET /healthz HTTP/1.1\r\n${header}\r\n\r\n`)
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.body)).toMatchObject({ success: false, error: { code: 'malformed_request' } })
    }
  })

  test('IF-1: nonsense after a request waits until that one is answered', async () => {
    const wire = await openWire(server.url)
    wire.send('GET /healthz HTTP/1.1\r\nHost: here\r\n\r\nHELLO\r\n\r\n')
    const text = await wire.ended
    expect(text.startsWith('HTTP/1.1 200 OK')).toBe(true)
    expectEnvelope(parseAnswer(text.slice(text.indexOf('HTTP/1.1 400'))), 'malformed_request')
  })
})

test('IF-1: a request that comes before the server serves waits until it does', async () => {
  const early = createHttpServer(new TestClock())
  await new Promise<void>((resolve) => early.server.listen(0, '127.0.0.1', resolve))
  const wire = await openWire(`http://127.0.0.1:${(early.server.address() as { port: number }).port}`)
  const arrived = new Promise((resolve) => early.server.once('request', resolve))
  wire.send('GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n')
  await arrived
  early.serve((_request, response) => void response.end('served'))
  expect(parseAnswer(await wire.ended)).toMatchObject({ status: 200 })
  await early.close()
})

describe('requests that do not arrive in time', () => {
  const bare: HttpServer = createHttpServer(new TestClock())
  beforeAll(async () => {
    bare.serve((_request, response) => void response.end())
    await new Promise<void>((resolve) => bare.server.listen(0, '127.0.0.1', resolve))
  })
  afterAll(() => bare.close())
  const url = () => `http://127.0.0.1:${(bare.server.address() as { port: number }).port}`
  const late = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })

  test('IF-1: are answered 408', async () => {
    bare.server.once('connection', (socket) => bare.server.emit('clientError', late, socket))
    const wire = await openWire(url())
    const answer = parseAnswer(await wire.ended)
    expect(answer.status).toBe(408)
    expectEnvelope(answer, 'request_timeout')
  })

  test('IF-1: and nothing is written to who is gone', async () => {
    const gone = new Promise<boolean>((resolve) => {
      bare.server.once('connection', (socket) => {
        socket.destroy()
        bare.server.emit('clientError', late, socket)
        resolve(socket.destroyed)
      })
    })
    const wire = await openWire(url())
    expect(await gone).toBe(true)
    expect(await wire.ended).toBe('')
  })
})
