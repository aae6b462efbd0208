// The signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and payload, by nothing but WebCrypto.
import { WebhookError } from './error.ts'

const encoder = new TextEncoder()

/** @throws `payload_not_raw` */
export function bytesOfPayload(payload: string | Uint8Array): Uint8Array {
  if (typeof payload === 'string') return encoder.encode(payload)
  if (payload instanceof Uint8Array) return payload
  throw new WebhookError(
    'payload_not_raw',
    'The payload is neither a text nor bytes.',
    'Give the body as it arrived, before anything parses it: await request.text(), or express.raw({ type: "application/json" }).',
  )
}

export async function signatureOf(
  key: CryptoKey,
  { id, timestamp }: { id: string; timestamp: string },
  payload: Uint8Array,
): Promise<Uint8Array> {
  const head = encoder.encode(`${id}.${timestamp}.`)
  const content = new Uint8Array(head.length + payload.length)
  content.set(head)
  content.set(payload, head.length)
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, content))
}

/** Takes as long wherever the two differ, so that nobody can find a signature byte by byte. */
export function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0)
  return difference === 0
}
