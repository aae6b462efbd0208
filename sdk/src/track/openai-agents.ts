// OpenAI's Agents SDK: a run keeps the answer of each model call, and a sum that also holds what agents as tools used.
import { randomId } from '../random-id.ts'
import { type Call, has, isCall, type Loose, loose, quietly, text, watch, withMembers } from './shape.ts'
import {
  type Counts,
  combine,
  count,
  fromInclusive,
  noCounts,
  reportCounts,
  reportUnknown,
  type UsageSink,
} from './usage.ts'

export const isRunner = (thing: unknown): thing is Loose =>
  has(thing, 'run', 'on') && loose(loose(thing)?.config)?.modelProvider !== undefined

/** Whether this is what a run is called with. */
export const isAgent = (thing: unknown): thing is Loose =>
  has(thing, 'asTool', 'on', 'off') && Array.isArray(loose(thing)?.handoffs)

export const trackRunner = (runner: Loose, sink: UsageSink): Loose =>
  withMembers(runner, (name) => {
    const run = runner[name]
    if (name !== 'run' || !isCall(run)) return undefined
    return (...args: unknown[]) => trackRun(run.bind(runner), args, sink)
  })

export async function trackRun(run: Call, args: unknown[], sink: UsageSink): Promise<unknown> {
  const [agent, input, given, ...rest] = args
  // Of a run that goes on the state is known, and so is its context.
  const options = isState(input) ? given : { ...loose(given), context: loose(given)?.context ?? {} }
  // Its own words for what is wrong are the better ones.
  if (!isAgent(agent)) return run(...args)
  const ledger = new RunLedger(sink, agent, input, loose(options)?.context)
  let result: Loose | undefined
  try {
    result = loose(await run(agent, input, options, ...rest))
  } catch (error) {
    // Only the package's own errors carry the state.
    quietly(() => ledger.close(loose(error)?.state ?? (isState(input) ? input : undefined)))
    throw error
  }
  if (has(result, 'toStream')) return trackStreamed(result!, ledger)
  quietly(() => ledger.close(result?.state))
  return result
}

const isState = (input: unknown): boolean => Array.isArray(loose(input)?._modelResponses)

function trackStreamed(result: Loose, ledger: RunLedger): Loose {
  const completed = (result.completed as Promise<void>).finally(() => quietly(() => ledger.close(result.state)))
  // Whoever waits for it hears of a failure; nobody has to.
  completed.catch(() => {})
  const items = result[Symbol.asyncIterator] as Call
  const catchUp = () => ledger.look(result.state)
  const look = (item: unknown) => {
    ledger.lookAtEvent(item)
    catchUp()
  }
  return withMembers(result, (name) => {
    if (name === 'completed') return completed
    if (name === Symbol.asyncIterator) return () => watch(items.call(result) as AsyncIterator<unknown>, look, catchUp)
    if (name !== 'toStream') return undefined
    return () => {
      const events = (result.toStream as () => ReadableStream).call(result)
      return events.pipeThrough(
        new TransformStream({
          transform(item, controller) {
            quietly(() => look(item))
            controller.enqueue(item)
          },
          flush: () => quietly(catchUp),
        }),
      )
    }
  })
}

class RunLedger {
  readonly #sink: UsageSink
  readonly #agent: Loose
  /** Of a state that was run before: not ours. */
  readonly #firstResponse: number
  readonly #sumBefore: Counts
  readonly #id = randomId()
  /** By id of the response, as events name them. */
  readonly #models = new Map<string, string>()
  /** Where the run keeps its sum. */
  readonly #contexts = new Set<Loose>()
  readonly #forget: () => void
  #seen: number
  #booked = noCounts
  #isAsking = false
  #isClosed = false

  constructor(sink: UsageSink, agent: Loose, input: unknown, context: unknown) {
    this.#sink = sink
    this.#agent = agent
    this.#firstResponse = responsesOf(input).length
    this.#seen = this.#firstResponse
    this.#sumBefore = usageCounts(loose(input)?.usage ?? loose(context)?.usage) ?? noCounts
    const started = (running: unknown) => {
      const it = loose(running)
      if (it && (it === context || it.context === context)) this.#contexts.add(it)
    }
    ;(agent.on as Call).call(agent, 'agent_start', started)
    this.#forget = () => (agent.off as Call).call(agent, 'agent_start', started)
  }

  /** Reports the answers that came since. */
  look(state: unknown): void {
    const responses = responsesOf(state)
    for (; this.#seen < responses.length; this.#seen++) {
      const response = loose(responses[this.#seen])
      const counts = usageCounts(response?.usage) ?? noCounts
      this.#booked = combine(this.#booked, counts, add)
      reportCounts(this.#sink, counts, {
        measureId: text(response?.responseId) ?? `${this.#id}:${this.#seen - this.#firstResponse}`,
        ...this.#modelOf(response, state),
      })
    }
  }

  /** Sees whether a model is at work, and which one it is. */
  lookAtEvent(item: unknown): void {
    const data = loose(loose(item)?.data)
    if (data?.type === 'response_started') this.#isAsking = true
    if (data?.type === 'response_done') this.#isAsking = false
    const response = loose(loose(data?.event)?.response)
    const [id, model] = [text(response?.id), text(response?.model)]
    if (id && model) this.#models.set(id, model)
  }

  /** Reports what is in the sum and in none of the answers: of agents used as tools, or of a run that failed. */
  close(state: unknown): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#forget()
    this.look(state)
    const last = loose(responsesOf(state).at(-1))
    if (this.#isAsking) {
      reportUnknown(this.#sink, { measureId: `${this.#id}:unknown`, ...this.#modelOf(undefined, state) })
    }
    const [context, ...others] = this.#contexts
    const sum = usageCounts(loose(state)?.usage ?? (others.length > 0 ? undefined : context?.usage))
    if (!sum) return
    const missing = combine(combine(sum, this.#sumBefore, above), this.#booked, above)
    reportCounts(this.#sink, missing, { measureId: `${this.#id}:rest`, ...this.#modelOf(last, state) })
  }

  /** As the answer names it, else an event, else the agent. */
  #modelOf(response: Loose | undefined, state: unknown): { model?: string } {
    const agent = loose(loose(state)?._currentAgent) ?? this.#agent
    const known = this.#models.get(text(response?.responseId) ?? '')
    const model = text(loose(response?.providerData)?.model) ?? known ?? text(agent.model)
    return model ? { model } : {}
  }
}

const responsesOf = (state: unknown): unknown[] => {
  const responses = loose(state)?._modelResponses
  return Array.isArray(responses) ? responses : []
}

/** The parts come as one record, or as one for each of the calls that were added up. */
function usageCounts(value: unknown): Counts | undefined {
  const usage = loose(value)
  if (!usage || typeof usage.inputTokens !== 'number') return undefined
  const part = (details: unknown, name: string) =>
    [details].flat().reduce((sum: number, detail) => sum + count(loose(detail)?.[name]), 0)
  return fromInclusive({
    input: usage.inputTokens,
    cached: part(usage.inputTokensDetails, 'cached_tokens'),
    written: part(usage.inputTokensDetails, 'cache_write_tokens'),
    output: usage.outputTokens,
    reasoning: part(usage.outputTokensDetails, 'reasoning_tokens'),
  })
}

const add = (one: number, other: number): number => one + other
const above = (one: number, other: number): number => Math.max(0, one - other)
