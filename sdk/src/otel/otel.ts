// OpenTelemetry for those who have it: each run a span, its tokens, time and cost as metrics, its requests in its trace.

/**
 * OpenTelemetry for those who have it: each run a span, its tokens, time and cost as metrics, its requests in its trace.
 *
 * @packageDocumentation
 */
import { type Attributes, context, type Meter, metrics, propagation, type Tracer, trace } from '@opentelemetry/api'
import type { UsageAnswer } from '../generated/openapi.ts'
import type { Middleware } from '../transport.ts'
import type { ObservedRun, RunOutcome, WorkObserver } from '../worker/observer.ts'
import type { UsageReport } from '../worker/task-context.ts'
import { Instruments } from './instruments.ts'
import { attributes, invokeAgent, providers, schemaUrl } from './names.ts'
import { errorTypeOf, isError, RunTelemetry } from './run-telemetry.ts'

export type { ObservedRun, RunOutcome, WorkObserver } from '../worker/observer.ts'

/** Where telemetry goes, and under which name. */
export interface OtelOptions {
  /** @default the tracer of the globally registered provider */
  tracer?: Tracer
  /** @default the meter of the globally registered provider */
  meter?: Meter
  /** Name of the agent, in the names of spans and on everything measured. @default none */
  agentName?: string
}

const scopeName = '@mission-control/sdk'

/**
 * Watches a work loop for OpenTelemetry, by the GenAI semantic conventions 1.41.1. Needs `@opentelemetry/api`.
 *
 * Each run is a span `invoke_agent <agentName>` in a trace of its own, with the ids of task, run and agent, how it ended,
 * and its sums of tokens and cost; what the handler does inside is its child. Measured are `gen_ai.client.token.usage` (in
 * tokens), `gen_ai.client.operation.duration` (in seconds) and `mission_control.cost.usd_micros` (in micro-dollars).
 * Neither titles nor prompts nor results are in it.
 *
 * @example
 * ```ts
 * import { otel } from '@mission-control/sdk/otel'
 *
 * await agent.work(handler, { observer: otel({ agentName: 'auditor' }) })
 * ```
 */
export function otel(options: OtelOptions = {}): WorkObserver {
  return new OtelObserver(options)
}

/**
 * Middleware of a client that sends the trace along with each request, as the globally registered propagator writes it:
 * `traceparent` and what belongs to it. Without a span that is under way it sends nothing.
 *
 * @example
 * ```ts
 * const missionControl = new MissionControl({ baseUrl, apiKey, middleware: [tracePropagation()] })
 * ```
 */
export function tracePropagation(): Middleware {
  return (request, next) => {
    propagation.inject(context.active(), request.headers, { set: (headers, name, value) => headers.set(name, value) })
    return next(request)
  }
}

class OtelObserver implements WorkObserver {
  readonly #tracer: Tracer
  readonly #instruments: Instruments
  readonly #agentName: string | undefined
  readonly #common: Attributes
  readonly #open = new Map<string, RunTelemetry>()

  constructor({ tracer, meter, agentName }: OtelOptions) {
    this.#tracer = tracer ?? trace.getTracerProvider().getTracer(scopeName, undefined, { schemaUrl })
    this.#instruments = new Instruments(meter ?? metrics.getMeter(scopeName, undefined, { schemaUrl }))
    this.#agentName = agentName
    this.#common = {
      [attributes.operation]: invokeAgent,
      ...(agentName !== undefined && { [attributes.agentName]: agentName }),
    }
  }

  task<T>(about: ObservedRun, work: () => Promise<T>): Promise<T> {
    const telemetry = new RunTelemetry(this.#tracer, about, this.#agentName, this.#common)
    this.#open.set(about.run.id, telemetry)
    return context.with(telemetry.context, work)
  }

  usage({ run }: ObservedRun, { lines }: UsageReport, answer: UsageAnswer): void {
    const { id, measureId, provider, model, bookedCostMicros } = answer.usage
    const source: Attributes = {
      ...(provider !== null && { [attributes.provider]: providers[provider] ?? provider }),
      ...(model !== null && { [attributes.responseModel]: model }),
    }
    const given = { ...this.#common, ...source }
    const telemetry = this.#open.get(run.id)
    // A report sent again is booked once, and a thing measured twice counts once; the cost of the second is what it corrects.
    const isNew = (name: string) => telemetry?.isNew(name) ?? true
    if (isNew(`cost of ${id}`)) this.#instruments.cost(bookedCostMicros, given)
    if (isNew(`tokens of ${measureId ?? id}`)) {
      this.#instruments.tokens(lines, given)
      telemetry?.count(lines)
    }
    telemetry?.booked(answer, source)
  }

  ended({ run }: ObservedRun, outcome: RunOutcome, error?: unknown): void {
    const telemetry = this.#open.get(run.id)
    if (!telemetry) return
    this.#open.delete(run.id)
    telemetry.end(outcome, error)
    const errorType = isError(outcome) && { [attributes.errorType]: errorTypeOf(error) }
    this.#instruments.duration(telemetry.elapsedSeconds, { ...this.#common, ...errorType })
  }
}
