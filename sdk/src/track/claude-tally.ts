// Adds up one query of the Claude Agent SDK: messages as they are finished, then what its own totals say was more.
import { randomId } from '../random-id.ts'
import { anthropicCounts, latest } from './anthropic.ts'
import { type Loose, loose, text } from './shape.ts'
import {
  type Counts,
  combine,
  count,
  fromInclusive,
  kinds,
  noCounts,
  reportCounts,
  type Source,
  type UsageSink,
} from './usage.ts'

interface Message {
  model: string
  parent: string
  usage: Loose
}

/** How the prices of Claude's meters relate, the same for all its models: what a part of a known cost was for. */
const weights: Counts = { input: 1, cached: 0.1, written: 1.25, output: 5, reasoning: 5 }

export class ClaudeTally {
  readonly #sink: UsageSink
  readonly #source: () => Source
  /** Messages that may still grow: each is told once per block, and the last telling stands. */
  readonly #open = new Map<string, Message>()
  readonly #reported = new Set<string>()
  /** By model, since the last result. */
  #booked = new Map<string, Counts>()
  /** The program's totals at the last result; unknown at the first of a session begun elsewhere. */
  #totals: Totals | undefined
  #streaming: { id: string; parent: string } | undefined

  /** @param isResumed whether the program's totals begin with what an earlier query used */
  constructor(sink: UsageSink, source: () => Source, isResumed: boolean) {
    this.#sink = sink
    this.#source = source
    this.#totals = isResumed ? undefined : new Map()
  }

  look(item: unknown): void {
    const it = loose(item)
    const parent = text(it?.parent_tool_use_id) ?? ''
    if (it?.type === 'assistant') this.#message(loose(it.message), parent)
    if (it?.type === 'stream_event') this.#event(loose(it.event), parent)
    // Tools answer only when the message that called them is whole.
    if (it?.type === 'user') this.#close((message) => message.parent === parent)
    if (it?.type === 'result') this.#result(it)
  }

  /** The query is over, or was cut off: what is known counts. */
  end(): void {
    this.#close(() => true)
  }

  #message(message: Loose | undefined, parent: string): void {
    const id = text(message?.id)
    const model = text(message?.model)
    // The program makes up messages of its own, with no model behind them.
    if (!id || !model || model === '<synthetic>' || this.#reported.has(id)) return
    this.#close((other, otherId) => other.parent === parent && otherId !== id)
    const usage = latest(this.#open.get(id)?.usage ?? {}, loose(message?.usage) ?? {})
    this.#open.set(id, { model, parent, usage })
  }

  #event(event: Loose | undefined, parent: string): void {
    if (event?.type === 'message_start') {
      const message = loose(event.message)
      this.#streaming = { id: text(message?.id) ?? '', parent }
      this.#message(message, parent)
    }
    if (event?.type !== 'message_delta' || this.#streaming?.parent !== parent) return
    const message = this.#open.get(this.#streaming.id)
    if (message) message.usage = latest(message.usage, loose(event.usage) ?? {})
  }

  #close(isClosed: (message: Message, id: string) => boolean): void {
    for (const [id, message] of this.#open) {
      if (!isClosed(message, id)) continue
      this.#open.delete(id)
      this.#reported.add(id)
      const counts = anthropicCounts(message.usage) ?? noCounts
      this.#booked.set(message.model, combine(this.#booked.get(message.model) ?? noCounts, counts, add))
      reportCounts(this.#sink, counts, { ...this.#source(), measureId: id, model: message.model })
    }
  }

  /** Messages leave out the program's own calls, and tell their output before all of it was there. */
  #result(result: Loose): void {
    this.#close(() => true)
    const totals = totalsOf(result.modelUsage)
    const used = this.#totals ? this.#usedSince(this.#totals, totals) : this.#usedInTurn(result)
    // Never more than is missing on the whole, in case a model goes by two names.
    let left = combine(sum([...used.values()].map(({ counts }) => counts)), sum([...this.#booked.values()]), above)
    for (const [model, { counts, cost }] of used) {
      const missing = combine(combine(counts, this.#bookedOf(model, used), above), left, Math.min)
      left = combine(left, missing, above)
      const share = cost * (weigh(missing) / weigh(counts))
      reportCounts(this.#sink, missing, {
        ...this.#source(),
        measureId: `${text(result.uuid) ?? randomId()}:${model}`,
        model,
        ...(share > 0 && { costMicros: Math.ceil(share * 1_000_000 - 1e-6) }),
        origin: 'agent',
      })
    }
    this.#totals = totals
    this.#booked = new Map()
  }

  #usedSince(before: Totals, now: Totals): Totals {
    return new Map(
      [...now].map(([model, total]) => {
        const then = before.get(model)
        // Totals that went down began anew.
        if (!then || kinds.some((kind) => total.counts[kind] < then.counts[kind])) return [model, total]
        return [model, { counts: combine(total.counts, then.counts, above), cost: Math.max(0, total.cost - then.cost) }]
      }),
    )
  }

  /** Where the totals begin with an earlier query, only the main loop's own turn is known. */
  #usedInTurn(result: Loose): Totals {
    const [model] = this.#booked.keys()
    const counts = anthropicCounts(result.usage)
    return new Map(model && counts ? [[model, { counts, cost: 0 }]] : [])
  }

  /** A model goes by its full name in messages and may go by a shorter or longer one in the totals. */
  #bookedOf(model: string, used: Totals): Counts {
    const isSame = (name: string) => !used.has(name) && (name.includes(model) || model.includes(name))
    return sum([...this.#booked].flatMap(([name, counts]) => (name === model || isSame(name) ? [counts] : [])))
  }
}

type Totals = Map<string, Total>

interface Total {
  counts: Counts
  /** In dollars. */
  cost: number
}

function totalsOf(modelUsage: unknown): Totals {
  const totals: Totals = new Map()
  for (const [name, value] of Object.entries(loose(modelUsage) ?? {})) {
    const usage = loose(value)
    const { output, reasoning } = fromInclusive({ output: usage?.outputTokens, reasoning: usage?.thinkingTokens })
    const counts = {
      input: count(usage?.inputTokens),
      cached: count(usage?.cacheReadInputTokens),
      written: count(usage?.cacheCreationInputTokens),
      output,
      reasoning,
    }
    // What stands in brackets says how long the context may get, not which model it is.
    totals.set(name.replace(/\[.*\]$/, ''), { counts, cost: count(usage?.costUSD) })
  }
  return totals
}

const add = (one: number, other: number): number => one + other
const above = (one: number, other: number): number => Math.max(0, one - other)
const sum = (all: Counts[]): Counts => all.reduce((one, other) => combine(one, other, add), noCounts)
const weigh = (counts: Counts): number => kinds.reduce((total, kind) => total + counts[kind] * weights[kind], 0)
