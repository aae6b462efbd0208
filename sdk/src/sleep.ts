// Waiting that can be cut short, and how long to wait between attempts.

/** Timers know no longer wait: they would ring at once, and warn of it. */
const longestTimerMs = 2_147_483_647

/**
 * Waits for so many milliseconds or until the signal is aborted, whichever comes first; never rejects. Less than none is
 * none, and more than a timer can wait, `Infinity` too, is as long as it can: 24 days.
 */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const wake = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    // Rounded up: who wakes a fraction too early asks for the rest, again and again.
    const timer = setTimeout(wake, Math.min(longestTimerMs, Math.max(0, Math.ceil(ms))))
    signal?.addEventListener('abort', wake)
  })
}

/** A sleep that anyone can end. */
export class Alarm {
  #ring: AbortController | undefined

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const ring = new AbortController()
    const onAbort = () => ring.abort()
    this.#ring = ring
    if (signal.aborted) return
    signal.addEventListener('abort', onAbort)
    await sleep(ms, ring.signal)
    signal.removeEventListener('abort', onAbort)
  }

  /** Ends the sleep there is; without one it does nothing. */
  ring(): void {
    this.#ring?.abort()
  }
}

/**
 * Milliseconds to wait after so many failures in a row: any time up to 0.5, 1, 2, 4 … seconds. Many clients that lost
 * the same server thus do not come back all at once.
 */
export const backoffMs = (failures: number, longestMs = 30_000): number =>
  Math.random() * Math.min(longestMs, 500 * 2 ** Math.min(failures, 16))
