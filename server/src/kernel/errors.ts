// Every refusal is one of the contract's error codes; its status and default hint come from there.
import { type ErrorCode, errorCodes } from '../generated/rules.ts'

export interface ErrorOptions {
  /** What to do next; the code's own hint by default. */
  readonly hint?: string
  readonly details?: Record<string, unknown>
  readonly cause?: unknown
  readonly headers?: Record<string, string>
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly hint: string
  readonly details: Record<string, unknown> | null
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = errorCodes[code].status
    this.hint = options.hint ?? errorCodes[code].hint
    this.details = options.details ?? null
    this.headers = options.headers ?? (this.status === 503 ? { 'Retry-After': '1' } : {})
  }
}

/** The same answer whether the thing never was or belongs to another workspace. */
export const notFound = (what: string, id: string): AppError =>
  new AppError('not_found', `there is no ${what} '${shorten(id)}' in this workspace`)

/** Names an offending value in a message without repeating all of a huge one. */
export function shorten(value: unknown, most = 80): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > most ? `${text.slice(0, most)}…` : text
}
