// A connection to the server that a test can break: everything passes through until it is cut.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface CuttableWire {
  readonly url: string
  /** Breaks what is open and refuses what is new. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function startCuttableWire(serverUrl: string): Promise<CuttableWire> {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const wire = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      cutAll()
    },
    mend() {
      isCut = false
    },
    close() {
      cutAll()
      return new Promise((resolve) => wire.close(() => resolve()))
    },
  }
}
