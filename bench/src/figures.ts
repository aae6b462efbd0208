// What was seen of one kind of request, in slices that alternate with slices of the echo, so that both had the same machine.
import type { LoadResult } from './load.ts'

export interface Slice {
  readonly result: LoadResult
  /** Null where the system does not tell. */
  readonly processorSeconds: number | null
}

export interface Figure {
  readonly what: string
  readonly connections: number
  readonly slices: readonly Slice[]
  /** Of the echo, each taken right before the slice it stands beside. */
  readonly yardstick: readonly Slice[]
}

/** One line of the table. */
export function toLine({ what, connections, slices, yardstick }: Figure) {
  const latencies = Float64Array.from(slices.flatMap(({ result }) => [...result.latencies])).sort()
  const ratios = slices.map((slice, index) => perSecond(slice) / perSecond(yardstick[index]!))
  return {
    what,
    connections,
    'per second': Math.round(median(slices.map(perSecond))),
    'of echo': round(median(ratios)),
    'least–most': `${round(Math.min(...ratios))}–${round(Math.max(...ratios))}`,
    'p50 ms': round(latencies[Math.floor(latencies.length * 0.5)]!),
    'p99 ms': round(latencies[Math.floor(latencies.length * 0.99)]!),
    'CPU µs': microsecondsEach(slices),
    'echo CPU µs': microsecondsEach(yardstick),
  }
}

const perSecond = ({ result }: Slice): number => result.requests / result.seconds

function microsecondsEach(slices: readonly Slice[]): number | null {
  if (slices.some(({ processorSeconds }) => processorSeconds === null)) return null
  const seconds = slices.reduce((sum, slice) => sum + slice.processorSeconds!, 0)
  const requests = slices.reduce((sum, { result }) => sum + result.requests, 0)
  return Math.round((seconds / requests) * 1_000_000)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

const round = (value: number): number => Math.round(value * 100) / 100
