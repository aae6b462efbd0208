// One call to the server: the operation's path from the contract, the key in a header, and tries again where that is safe.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, Refusal } from './failure.mjs'
import { operations } from './generated/operations.mjs'

/** @typedef {keyof typeof operations} OperationId */

/**
 * A body that is no JSON, and what is said about it.
 * @typedef {{ bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> }} Upload
 */

const mostTries = 5
/** Longer pauses are the agent's to make: a command that hangs looks broken. */
const longestPauseSeconds = 20

/**
 * @param {{ url: string, apiKey?: string | null }} to
 * @param {OperationId} operation
 * @param {Record<string, unknown>} [input] one flat object; its fields go into path, query or body
 * @param {{ timeoutSeconds?: number }} [options]
 * @returns {Promise<any>} the data of the answer
 */
export async function request(to, operation, input, options) {
  return (await requestWhole(to, operation, input, options)).data
}

/**
 * As `request`, with what stands beside the data: the page of a list.
 * @param {{ url: string, apiKey?: string | null }} to
 * @param {OperationId} operation
 * @param {Record<string, unknown>} [input]
 * @param {{ timeoutSeconds?: number, upload?: Upload }} [options]
 * @returns {Promise<{ data: any, page?: any }>}
 */
export async function requestWhole(to, operation, input = {}, { timeoutSeconds = 30, upload } = {}) {
  const [method, path, repeating] = operations[operation]
  const { url, body: json } = addressed(`${to.url}/api/v1${path}`, method, input)
  const body = upload ? upload.bytes : json
  const headers = {
    Accept: 'application/json',
    ...(to.apiKey ? { Authorization: `Bearer ${to.apiKey}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(repeating === 'key' ? { 'Idempotency-Key': randomUUID() } : {}),
    ...upload?.headers,
  }
  for (let tries = 1; ; tries += 1) {
    const outcome = await send(url, { method, headers, body, timeoutSeconds })
    if (outcome.answer) return outcome.answer
    const pause = pauseSeconds(outcome, tries, method === 'GET' || repeating !== 'none')
    if (pause === null) throw outcome.failure
    await sleep(pause * 1000)
  }
}

/**
 * @param {string} template
 * @param {string} method
 * @param {Record<string, unknown>} input
 */
function addressed(template, method, input) {
  const rest = { ...input }
  const path = template.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => {
    const value = rest[name]
    if (value === undefined) throw new Failure('usage', `${name} is missing`, `Give it as {"${name}": …}.`)
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (method !== 'GET') return { url: path, body: JSON.stringify(rest) }
  const query = new URLSearchParams(/** @type {Record<string, string>} */ (rest))
  return { url: query.size > 0 ? `${path}?${query}` : path, body: undefined }
}

/**
 * @typedef {object} Outcome
 * @property {{ data: any, page?: any }} [answer]
 * @property {Failure} [failure]
 * @property {boolean} [harmless] nothing was done for certain, so that anything may be sent again
 * @property {boolean} [temporary]
 * @property {number | null} [retryAfter] seconds
 *
 * @param {string} url
 * @param {{ method: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> | undefined, timeoutSeconds: number }} options
 * @returns {Promise<Outcome>}
 */
async function send(url, { method, headers, body, timeoutSeconds }) {
  try {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000)
    const response = await fetch(url, { method, headers, body, signal, redirect: 'error' })
    /** @type {any} */
    const answer = await response.json().catch(() => null)
    return answer?.success === true ? { answer } : refusal(response, answer?.error)
  } catch (error) {
    return unreachable(url, error)
  }
}

/**
 * @param {Response} response
 * @param {ConstructorParameters<typeof Refusal>[0] | undefined} error
 * @returns {Outcome}
 */
function refusal({ status, headers, url }, error) {
  if (!error) {
    const failure = new Failure('later', `${url} answers ${status}, but not as Mission Control does`, 'Check MC_URL.')
    return { failure, temporary: status >= 500 }
  }
  const harmless = status === 429 || status === 503 || error.code === 'request_in_flight'
  const header = headers.get('Retry-After')
  const retryAfter = header === null ? null : Number(header)
  const temporary = harmless || status >= 500
  return { failure: new Refusal(error, temporary), harmless, temporary, retryAfter }
}

/**
 * @param {string} url
 * @param {any} error
 * @returns {Outcome}
 */
function unreachable(url, error) {
  const cause = error.cause?.code ?? error.cause?.message ?? error.message
  const hint = 'Check that the server runs and that MC_URL is right; then run the same command again.'
  const failure = new Failure('later', `no answer from ${new URL(url).origin} (${cause})`, hint)
  return { failure, temporary: true, harmless: cause === 'ECONNREFUSED' || cause === 'ENOTFOUND' }
}

/**
 * @param {Outcome} outcome
 * @param {number} tries so far
 * @param {boolean} mayRepeat whether sending it twice does no harm
 * @returns {number | null} null to give up
 */
function pauseSeconds({ temporary, harmless, retryAfter }, tries, mayRepeat) {
  if (!temporary || !(harmless || mayRepeat) || tries >= mostTries) return null
  const own = 0.5 * 2 ** (tries - 1) * (1 + Math.random() / 2)
  const pause = Math.max(own, retryAfter ?? 0)
  return pause > longestPauseSeconds ? null : pause
}
