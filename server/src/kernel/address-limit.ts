// A fixed limit per address for what anybody may ask without a credential; kept in memory, it starts afresh with the server.
import type { Clock } from './clock.ts'
import { AppError } from './errors.ts'

export interface AddressLimitOptions {
  readonly most: number
  readonly perSeconds: number
  /** Names what is limited in the message, such as `registrations`. */
  readonly what: string
}

const mostAddresses = 10_000

export class AddressLimit {
  readonly #clock: Clock
  readonly #options: AddressLimitOptions
  readonly #times = new Map<string, number[]>()

  constructor(clock: Clock, options: AddressLimitOptions) {
    this.#clock = clock
    this.#options = options
  }

  /**
   * Counts a try at once, so that of many at the same time no more than the limit get by.
   * @returns takes it back, for a try that turned out to be none of those that are limited.
   * @throws rate_limited where the address has used up its tries, without counting another.
   */
  take(address: string): () => void {
    const network = networkOf(address)
    const recent = this.#recent(network)
    const now = this.#clock.now()
    const { most, perSeconds, what } = this.#options
    if (recent.length >= most) {
      const seconds = Math.max(1, Math.ceil((recent[0]! + perSeconds * 1000 - now) / 1000))
      throw new AppError('rate_limited', `${most} ${what} in ${perSeconds} seconds are allowed from one address`, {
        headers: { 'Retry-After': String(seconds) },
      })
    }
    this.#times.delete(network)
    // The address that has been silent longest goes first.
    if (this.#times.size >= mostAddresses) this.#times.delete(this.#times.keys().next().value!)
    this.#times.set(network, [...recent, now])
    return () => this.#takeBack(network, now)
  }

  #takeBack(network: string, time: number): void {
    const times = this.#times.get(network) ?? []
    const index = times.indexOf(time)
    if (index !== -1) this.#times.set(network, times.toSpliced(index, 1))
  }

  #recent(network: string): number[] {
    const since = this.#clock.now() - this.#options.perSeconds * 1000
    return (this.#times.get(network) ?? []).filter((time) => time > since)
  }
}

/** One customer has a whole IPv6 network: its first 64 bits count as one address. */
function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = address.includes('::') ? new Array<string>(8 - groups.length - after.length).fill('0') : []
  return [...groups, ...zeros, ...after].slice(0, 4).join(':')
}
