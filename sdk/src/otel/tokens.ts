// Tokens as OpenTelemetry counts them: inputs include what came from a cache, outputs include reasoning. Ours exclude.
import type { Meter, ReportUsage } from '../generated/openapi.ts'
import { attributes } from './names.ts'

/** Counted apart, each nothing twice. */
export class TokenCount {
  readonly #counted: Partial<Record<Meter, number>> = {}

  add(lines: ReportUsage['lines']): void {
    for (const { meter, quantity } of lines) this.#counted[meter] = this.of(meter) + quantity
  }

  of(...meters: Meter[]): number {
    return meters.reduce((sum, meter) => sum + (this.#counted[meter] ?? 0), 0)
  }

  get input(): number {
    return this.of('input_token', 'cached_input_token', 'cache_write_token')
  }

  get output(): number {
    return this.of('output_token', 'reasoning_token')
  }

  /** For a span: what was never reported is not said to be none. */
  asAttributes(): Record<string, number> {
    const all = {
      [attributes.inputTokens]: this.input,
      [attributes.outputTokens]: this.output,
      [attributes.cacheReadTokens]: this.of('cached_input_token'),
      [attributes.cacheCreationTokens]: this.of('cache_write_token'),
      [attributes.reasoningTokens]: this.of('reasoning_token'),
    }
    return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0))
  }
}
