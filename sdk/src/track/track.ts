// Gives back what it is given with its usage reported by itself; loaded only by those who track something.
/**
 * Usage of models, read off what their clients answer, for those who report it by themselves: in a work loop `ctx.track`
 * does it all.
 *
 * @packageDocumentation
 */
import { isModel, isModelCall, takesModel, trackModel, trackModelTaker } from './ai-sdk.ts'
import { isQuery, trackQuery } from './claude-agent.ts'
import { trackClient } from './clients.ts'
import { isCodex, isThread, trackCodex, trackThread } from './codex.ts'
import { isAgent, isRunner, trackRun, trackRunner } from './openai-agents.ts'
import { type Call, isCall, isPlain, type Loose } from './shape.ts'
import type { UsageSink } from './usage.ts'

export type { TrackedUsage, UsageSink } from './usage.ts'

const known =
  'a client of openai or @anthropic-ai/sdk; a model, a call such as generateText, or the namespace of ai; ' +
  'query of @anthropic-ai/claude-agent-sdk; a Codex or a thread of @openai/codex-sdk; ' +
  'a Runner or run of @openai/agents'

/**
 * The same thing, of the same type and behaviour, whose calls report what they use. What you gave stays as it was, and
 * its own calls stay unreported.
 *
 * A stream or a turn that breaks off before anybody told what it used is reported as one `request`.
 *
 * @param thing a client of `openai` or `@anthropic-ai/sdk`; a model of the AI SDK (`ai`), one of its calls such as
 * `generateText`, or the whole namespace; the call `query` of `@anthropic-ai/claude-agent-sdk`; a `Codex` of
 * `@openai/codex-sdk` or one of its threads; a `Runner` of `@openai/agents` or its call `run`
 * @param sink told of each response once it is known what it used
 * @throws TypeError if the thing is none of these; for a call, which nobody can tell from another before, when it is used
 * @example
 * ```ts
 * const openai = track(new OpenAI(), { report: (usage) => console.log(usage.model, usage.lines) })
 * ```
 */
export function track<T>(thing: T, sink: UsageSink): T {
  const tracked = trackThing(thing, sink)
  if (tracked === undefined) throw new TypeError(`track() does not know ${describe(thing)}. It knows ${known}.`)
  return tracked as T
}

function trackThing(thing: unknown, sink: UsageSink): unknown {
  if (isModel(thing)) return trackModel(thing, sink)
  if (isCodex(thing)) return trackCodex(thing, sink)
  if (isRunner(thing)) return trackRunner(thing, sink)
  if (isThread(thing)) return trackThread(thing, sink)
  if (isCall(thing)) return trackCall(thing, sink)
  return isPlain(thing) ? trackNamespace(thing, sink) : trackClient(thing, sink)
}

/** What a call is shows only by what it takes and gives. */
function trackCall(call: Call, sink: UsageSink): unknown {
  const taker = trackModelTaker(call, sink)
  const refusal = () =>
    new TypeError(`track() does not know what to count of ${call.name || 'this call'}. It knows ${known}.`)
  return new Proxy(call, {
    apply(_, self, args) {
      if (isModelCall(args[0])) return Reflect.apply(taker, self, args)
      if (isAgent(args[0])) return trackRun(call.bind(self), args, sink)
      const result: unknown = Reflect.apply(call, self, args)
      if (isQuery(result)) return trackQuery(result, sink, args[0])
      throw refusal()
    },
    construct(_, args, type) {
      if (isModelCall(args[0])) return Reflect.construct(taker, args, type)
      throw refusal()
    },
  })
}

/** The members of a namespace that use a model; all others stay. */
function trackNamespace(namespace: Loose, sink: UsageSink): unknown {
  const users = Object.entries(namespace).filter(([name, member]) => takesModel(name) && isCall(member))
  if (users.length === 0) return undefined
  const tracked = users.map(([name, member]) => {
    return [name, trackModelTaker(member as Call, sink, namespace.gateway)]
  })
  return { ...namespace, ...Object.fromEntries(tracked) }
}

function describe(thing: unknown): string {
  if (thing === null || thing === undefined) return String(thing)
  if (typeof thing !== 'object') return `a ${typeof thing}`
  const name: unknown = Object.getPrototypeOf(thing)?.constructor?.name
  const members = Object.keys(thing).slice(0, 5).join(', ')
  return `this ${typeof name === 'string' && name ? name : 'object'}${members && ` with ${members}`}`
}
