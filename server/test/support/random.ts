// Chance that can be had again: a test prints its seed, and the same seed gives the same run.
export interface Random {
  readonly seed: number
  /** From 0 up to, not including, 1. */
  next(): number
  between(low: number, high: number): number
}

export function seededRandom(variable: string): Random {
  const seed = Number(process.env[variable] ?? Math.floor(Math.random() * 2 ** 31))
  let state = seed >>> 0
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { seed, next, between: (low, high) => low + next() * (high - low) }
}
