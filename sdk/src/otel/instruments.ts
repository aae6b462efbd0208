// The three things measured over all runs: tokens, time and money.
import type { Attributes, Meter } from '@opentelemetry/api'
import { attributes, durationBuckets, metrics, tokenBuckets, tokenTypes } from './names.ts'
import { TokenCount } from './tokens.ts'

type Lines = Parameters<TokenCount['add']>[0]

export class Instruments {
  readonly #tokens
  readonly #duration
  readonly #cost

  constructor(meter: Meter) {
    this.#tokens = meter.createHistogram(metrics.tokens, {
      description: 'Number of input and output tokens used.',
      unit: '{token}',
      advice: { explicitBucketBoundaries: tokenBuckets },
    })
    this.#duration = meter.createHistogram(metrics.duration, {
      description: 'GenAI operation duration.',
      unit: 's',
      advice: { explicitBucketBoundaries: durationBuckets },
    })
    // What a more trusted report corrects may come down again.
    this.#cost = meter.createUpDownCounter(metrics.cost, {
      description: 'Cost booked by Mission Control, in millionths of a US dollar.',
      unit: '{usd_micro}',
    })
  }

  tokens(lines: Lines, given: Attributes): void {
    const count = new TokenCount()
    count.add(lines)
    for (const type of [tokenTypes.input, tokenTypes.output]) {
      if (count[type] > 0) this.#tokens.record(count[type], { ...given, [attributes.tokenType]: type })
    }
  }

  cost(costMicros: number, given: Attributes): void {
    if (costMicros !== 0) this.#cost.add(costMicros, given)
  }

  duration(seconds: number, given: Attributes): void {
    this.#duration.record(seconds, given)
  }
}
