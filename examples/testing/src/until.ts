// Waits for another process, whose clock no test can move.
import { setTimeout as sleep } from 'node:timers/promises'

const patienceMs = 20_000
const askAgainMs = 50

/** @returns the first answer that is something; `what` it was is named if none comes in time */
export async function until<T>(what: string, look: () => Promise<T | undefined | false> | T | undefined | false) {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`In ${patienceMs / 1000} seconds there was no ${what}.`)
    await sleep(askAgainMs)
  }
}
