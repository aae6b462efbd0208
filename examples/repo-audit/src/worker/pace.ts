// Stretches work that is done in a blink, so that a person can watch its card; slow work is not made slower.
import { setTimeout as sleep } from 'node:timers/promises'

const shortestSleepMs = 20

export class Pace {
  readonly #startedAt = performance.now()
  readonly #totalMs: number

  constructor(seconds: number) {
    this.#totalMs = seconds * 1000
  }

  /** @param share how much of the work is done, from 0 to 1 */
  async keep(share: number, signal: AbortSignal): Promise<void> {
    const aheadMs = this.#totalMs * share - (performance.now() - this.#startedAt)
    if (aheadMs < shortestSleepMs) return
    // Rejects with an AbortError where the reason of the signal says more.
    await sleep(aheadMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
}
