// How OpenAI, and the many who speak like it, write usage: the whole with its parts, at the end of a stream only if asked.
import type { Dialect } from './metered-fetch.ts'
import { loose, text } from './shape.ts'
import { type Counts, fromInclusive } from './usage.ts'

const ends = new Set(['response.completed', 'response.failed', 'response.incomplete', '[DONE]'])

export const openAiDialect: Dialect = {
  read(data, finding) {
    const event = loose(data)
    // Events of the Responses API carry the response, all else is one itself.
    const response = loose(event?.response) ?? event
    finding.id ??= text(response?.id)
    finding.model = text(response?.model) ?? finding.model
    finding.counts = openAiCounts(response?.usage) ?? finding.counts
    if (typeof response?.status === 'string') finding.isPending = /^(queued|in_progress)$/.test(response.status)
    return ends.has(String(event ? event.type : data))
  },

  ask(url, body) {
    const isChat = /\/chat\/completions$|\/completions$/.test(new URL(url).pathname)
    const options = loose(body.stream_options)
    if (!isChat || body.stream !== true || options?.include_usage === true) return undefined
    return { ...body, stream_options: { ...options, include_usage: true } }
  },

  isExtra(data) {
    const chunk = loose(data)
    return Array.isArray(chunk?.choices) && chunk.choices.length === 0 && loose(chunk.usage) !== undefined
  },

  begun(url, known) {
    const id = /\/responses\/([^/]+)$/.exec(new URL(url).pathname)?.[1]
    return id !== undefined && known.has(id)
  },
}

/** Of either API; undefined where there is no usage. */
function openAiCounts(value: unknown): Counts | undefined {
  const usage = loose(value)
  const input = usage?.input_tokens ?? usage?.prompt_tokens
  const output = usage?.output_tokens ?? usage?.completion_tokens
  if (!usage || (typeof input !== 'number' && typeof output !== 'number')) return undefined
  const inputDetails = loose(usage.input_tokens_details ?? usage.prompt_tokens_details)
  const outputDetails = loose(usage.output_tokens_details ?? usage.completion_tokens_details)
  return fromInclusive({
    input,
    cached: inputDetails?.cached_tokens,
    written: inputDetails?.cache_write_tokens,
    output,
    reasoning: outputDetails?.reasoning_tokens,
  })
}
