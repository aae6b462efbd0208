// A fetch that reads the usage off each answer on its way: whatever a client makes of the answer stays as it is.
import { randomId } from '../random-id.ts'
import { type Loose, loose, quietly, text } from './shape.ts'
import { EventCutter, parse, type SentEvent } from './sse.ts'
import { type Counts, reportCounts, reportUnknown, type UsageSink } from './usage.ts'

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** What was found out about a response so far. */
export interface Finding {
  id?: string | undefined
  model?: string | undefined
  counts?: Counts | undefined
  /** Whether its usage is still to come, with a later request if not with this one. */
  isPending?: boolean
  /** Totals so far, as the provider writes them. */
  totals?: Loose
  /** What other models used for it. */
  beside?: { model: string; counts: Counts }[]
}

/** How a provider writes its usage. */
export interface Dialect {
  /** Takes a body or an event of a stream into the finding; true once nothing more can follow. */
  read(data: unknown, finding: Finding): boolean
  /** Changes a request so that its stream tells the usage; undefined where there is nothing to change. */
  ask?(url: string, body: Loose): Loose | undefined
  /** Whether an event came only because of that change. */
  isExtra?(data: unknown): boolean
  /** Whether a GET of this address reads on in a response that our own POST began. */
  begun?(url: string, known: Set<string>): boolean
}

/** @param provider who answers at an address */
export function meterFetch(
  fetch: Fetch,
  dialect: Dialect,
  sink: UsageSink,
  provider: (url: string) => string | undefined,
): Fetch {
  /** Responses begun here that run in the background: their usage comes with a later GET. */
  const begun = new Set<string>()
  /** Servers that refuse to be asked for the usage of a stream. */
  const mute = new Set<string>()
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET')
    const isPost = method.toUpperCase() === 'POST'
    if (!isPost && !dialect.begun?.(url, begun)) return fetch(input, init)
    const sent = typeof init?.body === 'string' ? loose(parse(init.body)) : undefined
    const asking = isPost && sent && !mute.has(new URL(url).origin) ? dialect.ask?.(url, sent) : undefined
    let isAsking = asking !== undefined
    let response = await fetch(input, asking ? { ...init, body: JSON.stringify(asking) } : init)
    if (isAsking && (await refusesToTell(response))) {
      isAsking = false
      mute.add(new URL(url).origin)
      response = await fetch(input, init)
    }
    if (!response.ok || !response.body) return response
    const type = response.headers.get('content-type') ?? ''
    const finding: Finding = { model: text(sent?.model) ?? modelOfForm(init?.body) }
    const settle = (isStream: boolean) => {
      const { id, model, counts, beside = [] } = finding
      const of = provider(url)
      const source = { ...(model && { model }), ...(of && { provider: of }) }
      const measureId = id ?? text(response.headers.get('x-request-id')) ?? randomId()
      if (id && !counts && finding.isPending) begun.add(id)
      if (id && counts) begun.delete(id)
      if (counts) reportCounts(sink, counts, { ...source, measureId })
      // Under a name of its own: what it used may still become known.
      else if (isStream) reportUnknown(sink, { ...source, measureId: `${measureId}:unknown` })
      for (const { model, counts } of beside) {
        reportCounts(sink, counts, { ...source, model, measureId: `${measureId}:${model}` })
      }
    }
    if (type.includes('text/event-stream'))
      return throughStream(response, dialect, finding, isAsking, () => settle(true))
    if (type.includes('json')) return throughBody(response, dialect, finding, () => settle(false))
    return response
  }
}

/** Where a file goes along, as sound to be transcribed, the request is a form, and the answer names no model. */
const modelOfForm = (body: unknown): string | undefined =>
  body instanceof FormData ? text(body.get('model')) : undefined

/** Servers that speak this dialect but not all of it: what we added must not cost the caller the answer. */
async function refusesToTell(response: Response): Promise<boolean> {
  if (response.status !== 400 && response.status !== 422) return false
  return (await response.clone().text()).includes('stream_options')
}

/** Reads on even if the caller never looks at the body: it was paid for. */
function throughBody(response: Response, dialect: Dialect, finding: Finding, settle: () => void): Response {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  const reader = response.body!.getReader()
  let isOver = false
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      void pump(controller)
    },
    cancel() {
      isOver = true
    },
  })
  async function pump(controller: ReadableStreamDefaultController<Uint8Array>) {
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        chunks.push(part.value)
        if (!isOver) controller.enqueue(part.value)
      }
      const body = await new Blob(chunks).text()
      quietly(() => dialect.read(parse(body), finding))
      quietly(settle)
      if (!isOver) controller.close()
    } catch (error) {
      // Where the body broke off, it breaks off for the caller too: a failed fetch would be tried again and paid again.
      if (!isOver) controller.error(error)
    }
  }
  return answerOf(response, body)
}

function throughStream(
  response: Response,
  dialect: Dialect,
  finding: Finding,
  isAsking: boolean,
  settle: () => void,
): Response {
  const reader = response.body!.getReader()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const encoder = new TextEncoder()
  const cutter = new EventCutter()
  let isSettled = false
  const end = () => {
    if (isSettled) return
    isSettled = true
    quietly(settle)
  }
  const read = (events: SentEvent[]) => {
    for (const { data } of events) {
      let isLast = false
      quietly(() => {
        isLast = dialect.read(data, finding)
      })
      // Before the caller sees the last event, for with it its work may end.
      if (isLast) end()
    }
    return events
  }
  const kept = (events: SentEvent[]) =>
    encoder.encode(events.flatMap(({ raw, data }) => (dialect.isExtra?.(data) ? [] : [raw])).join(''))
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        for (;;) {
          const part = await reader.read()
          const events = read(part.done ? cutter.flush() : cutter.push(decoder.decode(part.value, { stream: true })))
          // Only a stream that has something to leave out is put together anew.
          const chunk = isAsking ? kept(events) : part.value
          if (chunk && chunk.length > 0) controller.enqueue(chunk)
          if (part.done) {
            end()
            return controller.close()
          }
          if (chunk && chunk.length > 0) return
        }
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
  return answerOf(response, body)
}

function answerOf(response: Response, body: ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers, url, redirected } = response
  const answer = new Response(body, { status, statusText, headers })
  Object.defineProperties(answer, { url: { value: url }, redirected: { value: redirected } })
  return answer
}
