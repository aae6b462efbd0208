// Everything that happens on the server, as its event stream tells it: kept, told to who listens, and waited for.
import type { Event, MissionControl } from '@mission-control/sdk'

export type Test = (event: Event) => boolean

/** Nothing happened for so long that nothing will. */
const longestSilenceMs = 90_000

export class Watch {
  readonly events: Event[] = []
  readonly #listeners = new Set<(event: Event) => void>()
  readonly #end = new AbortController()
  readonly #failure = Promise.withResolvers<never>()
  #lastAt = performance.now()

  /** @param admin whose stream it is, from the first event of the workspace on */
  constructor(admin: MissionControl) {
    this.#failure.promise.catch(() => {})
    this.#follow(admin).catch((error: unknown) => this.#failure.reject(error))
  }

  listen(listener: (event: Event) => void): void {
    this.#listeners.add(listener)
  }

  /**
   * @param what for the error, after "Nothing happened while waiting for"
   * @returns the first event that passes, be it past or to come
   */
  async until(what: string, test: Test, options: { isPatient?: boolean } = {}): Promise<Event> {
    const known = this.events.find(test)
    if (known) return known
    this.#lastAt = performance.now()
    const { promise, resolve, reject } = Promise.withResolvers<Event>()
    const listener = (event: Event) => {
      if (test(event)) resolve(event)
    }
    const timer = setInterval(() => {
      if (options.isPatient || performance.now() - this.#lastAt < longestSilenceMs) return
      reject(new Error(`Nothing happened for ${longestSilenceMs / 1000} seconds while waiting for ${what}.`))
    }, 1000)
    this.#listeners.add(listener)
    try {
      return await Promise.race([promise, this.#failure.promise])
    } finally {
      this.#listeners.delete(listener)
      clearInterval(timer)
    }
  }

  /** Rejected once something went wrong. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  /** Ends all waiting with this error. */
  fail(error: Error): void {
    this.#failure.reject(error)
  }

  close(): void {
    this.#end.abort()
  }

  async #follow(admin: MissionControl): Promise<void> {
    for await (const event of admin.events.stream({ after: 0, signal: this.#end.signal })) {
      this.#lastAt = performance.now()
      this.events.push(event)
      for (const listener of this.#listeners) listener(event)
    }
  }
}
