// The one place that speaks HTTP: sends the request of an operation, tries again what may be tried again, and throws
// typed errors. Nothing it throws holds the request itself, for the key is in there.
import ky, { isHTTPError, isTimeoutError } from 'ky'
import createClient from 'openapi-fetch'
import { apiAddress, headerValue } from './address.ts'
import { ConnectionError, errorFromAnswer, unexpectedResponse } from './errors.ts'
import { type Logger, type LogLevel, logged } from './log.ts'
import { randomId } from './random-id.ts'
import { assembleRequest, type Input, type Operation } from './request.ts'
import type { RequestOptions } from './resource-types.ts'
import { withSignal } from './with-signal.ts'

/** How to reach a server, and as whom. */
export interface TransportOptions {
  /** Address of the server, such as `http://localhost:4100`. */
  baseUrl: string
  /**
   * Key of a user or an agent, or a function that gives it, asked for every call.
   * @default none, which is enough to register
   */
  apiKey?: string | (() => string | Promise<string>) | undefined
  /**
   * Id or slug of the workspace all calls are about. An agent's key belongs to one and needs none.
   * @default the only one the user belongs to
   */
  workspace?: string | undefined
  /**
   * How often a failed attempt is repeated, if the operation may be repeated: after a random part of 0.5, 1, 2, 4 …
   * seconds, or as `Retry-After` says, 60 seconds at most.
   * @default 4
   */
  maxRetries?: number
  /**
   * How long one attempt may take, in milliseconds; calls that give `waitSeconds` get 15 seconds more than those.
   * @default 40000
   */
  timeoutMs?: number
  /**
   * What sends the requests.
   * @default the `fetch` of the platform
   */
  fetch?: (request: Request) => Promise<Response>
  /**
   * What every attempt goes through, the first outermost: to add headers, measure, or answer by itself.
   * @default none
   */
  middleware?: readonly Middleware[]
  /**
   * Told of each attempt, such as `console`. Keys and bodies are never in what it is told.
   * @default none
   */
  logger?: Logger
  /**
   * How much it is told: `error` of attempts that failed or met a 5xx, `warn` of refusals too, `info` of every answer,
   * `debug` of requests before they are sent and of those you ended yourself.
   * @default 'warn'
   */
  logLevel?: LogLevel
}

/**
 * Stands between a call and the network, once for each attempt.
 *
 * @example
 * ```ts
 * const timed: Middleware = async (request, next) => {
 *   const start = performance.now()
 *   const response = await next(request)
 *   console.log(request.method, request.url, response.status, performance.now() - start)
 *   return response
 * }
 * ```
 */
export type Middleware = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>

/** What a successful answer carries. */
export interface Answer {
  data: unknown
  page?: unknown
  response: Response
}

type Send = (method: string, path: string, init: object) => Promise<{ data?: string; response: Response }>

interface Attempts {
  /** How many more there may be after the first. */
  limit: number
  timeoutMs: number
  signal: AbortSignal
}

const retriedMethods = ['get', 'post', 'put', 'patch', 'delete']
const retriedStatuses = [408, 429, 500, 502, 503, 504]
const longestBackoffMs = 10_000
const longestRetryAfterMs = 60_000
const defaultTimeoutMs = 40_000
const marginOfWaitMs = 15_000

export class Transport {
  readonly #options: TransportOptions
  readonly #send: Send

  constructor(options: TransportOptions) {
    this.#options = options
    if (options.apiKey !== undefined && typeof options.apiKey !== 'function') headerValue(options.apiKey)
    const querySerializer = { array: { style: 'form', explode: false } } as const
    this.#send = createClient({ baseUrl: apiAddress(options.baseUrl), querySerializer }).request as unknown as Send
  }

  /** @throws MissionControlError in all its forms, and the reason of `options.signal` once that is aborted */
  send(operation: Operation, input: Input = {}, options: RequestOptions = {}): Promise<Answer> {
    return withSignal(options.signal, (signal) => this.#answer(operation, input, options, signal))
  }

  async #answer(operation: Operation, input: Input, options: RequestOptions, signal: AbortSignal): Promise<Answer> {
    const [method, path, repeats] = operation
    const { maxRetries = this.#options.maxRetries ?? 4, timeoutMs = this.#timeoutOf(input) } = options
    if (!(maxRetries >= 0 && timeoutMs > 0)) throw new RangeError('maxRetries must be 0 or more, timeoutMs above 0.')
    const headers = await this.#headers(options)
    if (repeats === 'key') headers['Idempotency-Key'] = options.idempotencyKey ?? randomId()
    let name = ''
    const { data, response } = await this.#send(method, path, {
      ...assembleRequest(operation, input),
      headers,
      signal,
      parseAs: 'text',
      fetch: (request: Request) => {
        name = nameOf(request)
        return this.#repeat(request, { limit: repeats === 'none' ? 0 : maxRetries, timeoutMs, signal })
      },
    })
    const answer = parse(data) as (Answer & { success?: boolean }) | undefined
    if (answer?.success !== true) throw unexpectedResponse(name, response.status)
    return { ...answer, response }
  }

  /**
   * Sends and gets what is no JSON: one attempt without a limit of time.
   *
   * @param path with its query
   * @returns the answer, its body unread
   */
  async open(method: string, path: string, init: RequestInit, options: RequestOptions): Promise<Response> {
    const headers = { ...(await this.#headers(options)), ...(init.headers as Record<string, string>) }
    const request = new Request(apiAddress(this.#options.baseUrl) + path, { ...init, method, headers })
    const response = await this.#fetch(request, init.signal).catch((error: unknown) => {
      throw typedError(error, request)
    })
    if (response.ok) return response
    throw errorFromAnswer(nameOf(request), response.status, parse(await response.text().catch(() => '')))
  }

  async #repeat(request: Request, { limit, timeoutMs, signal }: Attempts): Promise<Response> {
    try {
      return await ky(request, {
        fetch: async (input) => wholeAnswer(await this.#fetch(input as Request, signal)),
        timeout: timeoutMs,
        retry: {
          limit,
          methods: retriedMethods,
          statusCodes: retriedStatuses,
          afterStatusCodes: [429, 503],
          maxRetryAfter: longestRetryAfterMs,
          backoffLimit: longestBackoffMs,
          delay: (attempt) => 500 * 2 ** (attempt - 1),
          jitter: true,
          shouldRetry: ({ error }) => {
            if (signal.aborted) return false
            // Left to the list of statuses, which also minds Retry-After.
            return isHTTPError(error) && codeOf(error.data) !== 'request_in_flight' ? undefined : true
          },
        },
      })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw typedError(error, request)
    }
  }

  #fetch(request: Request, signal?: AbortSignal | null): Promise<Response> {
    const { fetch = globalThis.fetch, middleware = [] } = this.#options
    let send = (it: Request) => fetch(it)
    for (const layer of [...middleware].reverse()) {
      const next = send
      send = (it) => layer(it, next)
    }
    return logged(request, send, this.#options, signal)
  }

  #timeoutOf({ waitSeconds }: Input): number {
    if (typeof waitSeconds === 'number') return waitSeconds * 1000 + marginOfWaitMs
    return this.#options.timeoutMs ?? defaultTimeoutMs
  }

  async #headers(options: RequestOptions): Promise<Record<string, string>> {
    const { apiKey } = this.#options
    const workspace = options.workspace ?? this.#options.workspace
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey
    return {
      Accept: 'application/json',
      ...(key === undefined ? {} : { Authorization: headerValue(key) }),
      ...(workspace === undefined ? {} : { 'Mission-Control-Workspace': workspace }),
      ...(options.fence === undefined ? {} : { 'Mission-Control-Fence': `${options.fence}` }),
    }
  }
}

/** Reads the body as part of the attempt: one that breaks off half way is a failed attempt, not an answer. */
async function wholeAnswer(response: Response): Promise<Response> {
  return response.body === null ? response : new Response(await response.arrayBuffer(), response)
}

function typedError(error: unknown, request: Request): Error {
  const name = nameOf(request)
  if (isHTTPError(error)) return errorFromAnswer(name, error.response.status, error.data)
  if (isTimeoutError(error)) {
    return new ConnectionError({ code: 'timed_out', message: `${name} got no answer in time.`, isRetryable: true })
  }
  const cause = error instanceof Error && 'request' in error ? error.cause : error
  const hint = 'Is the server running, and is baseUrl its address?'
  const message = `${name} failed: ${reasonOf(cause)}. ${hint}`
  return new ConnectionError({ code: 'connection_failed', message, hint, cause, isRetryable: true })
}

/** The platform says only "fetch failed" and keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } }
  return [message, cause?.code ?? cause?.message].filter(Boolean).join(', ')
}

const nameOf = ({ method, url }: Request): string => `${method} ${url.replace(/[?#].*/, '')}`

const codeOf = (body: unknown): unknown => (body as { error?: { code?: unknown } } | undefined)?.error?.code

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
