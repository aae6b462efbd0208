// The three headers of a webhook, from whatever the platform keeps headers in.
import { WebhookError } from './error.ts'

/** Headers of a request: a `Headers`, Node's `request.headers`, or any object with the names in any case. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** What a webhook says about itself. */
export interface WebhookMetadata {
  id: string
  /** Seconds since 1970, as it was written: the text is what was signed. */
  timestamp: string
  /** Each as `v1,<base64>`. */
  signatures: string[]
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const

/** @throws `headers_missing`, `headers_invalid` */
export function readMetadata(headers: HeadersLike): WebhookMetadata {
  const values = names.map((name) => headerOf(headers, name))
  const missing = names.filter((_, index) => !values[index])
  if (missing.length > 0) {
    throw new WebhookError(
      'headers_missing',
      `The request has no ${missing.join(', ')}.`,
      'Is it a webhook of Mission Control, and does a proxy let these headers through?',
    )
  }
  const [id = '', timestamp = '', signatures = ''] = values
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookError(
      'headers_invalid',
      `webhook-timestamp is ${JSON.stringify(timestamp.slice(0, 40))}, and has to be seconds since 1970.`,
      'Answer 400.',
    )
  }
  return { id, timestamp, signatures: signatures.split(/\s+/) }
}

function headerOf(headers: HeadersLike, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name)?.trim()
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name) return (typeof value === 'string' ? value : value?.join(' '))?.trim()
  }
  return undefined
}
