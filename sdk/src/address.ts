// Where the server is and who asks: what people paste into options, made fit for a request or refused with a sentence.

const apiPath = '/api/v1'

/** @returns the address all paths of operations are appended to */
export function apiAddress(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    // The value is not shown: it may be a key in the wrong place.
    throw new TypeError('baseUrl must be the http or https address of a server, such as http://localhost:4100.')
  }
  if (url.username || url.password)
    throw new TypeError('baseUrl must hold no user name or password; give apiKey instead.')
  const path = url.pathname.replace(/\/+$/, '')
  return url.origin + (path.endsWith(apiPath) ? path : path + apiPath)
}

/** A key read from a file often ends in a line break; what else cannot stand in a header is not shown, for it is secret. */
export function headerValue(apiKey: string): string {
  const key = `${apiKey}`.trim()
  if (!/^mc_[\x21-\x7e]+$/.test(key)) throw new TypeError('apiKey must be a key of this server, which begins with mc_.')
  return `Bearer ${key}`
}
