// A load generator on bare sockets: one request in flight per connection, no HTTP client in the way of the figures.
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly port: number
  readonly connections: number
  readonly requests: number
  /** The nth request of a connection, as bytes of HTTP. */
  next(connection: number, nth: number): string
  /** Called with each answer's body; a status other than 2xx is an error the run ends with. */
  onBody?(connection: number, body: string): void
}

export interface LoadResult {
  readonly requests: number
  readonly seconds: number
  /** Milliseconds from the request's first byte to the answer's last, one for each request. */
  readonly latencies: Float64Array
}

export async function runLoad(load: Load): Promise<LoadResult> {
  const latencies = new Float64Array(load.requests)
  let sent = 0
  let done = 0
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: load.connections }, (_, connection) => runConnection(connection)))
  const seconds = (performance.now() - startedAt) / 1000
  return { requests: done, seconds, latencies: latencies.subarray(0, done) }

  function runConnection(connection: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
      let nth = 0
      let sentAt = 0
      let received = ''
      let expected = -1
      const sendNext = () => {
        if (sent >= load.requests) {
          socket.end()
          return resolve()
        }
        sent += 1
        received = ''
        expected = -1
        sentAt = performance.now()
        socket.write(load.next(connection, nth))
        nth += 1
      }
      socket.setEncoding('latin1')
      socket.on('connect', sendNext)
      socket.on('error', reject)
      socket.on('data', (chunk: string) => {
        received += chunk
        if (expected === -1) {
          const headEnd = received.indexOf('\r\n\r\n')
          if (headEnd === -1) return
          const length = /content-length: (\d+)/i.exec(received)
          if (!length) return reject(new Error(`an answer without a length: ${received.slice(0, 200)}`))
          expected = headEnd + 4 + Number(length[1])
        }
        if (received.length < expected) return
        latencies[done] = performance.now() - sentAt
        done += 1
        if (received[9] !== '2') return reject(new Error(received))
        load.onBody?.(connection, received.slice(received.indexOf('\r\n\r\n') + 4))
        sendNext()
      })
    })
  }
}

export function postBytes(path: string, body: unknown, bearer: string): string {
  const json = JSON.stringify(body)
  return (
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${bearer}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
  )
}
