// How Anthropic writes usage: input without what the cache gave or took, and in a stream totals so far, of which the last stands.
import type { Dialect } from './metered-fetch.ts'
import { type Loose, loose, text } from './shape.ts'
import { type Counts, combine, count, noCounts } from './usage.ts'

export const anthropicDialect: Dialect = {
  read(data, finding) {
    const event = loose(data)
    const message = event?.type === 'message_start' ? loose(event.message) : event
    if (message?.type === 'message') {
      finding.id ??= text(message.id)
      finding.model = text(message.model) ?? finding.model
    }
    const usage = loose(message?.usage)
    if (usage) {
      finding.totals = latest(finding.totals ?? {}, usage)
      finding.counts = anthropicCounts(finding.totals) ?? finding.counts
      finding.beside = advice(finding.totals)
    }
    return event?.type === 'message_stop'
  },
}

/** An event of a stream names only the totals it changes. */
export const latest = (before: Loose, usage: Loose): Loose => ({
  ...before,
  ...Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null && value !== undefined)),
})

export function anthropicCounts(value: unknown): Counts | undefined {
  const usage = loose(value)
  if (!usage || (typeof usage.input_tokens !== 'number' && typeof usage.output_tokens !== 'number')) return undefined
  // The summary of a context that got too long is not in the totals.
  return iterations(usage, 'compaction')
    .map(own)
    .reduce((sum, more) => combine(sum, more, add), own(usage))
}

/** Another model asked for advice, billed at its own price: not in the totals either. */
const advice = (usage: Loose) =>
  iterations(usage, 'advisor_message').map((one) => ({ model: text(one.model) ?? 'unknown', counts: own(one) }))

const iterations = (usage: Loose, type: string): Loose[] =>
  (Array.isArray(usage.iterations) ? usage.iterations : []).flatMap((one) => (loose(one)?.type === type ? [one] : []))

function own(usage: Loose): Counts {
  const reasoning = count(loose(usage.output_tokens_details)?.thinking_tokens)
  return {
    ...noCounts,
    input: count(usage.input_tokens),
    cached: count(usage.cache_read_input_tokens),
    written: count(usage.cache_creation_input_tokens),
    output: Math.max(0, count(usage.output_tokens) - reasoning),
    reasoning,
  }
}

const add = (one: number, other: number): number => one + other
