// A clock that stands still until a test moves it.
import type { Clock } from '../../src/kernel/clock.ts'

export class TestClock implements Clock {
  #now: number

  constructor(start = '2026-03-02T10:00:00.000Z') {
    this.#now = Date.parse(start)
  }

  now(): number {
    return this.#now
  }

  advance(seconds: number): void {
    this.#now += Math.round(seconds * 1000)
  }
}
