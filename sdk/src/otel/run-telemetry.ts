// One run as a span with its sums.
import {
  type Attributes,
  type Context,
  context,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { ReportUsage, UsageAnswer } from '../generated/openapi.ts'
import type { ObservedRun, RunOutcome } from '../worker/observer.ts'
import { attributes, invokeAgent, ownAttributes } from './names.ts'
import { TokenCount } from './tokens.ts'

export class RunTelemetry {
  /** What handlers work in: their spans become children of the run's. */
  readonly context: Context
  readonly #span: Span
  readonly #tokens = new TokenCount()
  readonly #known = new Set<string>()
  readonly #startedAt = performance.now()

  constructor(tracer: Tracer, about: ObservedRun, agentName: string | undefined, given: Attributes) {
    const { task, run, lease } = about
    const caller = trace.getSpanContext(context.active())
    const name = agentName === undefined ? invokeAgent : `${invokeAgent} ${agentName}`
    this.#span = tracer.startSpan(name, {
      kind: SpanKind.INTERNAL,
      // A loop lives for weeks: what it was started in would be a trace without end.
      root: true,
      links: caller ? [{ context: caller }] : [],
      attributes: {
        ...given,
        [attributes.agentId]: lease.agentId,
        [ownAttributes.workspaceId]: task.workspaceId,
        [ownAttributes.taskId]: task.id,
        [ownAttributes.taskType]: task.type,
        [ownAttributes.runId]: run.id,
        [ownAttributes.attempt]: run.attempt,
      },
    })
    this.context = trace.setSpan(context.active(), this.#span)
  }

  get elapsedSeconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  /** @returns whether this is the first time it is asked about that */
  isNew(name: string): boolean {
    return this.#known.size < this.#known.add(name).size
  }

  count(lines: ReportUsage['lines']): void {
    this.#tokens.add(lines)
    this.#span.setAttributes(this.#tokens.asAttributes())
  }

  booked({ run }: UsageAnswer, given: Attributes): void {
    this.#span.setAttributes({ ...given, [ownAttributes.cost]: run.spentCostMicros })
  }

  end(outcome: RunOutcome, error: unknown): void {
    this.#span.setAttribute(ownAttributes.outcome, outcome)
    const { reason } = (error ?? {}) as { reason?: unknown }
    if (typeof reason === 'string') this.#span.setAttribute(ownAttributes.endReason, reason)
    if (isError(outcome)) {
      this.#span.setAttribute(attributes.errorType, errorTypeOf(error))
      this.#span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) })
      if (error !== undefined) this.#span.recordException(error instanceof Error ? error : messageOf(error))
    }
    this.#span.end()
  }
}

/** What went back to the queue is no error of the one who gave it back. */
export const isError = (outcome: RunOutcome): boolean => outcome === 'failed' || outcome === 'lost'

/** Of few values, as those who group by it need. */
export function errorTypeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  return [code, name].find((it): it is string => typeof it === 'string' && it !== '') ?? '_OTHER'
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error ?? ''))
