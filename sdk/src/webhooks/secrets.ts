// The shared secrets as keys. What is wrong with one is said without showing it.
import { WebhookError } from './error.ts'

const prefix = 'whsec_'
/** What Standard Webhooks asks of a secret, in bytes. */
const fewestBytes = 24
const mostBytes = 64

/** @throws `secret_invalid` */
export async function keysOf(secrets: string | readonly string[]): Promise<CryptoKey[]> {
  const given = typeof secrets === 'string' ? [secrets] : (secrets ?? [])
  if (given.length === 0) throw invalid('No secret was given.')
  return Promise.all(given.map(keyOf))
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const text = typeof secret === 'string' ? secret.trim() : ''
  const bytes = bytesOfBase64(text.startsWith(prefix) ? text.slice(prefix.length) : text)
  if (!bytes) throw invalid('The secret is no base64.')
  if (bytes.length < fewestBytes || bytes.length > mostBytes) {
    throw invalid(`The secret has ${bytes.length} bytes, and has to have ${fewestBytes} to ${mostBytes}.`)
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

const invalid = (message: string) =>
  new WebhookError('secret_invalid', message, `Give the secret of the webhook as it was shown, ${prefix} and base64.`)

/** @returns undefined for what is no base64 */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
