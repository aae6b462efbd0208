// The AI SDK: its models count each call they make, so steps, retries and streams need nothing more.
import { sourceOfName } from './provider.ts'
import { type Call, has, isCall, isPlain, type Loose, loose, quietly, text, withMembers } from './shape.ts'
import { type Counts, count, fromInclusive, noCounts, reportCounts, reportUnknown, type UsageSink } from './usage.ts'

/** What its calls and classes that take a model are named. */
const taking =
  /^(experimental_)?(generate|stream|embed|rerank|transcribe|decide|evaluate|extract|start(Batch|Video)|ToolLoopAgent|Agent)/i

const asking = ['doGenerate', 'doStream', 'doEmbed', 'doRerank', 'doDecide', 'doEvaluate', 'doExtract', 'doStart']

export const isModel = (thing: unknown): thing is Loose =>
  text(loose(thing)?.specificationVersion) !== undefined && asking.some((name) => has(thing, name))

const tracked = new WeakSet<object>()

export function trackModel(model: Loose, sink: UsageSink): Loose {
  if (tracked.has(model)) return model
  const counted = (found: Found) => {
    const measured = {
      ...sourceOfName(text(model.provider), found.model ?? text(model.modelId)),
      ...(found.id && { measureId: found.id }),
    }
    if (found.counts) reportCounts(sink, found.counts, measured)
    else reportUnknown(sink, measured)
  }
  const copy = withMembers(model, (name) => {
    const call = model[name]
    if (!asking.includes(String(name)) || !isCall(call)) return undefined
    return async (...args: unknown[]) => {
      const result = loose(await call.apply(model, args))
      if (name === 'doStream' && result?.stream instanceof ReadableStream) {
        return { ...result, stream: countedStream(result.stream, counted) }
      }
      quietly(() => counted({ ...metadata(result?.response), counts: countsOf(result?.usage) }))
      return result
    }
  })
  tracked.add(copy)
  return copy
}

/**
 * `generateText` and its like, alone or of a namespace: the model they are given is tracked.
 *
 * @param gateway where a namespace finds models by name, if no other provider is the default
 */
export function trackModelTaker(call: Call, sink: UsageSink, gateway?: unknown): Call {
  const args = ([options, ...rest]: unknown[]) =>
    isModelCall(options) ? [withModel(call.name, options, sink, gateway), ...rest] : [options, ...rest]
  return new Proxy(call, {
    apply: (target, self, given) => Reflect.apply(target, self, args(given)),
    construct: (target, given, type) => Reflect.construct(target as never, args(given), type),
  })
}

export const takesModel = (name: string): boolean => taking.test(name)

/** Whether this is what the AI SDK is called with. */
export const isModelCall = (options: unknown): options is Loose =>
  isPlain(options) && (isModel(options.model) || text(options.model) !== undefined)

function withModel(call: string, options: Loose, sink: UsageSink, gateway: unknown): Loose {
  const model = isModel(options.model) ? options.model : namedModel(call, String(options.model), gateway)
  return { ...options, model: trackModel(model, sink) }
}

/** What a provider finds a model by, for calls whose name has this in it. */
const finders: [part: RegExp, find: string][] = [
  [/embed/i, 'embeddingModel'],
  [/image/i, 'imageModel'],
  [/speech/i, 'speechModel'],
  [/transcribe/i, 'transcriptionModel'],
  [/rerank/i, 'rerankingModel'],
  [/video/i, 'videoModel'],
  [/text|object|agent/i, 'languageModel'],
]

/** A model given by name, found as the AI SDK finds it. */
function namedModel(call: string, name: string, gateway: unknown): Loose {
  const provider = loose((globalThis as Loose).AI_SDK_DEFAULT_PROVIDER) ?? loose(gateway)
  const [, find = ''] = finders.find(([part]) => part.test(call)) ?? []
  const model = isCall(provider?.[find]) ? provider[find].call(provider, name) : undefined
  if (isModel(model)) return model
  throw new TypeError(
    `track() cannot look up the model '${name}': pass the model itself, such as openai('${name}'), or track the whole namespace (import * as ai from 'ai').`,
  )
}

interface Found {
  id?: string | undefined
  model?: string | undefined
  counts?: Counts | undefined
}

const metadata = (value: unknown): Found => ({ id: text(loose(value)?.id), model: text(loose(value)?.modelId) })

function countedStream(stream: ReadableStream, counted: (found: Found) => void): ReadableStream {
  const reader = stream.getReader()
  let found: Found = {}
  let isDone = false
  const end = () => {
    if (isDone) return
    isDone = true
    quietly(() => counted(found))
  }
  const look = (value: unknown) => {
    const part = loose(value)
    if (part?.type === 'response-metadata') found = { ...found, ...metadata(part) }
    if (part?.type !== 'finish') return
    found.counts = countsOf(part.usage)
    end()
  }
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (done) {
          end()
          return controller.close()
        }
        quietly(() => look(value))
        controller.enqueue(value)
      } catch (error) {
        end()
        controller.error(error)
      }
    },
    cancel(reason) {
      end()
      return reader.cancel(reason)
    },
  })
}

/** Of a language model in two spellings, of an embedding model, or of an image model. */
function countsOf(value: unknown): Counts | undefined {
  const usage = loose(value)
  if (!usage) return undefined
  if (typeof usage.tokens === 'number') return { ...noCounts, input: count(usage.tokens) }
  const [input, output] = [loose(usage.inputTokens), loose(usage.outputTokens)]
  const whole = {
    input: input ? input.total : usage.inputTokens,
    cached: input ? input.cacheRead : usage.cachedInputTokens,
    written: input?.cacheWrite,
    output: output ? output.total : usage.outputTokens,
    reasoning: output ? output.reasoning : usage.reasoningTokens,
  }
  return whole.input === undefined && whole.output === undefined ? undefined : fromInclusive(whole)
}
