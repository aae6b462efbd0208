// Why a webhook was not believed, with what to do about it.

/**
 * What is wrong with a webhook, or with how it was checked.
 * `headers_missing`, `headers_invalid`: the request has not what a webhook has, so it is none.
 * `timestamp_out_of_range`: sent too long ago, as when somebody sends an old one again, or a clock is wrong.
 * `signature_invalid`: nobody who knows a secret signed this payload.
 * `payload_invalid`: signed, and no JSON.
 * `payload_not_raw`, `secret_invalid`: called wrongly, whatever the request is.
 */
export type WebhookErrorCode =
  | 'headers_missing'
  | 'headers_invalid'
  | 'timestamp_out_of_range'
  | 'signature_invalid'
  | 'payload_invalid'
  | 'payload_not_raw'
  | 'secret_invalid'

/**
 * A webhook that must not be acted on. Answer 400 to those that are the fault of the request, and log `message`: it says
 * what to do and holds neither secret nor payload.
 *
 * @example
 * ```ts
 * try {
 *   await handle(await verify(body, request.headers, secret))
 * } catch (error) {
 *   if (!(error instanceof WebhookError)) throw error
 *   return new Response(error.code, { status: 400 })
 * }
 * ```
 */
export class WebhookError extends Error {
  override name = 'WebhookError'
  /** Stable name of what is wrong. */
  readonly code: WebhookErrorCode
  /** What to do next. */
  readonly hint: string

  constructor(code: WebhookErrorCode, message: string, hint: string) {
    super(`${message} ${hint}`)
    this.code = code
    this.hint = hint
  }
}
