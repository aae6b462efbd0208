// Webhooks for those who receive them: whether one is from Mission Control, and how a test makes one that is.

/**
 * Webhooks for those who receive them: whether one is from Mission Control, and how a test makes one that is. This
 * version of the server sends none yet; its webhooks will follow Standard Webhooks 1.0, as everything here does.
 *
 * @packageDocumentation
 */
import { randomId } from '../random-id.ts'
import { WebhookError } from './error.ts'
import { type HeadersLike, readMetadata } from './headers.ts'
import { bytesOfBase64, keysOf } from './secrets.ts'
import { bytesOfPayload, isEqual, signatureOf } from './signature.ts'

export { WebhookError, type WebhookErrorCode } from './error.ts'
export type { HeadersLike } from './headers.ts'

/** What a webhook tells. */
export interface WebhookEvent {
  /** Such as `task.completed`. */
  type: string
  /** When it happened, RFC 3339 in UTC; not when it was sent. */
  timestamp: string
  /** What happened, by the type. */
  data: Record<string, unknown>
}

/**
 * How to check.
 *
 * @example
 * ```ts
 * await verify(body, request.headers, secret, { toleranceSeconds: 60 })
 * ```
 */
export interface VerifyOptions {
  /** How far the time it was sent may be from now, before and after, in seconds. @default 300 */
  toleranceSeconds?: number
  /** What time it is. @default by the clock of this machine */
  now?: Date
}

/**
 * What a test may say about the webhook it makes.
 *
 * @example
 * ```ts
 * const headers = await sign(body, secret, { id: 'evt_1', timestamp: new Date(Date.now() - 3_600_000) })
 * await expect(verify(body, headers, secret)).rejects.toMatchObject({ code: 'timestamp_out_of_range' })
 * ```
 */
export interface SignOptions {
  /** @default a random one */
  id?: string
  /** When it is sent. @default now */
  timestamp?: Date
}

/** The headers of a webhook, to be sent with exactly the payload that was signed. */
export interface WebhookHeaders extends Record<string, string> {
  /** Id of the event, the same each time it is sent. */
  'webhook-id': string
  /** When it is sent, in seconds since 1970. */
  'webhook-timestamp': string
  /** One signature for each secret, `v1,<base64>`, with spaces between them. */
  'webhook-signature': string
}

const signaturePrefix = 'v1,'

/**
 * Checks that a webhook is from Mission Control, whole and fresh, as Standard Webhooks 1.0 says, and parses it. The same
 * event may come more than once, always with the same `webhook-id`: remember those you have acted on.
 *
 * @param payload the body as it arrived: parsed and written again it would be another
 * @param secrets the secret of the webhook, `whsec_…`; both, the old and the new, while it is rotated
 * @returns the event; `T` is taken at its word
 * @throws {@link WebhookError} with `headers_missing`, `headers_invalid`, `timestamp_out_of_range`, `signature_invalid`
 * or `payload_invalid` for a request not to be acted on; `payload_not_raw` or `secret_invalid` if called wrongly
 * @example
 * ```ts
 * import { verify } from '@mission-control/sdk/webhooks'
 *
 * export async function POST(request: Request): Promise<Response> {
 *   const event = await verify(await request.text(), request.headers, process.env.MC_WEBHOOK_SECRET ?? '')
 *   console.log(event.type, event.data)
 *   return new Response(null, { status: 204 })
 * }
 * ```
 */
export async function verify<T = WebhookEvent>(
  payload: string | Uint8Array,
  headers: HeadersLike,
  secrets: string | readonly string[],
  { toleranceSeconds = 300, now = new Date() }: VerifyOptions = {},
): Promise<T> {
  const bytes = bytesOfPayload(payload)
  const keys = await keysOf(secrets)
  const metadata = readMetadata(headers)
  const expected = await Promise.all(keys.map((key) => signatureOf(key, metadata, bytes)))
  const given = metadata.signatures.flatMap((text) =>
    text.startsWith(signaturePrefix) ? (bytesOfBase64(text.slice(signaturePrefix.length)) ?? []) : [],
  )
  if (!given.some((signature) => expected.some((it) => isEqual(it, signature)))) {
    throw new WebhookError(
      'signature_invalid',
      'No signature of the webhook fits its payload.',
      'Answer 400. If it is a true one: is this the secret of this very webhook, and the payload the body byte for byte?',
    )
  }
  refuseStale(metadata.timestamp, toleranceSeconds, now)
  return parse(bytes) as T
}

/** After the signature: until then the time is only what somebody says. */
function refuseStale(timestamp: string, toleranceSeconds: number, now: Date): void {
  const ageSeconds = Math.round(now.getTime() / 1000 - Number(timestamp))
  // Written so that a tolerance or a time that is no number refuses.
  if (Math.abs(ageSeconds) <= toleranceSeconds) return
  const when = ageSeconds < 0 ? `${-ageSeconds} seconds ahead` : `${ageSeconds} seconds ago`
  throw new WebhookError(
    'timestamp_out_of_range',
    `The webhook was sent ${when} by this machine's clock, and ${toleranceSeconds} are allowed.`,
    'Answer 400: somebody may be sending an old one again. If all are refused, set the clock of this machine.',
  )
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw new WebhookError(
      'payload_invalid',
      'The payload is signed and yet no JSON.',
      'Does this secret sign other things too?',
    )
  }
}

/**
 * Makes the headers of a webhook, as Standard Webhooks 1.0 says: for tests of what receives them.
 *
 * @param payload the body, exactly as it will be sent
 * @param secrets `whsec_…`; with several there is a signature for each, as while a secret is rotated
 * @throws {@link WebhookError} with `payload_not_raw` or `secret_invalid`
 * @example
 * ```ts
 * const body = JSON.stringify({ type: 'task.completed', timestamp: new Date().toISOString(), data: { taskId: 'tsk_1' } })
 * const response = await POST(new Request(url, { method: 'POST', body, headers: await sign(body, secret) }))
 * ```
 */
export async function sign(
  payload: string | Uint8Array,
  secrets: string | readonly string[],
  { id = `msg_${randomId()}`, timestamp: sentAt = new Date() }: SignOptions = {},
): Promise<WebhookHeaders> {
  const bytes = bytesOfPayload(payload)
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const keys = await keysOf(secrets)
  const signatures = await Promise.all(keys.map((key) => signatureOf(key, { id, timestamp }, bytes)))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((it) => signaturePrefix + btoa(String.fromCharCode(...it))).join(' '),
  }
}
