// A local server that answers as model providers do, from a script, and remembers what it was asked.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TrackedUsage, UsageSink } from '../src/track/track.ts'

export interface Asked {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

export type Answer = (response: ServerResponse, asked: Asked) => void

export interface ModelServer extends AsyncDisposable {
  url: string
  asked: Asked[]
}

/** @param answers one for each request in turn; the last one answers all that follow */
export async function modelServer(...answers: Answer[]): Promise<ModelServer> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method = '', url = '', headers } = request
    const it = { method, path: url, headers, body: body.startsWith('{') ? JSON.parse(body) : {} }
    asked.push(it)
    answers[Math.min(asked.length, answers.length) - 1]!(response, it)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))

/** The events of a stream; named as their `type` says, as both providers do. */
const frames = (events: unknown[]): string => events.map(frame).join('')

const frame = (event: unknown): string => {
  if (typeof event === 'string') return `data: ${event}\n\n`
  const { type } = event as { type?: string }
  return `${type ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`
}

export const stream =
  (...events: unknown[]): Answer =>
  (response) =>
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(frames(events))

/** A stream that comes in pieces of a few bytes, so that events and characters are torn. */
export const tornStream =
  (...events: unknown[]): Answer =>
  async (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    const bytes = Buffer.from(frames(events))
    for (let at = 0; at < bytes.length; at += 7) {
      response.write(bytes.subarray(at, at + 7))
      await new Promise(setImmediate)
    }
    response.end()
  }

/** A stream whose connection breaks after these events. */
export const brokenStream =
  (...events: unknown[]): Answer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(frames(events), () => setTimeout(() => response.destroy(), 20))
  }

/** A stream that falls silent after these events. */
export const silentStream =
  (...events: unknown[]): Answer =>
  (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(frames(events))
  }

/** Keeps what is reported. */
export class Reports implements UsageSink {
  readonly all: TrackedUsage[] = []

  report(usage: TrackedUsage): void {
    this.all.push(usage)
  }

  /** Without the time, lines as a record. */
  get brief() {
    return this.all.map(({ usedAt: _, lines, ...rest }) => ({
      ...rest,
      lines: Object.fromEntries(lines.map(({ meter, quantity }) => [meter, quantity])),
    }))
  }
}
