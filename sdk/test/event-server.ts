// An event stream over real sockets that can be stopped and started again on its port, and be as rude as networks are.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export class EventServer {
  /** `Last-Event-ID` and query of every connection. */
  readonly connections: { lastId: string | undefined; query: URLSearchParams; authorization: string | undefined }[] = []
  /** Statuses of the next answers, before the stream is served again. */
  readonly refusals: number[] = []
  #count = 0
  #port = 0
  #server: Server | undefined
  readonly #open = new Set<ServerResponse>()

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const query = new URL(request.url ?? '', 'http://localhost').searchParams
      const lastId = request.headers['last-event-id'] as string | undefined
      this.connections.push({ lastId, query, authorization: request.headers.authorization })
      const refusal = this.refusals.shift()
      if (refusal) return response.writeHead(refusal, { 'Content-Type': 'text/html' }).end('<h1>No</h1>')
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('retry: 5\n\n')
      const after = lastId ?? query.get('after')
      response.write(`id: ${after ?? this.#count}\n\n`)
      for (let seq = Number(after ?? this.#count) + 1; seq <= this.#count; seq++) response.write(frame(seq))
      this.#open.add(response)
      response.on('close', () => this.#open.delete(response))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get openCount(): number {
    return this.#open.size
  }

  publish(howMany: number): void {
    for (let i = 0; i < howMany; i++) this.#send(frame(++this.#count))
  }

  /** Numbers the readers do not get to see, as a filter would: only the id is sent. */
  skip(howMany: number): void {
    this.#count += howMany
    this.#send(`id: ${this.#count}\n\n`)
  }

  /** Breaks all connections in the middle of a frame. */
  cut(): void {
    this.#send(frame(this.#count + 1).slice(0, 20))
    for (const response of this.#open) response.destroy()
    this.#open.clear()
  }

  async stop(): Promise<void> {
    this.cut()
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    this.#server?.closeAllConnections()
    await closed
  }

  #send(text: string): void {
    for (const response of this.#open) response.write(text)
  }
}

const frame = (seq: number): string =>
  `id: ${seq}\ndata: ${JSON.stringify({ id: `${seq}`, seq, type: 'task.created' })}\n\n`
