// What a handler throws to decide about the next attempt, and what it is stopped with.
import type { LeaseLostError } from '../errors.ts'

/** More about a failure. */
export interface FailureOptions {
  /** Short name to group failures by, at most 64 characters. */
  code?: string
  /** What led to it. */
  cause?: unknown
}

/** Thrown by a handler: no other attempt can succeed, so the task is `failed` at once. */
export class FatalError extends Error {
  override name = 'FatalError'
  readonly code: string | undefined

  constructor(message: string, { code, cause }: FailureOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/** Thrown by a handler: the attempt failed and another may succeed. Any other error counts the same. */
export class RetryableError extends Error {
  override name = 'RetryableError'
  readonly code: string | undefined
  /** Seconds to wait before the next attempt; undefined leaves it to the server, which waits longer each time. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    message: string,
    { code, cause, retryAfterSeconds }: FailureOptions & { retryAfterSeconds?: number } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The program is stopping: the handler has to end now, and the task goes back to the queue with no attempt counted. */
export class ShutdownError extends Error {
  override name = 'ShutdownError'
  readonly reason = 'shutdown'

  constructor() {
    super('The worker is shutting down; the task goes back to the queue.')
  }
}

/** Why `ctx.signal` was aborted: tell them apart by `reason`, one of the reasons a lease ends, or `shutdown`. */
export type StopReason = LeaseLostError | ShutdownError
