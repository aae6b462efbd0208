// Telemetry as OpenTelemetry's own SDK receives it.
import { context, metrics, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import * as conventions from '@opentelemetry/semantic-conventions/incubating'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LeaseLostError, MissionControl, RetryableError, type UsageAnswer, type UsageReport } from '../src/index.ts'
import * as names from '../src/otel/names.ts'
import { type ObservedRun, type OtelOptions, otel, tracePropagation } from '../src/otel/otel.ts'

const spans = new InMemorySpanExporter()
const tracers = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] })
let measured: InMemoryMetricExporter
let meters: MeterProvider

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(tracers)
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
})
beforeEach(() => {
  spans.reset()
  measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  meters = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: measured })] })
  metrics.setGlobalMeterProvider(meters)
})
afterEach(async () => {
  metrics.disable()
  await meters.shutdown()
})
afterAll(async () => {
  await tracers.shutdown()
  for (const api of [context, trace, propagation]) api.disable()
})

let count = 0

/** A run as the loop tells of it. */
function someRun(): ObservedRun {
  count += 1
  return {
    task: { id: 'tsk_1', workspaceId: 'wsp_1', type: 'audit', title: 'A secret' },
    run: { id: `run_${count}`, attempt: 2, reservedCostMicros: 0 },
    lease: { agentId: 'agt_1' },
  } as ObservedRun
}

const report = (lines: UsageReport['lines']): UsageReport => ({ lines })
const llmCall = report([
  { meter: 'input_token', quantity: 100 },
  { meter: 'cached_input_token', quantity: 900 },
  { meter: 'cache_write_token', quantity: 24 },
  { meter: 'output_token', quantity: 50 },
  { meter: 'reasoning_token', quantity: 14 },
  { meter: 'compute_second', quantity: 3 },
])

function booked(usage: Partial<UsageAnswer['usage']>, spentCostMicros = 0): UsageAnswer {
  const defaults = {
    id: 'usg_1',
    measureId: null,
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    bookedCostMicros: 0,
  }
  return { usage: { ...defaults, ...usage }, run: { reservedCostMicros: 0, spentCostMicros } } as UsageAnswer
}

/** A whole run, as the loop does it. */
async function observe(
  handler: (hooks: {
    about: ObservedRun
    usage: (report: UsageReport, answer: UsageAnswer) => void
  }) => Promise<unknown>,
  {
    outcome = 'completed',
    error,
    ...options
  }: OtelOptions & { outcome?: 'completed' | 'failed' | 'released' | 'lost'; error?: unknown } = {},
) {
  const observer = otel(options)
  const about = someRun()
  const usage = (...args: [UsageReport, UsageAnswer]) => observer.usage?.(about, ...args)
  const result = await observer.task?.(about, () => handler({ about, usage })).catch((thrown: unknown) => thrown)
  observer.ended?.(about, outcome, error)
  return { about, usage, result }
}

const onlySpan = () => {
  const [span, ...others] = spans.getFinishedSpans()
  expect(others).toEqual([])
  return span!
}

/** What was measured, by name: the sums, with the attributes they are of. */
async function pointsOf(name: string) {
  await meters.forceFlush()
  const all =
    measured
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? []
  const metric = all.find(({ descriptor }) => descriptor.name === name)
  return (metric?.dataPoints ?? []).map(({ attributes, value }) => ({
    ...attributes,
    sum: typeof value === 'number' ? value : (value as { sum: number }).sum,
  }))
}

describe('A run (IF-3)', () => {
  test('is a span of its agent, with what it is about and nothing of what people wrote', async () => {
    const { about, result } = await observe(async () => 'done', { agentName: 'auditor' })
    const span = onlySpan()
    expect(result).toBe('done')
    expect(span.name).toBe('invoke_agent auditor')
    expect(span.kind).toBe(SpanKind.INTERNAL)
    expect(span.status.code).toBe(SpanStatusCode.UNSET)
    expect(span.instrumentationScope).toMatchObject({ name: '@mission-control/sdk', schemaUrl: names.schemaUrl })
    expect(span.attributes).toEqual({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.id': 'agt_1',
      'gen_ai.agent.name': 'auditor',
      'mission_control.workspace.id': 'wsp_1',
      'mission_control.task.id': 'tsk_1',
      'mission_control.task.type': 'audit',
      'mission_control.run.id': about.run.id,
      'mission_control.run.attempt': 2,
      'mission_control.run.outcome': 'completed',
    })
    expect(await pointsOf('gen_ai.client.operation.duration')).toEqual([
      { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'auditor', sum: expect.any(Number) },
    ])
  })

  test('has the spans of its handler as children, in a trace of its own that knows what started the loop', async () => {
    const tracer = trace.getTracer('test')
    const child = (span: Span) => span.end()
    const outer = tracer.startSpan('the program')
    await context.with(trace.setSpan(context.active(), outer), () =>
      observe(async () => {
        await new Promise((resolve) => setTimeout(resolve, 1))
        tracer.startActiveSpan('a call of a model', child)
      }),
    )
    const [inner, run] = spans.getFinishedSpans()
    expect(run?.name).toBe('invoke_agent')
    expect(inner?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId)
    expect(run?.parentSpanContext).toBe(undefined)
    expect(run?.spanContext().traceId).not.toBe(outer.spanContext().traceId)
    expect(run?.links.map((link) => link.context.spanId)).toEqual([outer.spanContext().spanId])
  })

  test('counts tokens as the conventions do, cached ones as input and reasoning as output, and its cost', async () => {
    await observe(async ({ usage }) => {
      usage(llmCall, booked({ bookedCostMicros: 700 }, 700))
      usage(
        report([{ meter: 'output_token', quantity: 6 }]),
        booked({ id: 'usg_2', provider: 'x-ai', model: 'grok', bookedCostMicros: 50 }, 750),
      )
    })
    expect(onlySpan().attributes).toMatchObject({
      'gen_ai.usage.input_tokens': 1024,
      'gen_ai.usage.output_tokens': 70,
      'gen_ai.usage.cache_read.input_tokens': 900,
      'gen_ai.usage.cache_creation.input_tokens': 24,
      'gen_ai.usage.reasoning.output_tokens': 14,
      'mission_control.cost.usd_micros': 750,
      'gen_ai.provider.name': 'x_ai',
      'gen_ai.response.model': 'grok',
    })
    const claude = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.response.model': 'claude-sonnet-4-5',
    }
    const grok = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'x_ai',
      'gen_ai.response.model': 'grok',
    }
    expect(await pointsOf('gen_ai.client.token.usage')).toEqual([
      { ...claude, 'gen_ai.token.type': 'input', sum: 1024 },
      { ...claude, 'gen_ai.token.type': 'output', sum: 64 },
      { ...grok, 'gen_ai.token.type': 'output', sum: 6 },
    ])
    expect(await pointsOf('mission_control.cost.usd_micros')).toEqual([
      { ...claude, sum: 700 },
      { ...grok, sum: 50 },
    ])
  })

  test('counts nothing twice, takes corrections, and takes what comes after its end', async () => {
    const { usage } = await observe(async (hooks) => {
      const measure = { measureId: 'msg_1' }
      hooks.usage(llmCall, booked({ ...measure, bookedCostMicros: 700 }))
      hooks.usage(llmCall, booked({ ...measure, bookedCostMicros: 700 }))
      hooks.usage(llmCall, booked({ ...measure, id: 'usg_2', bookedCostMicros: -100 }))
    })
    const sums = async (name: string) => (await pointsOf(name)).map(({ sum }) => sum)
    expect(await sums('gen_ai.client.token.usage')).toEqual([1024, 64])
    expect(await sums('mission_control.cost.usd_micros')).toEqual([600])
    usage(report([{ meter: 'output_token', quantity: 1 }]), booked({ id: 'usg_3', bookedCostMicros: 5 }))
    expect(await sums('gen_ai.client.token.usage')).toEqual([1024, 65])
    expect(await sums('mission_control.cost.usd_micros')).toEqual([605])
    expect(onlySpan().attributes['gen_ai.usage.output_tokens']).toBe(64)
  })

  test('that failed says why, on the span and on what is measured', async () => {
    const error = new RetryableError('The disk is full.', { code: 'disk_full' })
    const { result } = await observe(() => Promise.reject(error), { outcome: 'failed', error })
    const span = onlySpan()
    expect(result).toBe(error)
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'The disk is full.' })
    expect(span.attributes).toMatchObject({ 'error.type': 'disk_full', 'mission_control.run.outcome': 'failed' })
    expect(span.events[0]).toMatchObject({
      name: 'exception',
      attributes: { 'exception.message': 'The disk is full.' },
    })
    expect(await pointsOf('gen_ai.client.operation.duration')).toMatchObject([{ 'error.type': 'disk_full' }])
  })

  test.each([
    ['lost', new LeaseLostError('budget_exhausted'), SpanStatusCode.ERROR, 'lease_lost', 'budget_exhausted'],
    ['failed', 'a text', SpanStatusCode.ERROR, '_OTHER', undefined],
    ['failed', undefined, SpanStatusCode.ERROR, '_OTHER', undefined],
    ['failed', new TypeError('x is not a function'), SpanStatusCode.ERROR, 'TypeError', undefined],
    ['released', undefined, SpanStatusCode.UNSET, undefined, undefined],
  ] as const)(
    'that was %s by %s has a status and a reason of few words',
    async (outcome, error, code, errorType, reason) => {
      await observe(async () => {}, { outcome, error })
      const span = onlySpan()
      expect(span.status.code).toBe(code)
      expect(span.attributes['mission_control.run.outcome']).toBe(outcome)
      expect(span.attributes['error.type']).toBe(errorType)
      expect(span.attributes['mission_control.run.end_reason']).toBe(reason)
    },
  )

  test('goes where it is told to, if it is told', async () => {
    const exporter = new InMemorySpanExporter()
    const own = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
    await observe(async () => {}, { tracer: own.getTracer('mine') })
    expect(spans.getFinishedSpans()).toEqual([])
    expect(exporter.getFinishedSpans()).toHaveLength(1)
  })

  test('whose handler was never begun is not told of', async () => {
    otel().ended?.(someRun(), 'lost', new LeaseLostError('expired'))
    expect(spans.getFinishedSpans()).toEqual([])
    expect(await pointsOf('gen_ai.client.operation.duration')).toEqual([])
  })
})

describe('A request (IF-3)', () => {
  test('carries the trace it is made in, on each attempt, and none outside', async () => {
    const sent: (string | null)[] = []
    const fetch = async (request: Request) => {
      sent.push(request.headers.get('traceparent'))
      if (sent.length === 1) return new Response('', { status: 503, headers: { 'Retry-After': '0' } })
      return Response.json({ success: true, data: { id: 'tsk_1' } })
    }
    const client = new MissionControl({ baseUrl: 'http://mc.test', fetch, middleware: [tracePropagation()] })
    await observe(() => client.tasks.get({ taskId: 'tsk_1' }))
    await client.tasks.get({ taskId: 'tsk_1' })
    const { traceId, spanId } = onlySpan().spanContext()
    expect(sent).toEqual([`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01`, null])
  })
})

test('the names are those of the conventions they say they are from', () => {
  const known = new Set<unknown>(Object.values(conventions))
  const used = [...Object.values(names.attributes), names.metrics.tokens, names.metrics.duration, names.invokeAgent]
  expect(used.filter((name) => !known.has(name))).toEqual([])
  const providers = [...Object.values(names.providers), ...Object.values(names.tokenTypes)]
  expect(providers.filter((name) => !known.has(name))).toEqual([])
  expect(names.durationBuckets.slice(0, 14)).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ])
})
