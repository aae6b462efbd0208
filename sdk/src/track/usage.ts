// What a tracked call reports, in the words of the contract, and how counts become its lines.
import type { Meter, ReportUsage } from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'

/** What one model response used; all of it but `measureId` goes into `usage.report` as it is. */
export interface TrackedUsage {
  /** The id of the response, so that a repeat counts once; one made up for the call where it has none. */
  measureId: string
  /** Who ran the model, as far as the address or the package tells. */
  provider?: string
  /** Name of the model, as the provider calls it; left out where nobody says. */
  model?: string
  /** The quantities; the meters do not overlap. */
  lines: ReportUsage['lines']
  /** What it cost by somebody's estimate, in micro-dollars. */
  costMicros?: number
  /** `sdk` where we read the provider's own counts, `agent` where a program estimated. */
  origin?: NonNullable<ReportUsage['origin']>
  /** `included` where a subscription covers it. @default metered */
  billing?: NonNullable<ReportUsage['billing']>
  /** When it was used, RFC 3339. */
  usedAt: string
}

/** Takes reports: at once, and without ever throwing. */
export interface UsageSink {
  /** Told of one response. */
  report(usage: TrackedUsage): void
}

/** Tokens by meter: nothing counted twice. */
export interface Counts {
  input: number
  cached: number
  written: number
  output: number
  reasoning: number
}

/** What is known of a response besides its tokens. */
export type Source = Partial<
  Pick<TrackedUsage, 'measureId' | 'provider' | 'model' | 'costMicros' | 'origin' | 'billing'>
>

export const noCounts: Counts = { input: 0, cached: 0, written: 0, output: 0, reasoning: 0 }

const meters: Record<keyof Counts, Meter> = {
  input: 'input_token',
  cached: 'cached_input_token',
  written: 'cache_write_token',
  output: 'output_token',
  reasoning: 'reasoning_token',
}

export const kinds = Object.keys(meters) as (keyof Counts)[]

/** Counts as most providers give them, where the whole includes its parts; the parts may be missing. */
export function fromInclusive(whole: {
  input?: unknown
  cached?: unknown
  written?: unknown
  output?: unknown
  reasoning?: unknown
}): Counts {
  const [cached, written, reasoning] = [count(whole.cached), count(whole.written), count(whole.reasoning)]
  return {
    input: Math.max(0, count(whole.input) - cached - written),
    cached,
    written,
    output: Math.max(0, count(whole.output) - reasoning),
    reasoning,
  }
}

export const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0

export const combine = (one: Counts, other: Counts, how: (one: number, other: number) => number): Counts =>
  Object.fromEntries(kinds.map((kind) => [kind, how(one[kind], other[kind])])) as unknown as Counts

export const isNothing = (counts: Counts): boolean => kinds.every((kind) => counts[kind] === 0)

/** Reports the tokens of one response; nothing if there were none. */
export function reportCounts(sink: UsageSink, counts: Counts, source: Source): void {
  const lines = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => ({ meter: meters[kind], quantity: counts[kind] }))
  report(sink, lines, source)
}

/** Reports a call of which only this is known, that it was made: better than a call nobody sees. */
export const reportUnknown = (sink: UsageSink, source: Source): void =>
  report(sink, [{ meter: 'request', quantity: 1 }], source)

function report(sink: UsageSink, lines: TrackedUsage['lines'], source: Source): void {
  if (lines.length === 0) return
  const { measureId, provider, model, costMicros, origin = 'sdk', billing } = source
  try {
    sink.report({
      measureId: measureId ? measureId.slice(0, 128) : randomId(),
      ...(provider && { provider: provider.slice(0, 100) }),
      ...(model && { model: model.slice(0, 128) }),
      lines,
      ...(costMicros !== undefined && { costMicros }),
      origin,
      ...(billing && { billing }),
      usedAt: new Date().toISOString(),
    })
  } catch {
    // A sink never throws; if one does, the answer of a model that was paid for must not be lost to it.
  }
}
