// Time as it goes by, and as far ahead as a test has moved it.
import { type Clock, monotonicClock } from '../kernel/clock.ts'

export class MovingClock implements Clock {
  readonly #clock = monotonicClock()
  #aheadMilliseconds = 0

  now(): number {
    return this.#clock.now() + this.#aheadMilliseconds
  }

  /** @throws RangeError for what is no time to go forward by: on SQLite time never runs backwards */
  advance(seconds: number): void {
    if (!(seconds >= 0 && Number.isFinite(seconds)))
      throw new RangeError(`a clock goes forward by a number of seconds, not by ${seconds}`)
    this.#aheadMilliseconds += Math.round(seconds * 1000)
  }
}
