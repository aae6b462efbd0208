// Addresses of servers, as people type them.
import { wrongUsage } from '../failure.ts'

/**
 * @param from where it was given, for the message
 * @returns the address without a slash at its end
 */
export function serverUrl(text: string, from: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    // A key in the wrong place is not repeated.
    const isKey = text.startsWith('mc_')
    const isHost = !isKey && /^([\w.-]+|\[[0-9a-f:]+\])(:\d+)?$/i.test(text)
    const scheme = isLoopback(`http://${text}`) ? 'http' : 'https'
    const guess = isHost ? ` Did you mean ${scheme}://${text}?` : ''
    const value = isKey ? '' : `: '${text}'`
    throw wrongUsage(`${from} is no address of a server${value}.${guess}`, 'Such as http://127.0.0.1:4100.')
  }
  if (url.username || url.password) {
    throw wrongUsage(
      `${from} carries a password; servers are signed in to with a key.`,
      'Leave out what stands before @.',
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}`
}

export const sameServer = (one: string, other: string): boolean =>
  URL.parse(one)?.href.replace(/\/+$/, '') === URL.parse(other)?.href.replace(/\/+$/, '')

/** Whether it names this very machine, where nobody listens in. */
export const isLoopback = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(URL.parse(url)?.hostname ?? '')

/** What a profile is called where nobody named it. */
export const profileNameOf = (url: string): string => URL.parse(url)!.host
