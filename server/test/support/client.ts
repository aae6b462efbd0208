// A tiny client over fetch, so that tests of the server read as requests and answers.
export interface Reply<T> {
  readonly status: number
  readonly headers: Headers
  /** What stands in the envelope; undefined where the answer is an error. */
  readonly data: T
  readonly page: { readonly nextCursor: string | null; readonly hasMore: boolean } | undefined
  readonly error: ReplyError | undefined
}

export interface ReplyError {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly requestId: string
  readonly details: Record<string, unknown> | null
}

export type Loose = Record<string, unknown>

/** What fetch takes as a body. */
export type Bytes = NonNullable<RequestInit['body']>

export interface Api {
  get<T = Loose>(path: string, headers?: Record<string, string>): Promise<Reply<T>>
  post<T = Loose>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>
  put<T = Loose>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>
  patch<T = Loose>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>
  /** Bytes instead of JSON. */
  putBytes<T = Loose>(path: string, bytes: Bytes, headers?: Record<string, string>): Promise<Reply<T>>
  /** The bare answer, as a browser's link would get it. */
  fetch(path: string, headers?: Record<string, string>): Promise<Response>
  delete<T = Loose>(path: string, headers?: Record<string, string>): Promise<Reply<T>>
}

/** @param defaults headers of every request: the key, the workspace. */
export function createApi(baseUrl: string, defaults: Record<string, string>): Api {
  async function send<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const content = body === undefined ? {} : { 'Content-Type': 'application/json' }
    return replyOf<T>(
      await fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: { ...content, ...defaults, ...headers },
        body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
  }
  async function replyOf<T>(response: Response): Promise<Reply<T>> {
    const envelope = (await response.json()) as { data: T; page?: Reply<T>['page']; error?: ReplyError }
    return {
      status: response.status,
      headers: response.headers,
      data: envelope.data,
      page: envelope.page,
      error: envelope.error,
    }
  }
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    putBytes: async (path, bytes, headers) =>
      replyOf(
        await fetch(`${baseUrl}/api/v1${path}`, {
          method: 'PUT',
          headers: { ...defaults, ...headers },
          body: bytes,
          duplex: 'half',
        } as RequestInit),
      ),
    fetch: (path, headers) => fetch(`${baseUrl}/api/v1${path}`, { headers: { ...defaults, ...headers } }),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
  }
}
