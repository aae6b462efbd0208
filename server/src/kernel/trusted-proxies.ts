// Whom MC_TRUSTED_PROXIES names: the proxies whose word on the caller's address counts, read as Express reads them.
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import proxyAddress from 'proxy-addr'

const networkNames = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** @returns the parts of a comma-separated list. */
export const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** @returns what is wrong with one part, or null. */
export function problemOfProxy(part: string): string | null {
  if (networkNames.has(part)) return null
  const wanted = 'an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal'
  // A bare number would be read as a very short address.
  if (isIP(part.split('/')[0]!) === 0) return `'${part}' is not ${wanted}`
  try {
    proxyAddress.compile([part])
    return null
  } catch (error) {
    return `'${part}' is not ${wanted}: ${(error as Error).message}`
  }
}

/** @returns the address of the one who asks: the last one in X-Forwarded-For that no trusted proxy has. */
export function addressReader(trusted: readonly string[]): (request: IncomingMessage) => string {
  if (trusted.length === 0) return ({ socket }) => socket.remoteAddress ?? ''
  const trust = proxyAddress.compile([...trusted])
  return (request) => proxyAddress(request, trust) ?? ''
}
