// What goes wrong on this side of the server: said like the server's own errors, with what to do about it.
import { exitCodes } from './exit-codes.ts'

export class Failure extends Error {
  override name = 'Failure'
  /** Stable name of what went wrong, for scripts. */
  readonly code: string
  readonly hint: string
  readonly exitCode: number

  constructor(code: string, exitCode: number, message: string, hint = '', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
    this.exitCode = exitCode
  }
}

export const wrongUsage = (message: string, hint = ''): Failure => new Failure('usage', exitCodes.usage, message, hint)

export const notFound = (message: string, hint = ''): Failure =>
  new Failure('not_found', exitCodes.notFound, message, hint)

export const notSignedIn = (message: string, hint: string): Failure =>
  new Failure('not_signed_in', exitCodes.notAllowed, message, hint)

/** Ctrl-C, or the end of what was asked for: nothing to be said about it. */
export const interrupted = (): Failure => new Failure('interrupted', exitCodes.interrupted, 'interrupted')
