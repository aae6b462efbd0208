// The page's calls to the API: session cookie, CSRF token, workspace, the envelope, and errors with their hints.

export class ApiError extends Error {
  /** @param {{ status: number, code: string, message: string, hint: string, requestId?: string | null, details?: any }} error */
  constructor({ status, code, message, hint, requestId = null, details = null }) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.hint = hint
    this.requestId = requestId
    this.details = details
  }
}

/** What every request carries; set at sign-in. */
export const context = {
  csrfToken: '',
  /** Id of the chosen workspace; '' until one is chosen. */
  workspaceId: '',
  /** Called when the server no longer knows this session. */
  onSignedOut() {},
}

/** @returns {Record<string, string>} */
export function workspaceHeader() {
  return context.workspaceId === '' ? {} : { 'Mission-Control-Workspace': context.workspaceId }
}

/**
 * @template [T=any]
 * @param {'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} method
 * @param {string} path below /api/v1
 * @param {unknown} [body]
 * @returns {Promise<{ data: T, page: { nextCursor: string | null, hasMore: boolean } | null }>}
 */
export async function call(method, path, body) {
  const response = await send(method, path, body)
  return dataOf(response.status, await response.json().catch(() => null), path)
}

/**
 * What an answer carries.
 * @param {number} status @param {any} envelope null where it is no JSON @param {string} path
 * @throws {ApiError} where it is a refusal
 */
export function dataOf(status, envelope, path) {
  if (envelope?.success === true) return { data: envelope.data, page: envelope.page ?? null }
  const error = new ApiError({ status, ...(envelope?.error ?? strangeAnswer(status)) })
  if (error.code === 'unauthenticated' && path !== '/sessions') context.onSignedOut()
  throw error
}

/** @param {string} method @param {string} path @param {unknown} body */
async function send(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = workspaceHeader()
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = context.csrfToken
    headers['Idempotency-Key'] = randomName()
  }
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    })
  } catch {
    throw new ApiError({
      status: 0,
      code: 'unreachable',
      message: 'The server does not answer.',
      hint: 'Check that it is running and that this machine can reach it, then try again.',
    })
  }
}

/** @param {number} status */
const strangeAnswer = (status) => ({
  code: 'strange_answer',
  message: `Something between this page and the server answered with status ${status}.`,
  hint: 'Check the proxy in front of Mission Control, then reload the page.',
})

/** `crypto.randomUUID` exists on https and localhost only, and the page works over plain http too. */
function randomName() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-')
}

/** @param {string} path @param {Record<string, string | number | undefined>} [query] */
export async function get(path, query = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  const { data } = await call('GET', search.size > 0 ? `${path}?${search}` : path)
  return data
}

/** @param {string} path @param {unknown} [body] */
export const post = async (path, body = {}) => (await call('POST', path, body)).data
