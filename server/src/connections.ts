// Which connections carry work and which only hold the server up: the difference counts when it ends.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A response knows its request. */
export type Exchange = ServerResponse<IncomingMessage>

export class Connections {
  /** The exchanges of each connection since it was last at rest; usually one. */
  readonly #exchanges = new Map<Socket, Exchange[]>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#exchanges.set(socket, [])
      socket.once('close', () => this.#exchanges.delete(socket))
    })
    server.on('request', ({ socket }: IncomingMessage, response: Exchange) => {
      const exchanges = this.#exchanges.get(socket)
      if (!exchanges) return
      if (exchanges.every(isOver)) exchanges.length = 0
      exchanges.push(response)
    })
  }

  /** What is not answered to the end yet, in the order in which it came. */
  open(socket: Socket): Exchange[] {
    return (this.#exchanges.get(socket) ?? []).filter((exchange) => !isOver(exchange))
  }

  /** Browsers and fetch open connections ahead of need; Node counts those as busy until their first request has come. */
  destroyUnused(): void {
    for (const [socket, exchanges] of this.#exchanges) if (exchanges.length === 0) socket.destroy()
  }

  /**
   * Ends the connections on which nothing is being done: at rest, or with a request that has not arrived whole.
   * @param refuse answers an exchange whose request will not be waited for.
   */
  destroyIdle(refuse: (exchange: Exchange) => void): void {
    for (const socket of this.#exchanges.keys()) {
      const open = this.open(socket)
      if (open.some(isAtWork)) continue
      for (const exchange of open) refuse(exchange)
      socket.destroySoon()
    }
  }
}

const isOver = (exchange: Exchange): boolean => exchange.writableFinished || exchange.destroyed

/** A request that is here whole, or one whose answer has begun. */
const isAtWork = (exchange: Exchange): boolean =>
  exchange.req.complete || (exchange.headersSent && !exchange.writableEnded)
