// A bare connection, to send what no HTTP client would.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Wire {
  readonly socket: Socket
  send(text: string): void
  /** Everything that came, once the server has closed the connection. */
  readonly ended: Promise<string>
  /** Resolves once what came includes the text. */
  until(text: string): Promise<void>
}

export async function openWire(url: string): Promise<Wire> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = ''
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)))
  socket.on('data', (chunk: Buffer) => {
    received += chunk
  })
  // A reset ends it like a close; what came before counts.
  socket.on('error', () => {})
  await once(socket, 'connect')
  return {
    socket,
    send: (text) => void socket.write(text),
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => received.includes(text) && resolve()
        socket.on('data', look).once('close', () => reject(new Error(`ended without '${text}': ${received}`)))
        look()
      }),
  }
}

export interface BareAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** One answer that is all there is. */
export function parseAnswer(text: string): BareAnswer {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line) => line.split(': '))
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(pairs.map(([name, value]) => [name!.toLowerCase(), value!])),
    body,
  }
}
