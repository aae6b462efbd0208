// The HTTP server around the app: what Node would answer by itself gets the envelope too, and the end waits for work alone.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { Connections, type Exchange } from './connections.ts'
import { bareAnswer, errorJson, sendJson } from './kernel/answer.ts'
import type { Clock } from './kernel/clock.ts'
import { AppError } from './kernel/errors.ts'
import { newId } from './kernel/ids.ts'

const drainMilliseconds = 10_000
/** For a request that is on its way. */
const graceMilliseconds = 500
/** Until then the client may read why, while it is still writing. */
const lingerMilliseconds = 1_000

export interface HttpServer {
  readonly server: Server
  /** Requests that came before, on a server that listens already, are handled now. */
  serve(handler: RequestListener): void
  /** Takes no more connections and waits for work in flight, ten seconds at most. What is unfinished is no work. */
  close(): Promise<void>
}

export function createHttpServer(clock: Clock): HttpServer {
  // Node would refuse a request without the header with nothing but a status.
  const server = createServer({ requireHostHeader: false })
  // Until a request has come whole: a file of 25 MiB over a slow line takes minutes. Headers have to come in one.
  server.requestTimeout = 300_000
  server.keepAliveTimeout = 75_000
  const connections = new Connections(server)
  const refuse = (exchange: Exchange, error: AppError) =>
    sendJson(exchange, error.status, errorJson(error, newId('req', clock.now())), {
      ...error.headers,
      Connection: 'close',
    })

  const broken = new WeakSet<Socket>()
  server.on('clientError', (failure: NodeJS.ErrnoException, socket: Socket) => {
    // What comes after the broken part is broken too.
    if (broken.has(socket)) return
    broken.add(socket)
    const open = connections.open(socket)
    const last = open.at(-1)
    const answer = () => answerBroken(socket, refusalOf(failure), newId('req', clock.now()))
    // The answers to what came whole before go first.
    if (last?.req.complete) last.once('finish', answer)
    else if (open.length > 1 || last?.headersSent) socket.destroy()
    else answer()
  })
  // Asked whether the body is wanted, the one who reads it answers.
  server.on('checkContinue', (request, response) => server.emit('request', request, response))
  server.on('checkExpectation', ({ headers }, response) =>
    refuse(
      response,
      new AppError('malformed_request', `'Expect: ${headers.expect}' is not something this server does`),
    ),
  )

  const early: Parameters<RequestListener>[] = []
  const keepEarly = (...exchange: Parameters<RequestListener>) => void early.push(exchange)
  server.on('request', keepEarly)

  return {
    server,
    serve(handler) {
      const handle: RequestListener = (request, response) => {
        if (request.headers.host === undefined && request.httpVersion === '1.1') {
          refuse(response, new AppError('malformed_request', 'the request has no Host header'))
        } else handler(request, response)
      }
      server.off('request', keepEarly)
      server.on('request', handle)
      for (const exchange of early.splice(0)) handle(...exchange)
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      connections.destroyUnused()
      const ending = new AppError('shutting_down', 'the server ends before this request has arrived')
      const started = performance.now()
      const sweep = setInterval(() => {
        // A kept-alive connection counts as open once its last answer is out: close them as they fall idle.
        server.closeIdleConnections()
        if (performance.now() - started < graceMilliseconds) return
        connections.destroyIdle((exchange) => refuse(exchange, ending))
      }, 50)
      const force = setTimeout(() => server.closeAllConnections(), drainMilliseconds)
      await closed
      clearInterval(sweep)
      clearTimeout(force)
    },
  }
}

function answerBroken(socket: Socket, error: AppError, requestId: string): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  socket.end(bareAnswer(error.status, errorJson(error, requestId), { 'X-Request-Id': requestId, Connection: 'close' }))
  const linger = setTimeout(() => socket.destroy(), lingerMilliseconds)
  socket.once('close', () => clearTimeout(linger))
}

function refusalOf(failure: NodeJS.ErrnoException): AppError {
  switch (failure.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AppError('request_timeout', 'the request did not arrive in time')
    case 'HPE_HEADER_OVERFLOW':
      return new AppError('headers_too_large', 'the address and headers of the request are too long')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new AppError('payload_too_large', 'the chunk extensions of the body are too long')
    default:
      return new AppError('malformed_request', `this is not HTTP/1.1: ${failure.message.replace(/^Parse Error: /, '')}`)
  }
}
