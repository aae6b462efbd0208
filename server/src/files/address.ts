// How the one who asks reaches this server: what it hands out names that address.
import type { IncomingMessage } from 'node:http'

const hostAndPort = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i
const loopback = /^(localhost|127\.[\d.]+|\[::1\])$/

/** A configured address is right for everybody; a loopback one is right only here, so there the request's own name counts. */
export function addressFor(request: IncomingMessage, publicUrl: string): string {
  const { host } = request.headers
  const isOnlyHere = loopback.test(new URL(publicUrl).hostname)
  return isOnlyHere && host !== undefined && hostAndPort.test(host) ? `http://${host}` : publicUrl
}
