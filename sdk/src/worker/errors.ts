// What a handler throws to decide about the next attempt, and what it is stopped with.
import type { LeaseLostError } from '../errors.ts'

/** More about a failure. */
export interface FailureOptions {
  /** Short name to group failures by, at most 64 characters. @default none */
  code?: string
  /** What led to it. @default nothing */
  cause?: unknown
}

/**
 * Thrown by a handler: no other attempt can succeed, so the task is `failed` at once.
 *
 * @example
 * ```ts
 * throw new FatalError('The repository does not exist.', { code: 'no_repository' })
 * ```
 */
export class FatalError extends Error {
  override name = 'FatalError'
  /** Short name to group failures by. */
  readonly code: string | undefined

  constructor(message: string, { code, cause }: FailureOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}

/**
 * Thrown by a handler: the attempt failed and another may succeed. Any other error counts the same.
 *
 * @example
 * ```ts
 * throw new RetryableError('The registry does not answer.', { retryAfterSeconds: 120 })
 * ```
 */
export class RetryableError extends Error {
  override name = 'RetryableError'
  /** Short name to group failures by. */
  readonly code: string | undefined
  /**
   * Seconds to wait before the next attempt, from 0, which is what less counts as, to 86,400; undefined leaves it to the
   * server, which waits longer each time.
   */
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

/**
 * Thrown by a handler: the provider of its model has reached a limit. The task goes back to the queue with no attempt
 * counted, and this agent takes nothing until `resetsAt`: one minute at least, seven days at most.
 *
 * @example
 * ```ts
 * throw new ProviderLimitError(Date.now() + 3_600_000, { provider: 'anthropic' })
 * ```
 */
export class ProviderLimitError extends Error {
  override name = 'ProviderLimitError'
  /** From when on the provider works again. */
  readonly resetsAt: Date
  /** Who it is, such as `anthropic`; undefined means the provider the agent registered with. */
  readonly provider: string | undefined

  /**
   * @param resetsAt a number counts milliseconds since 1970, or seconds if it is too small for that
   * @throws RangeError if it is no time
   */
  constructor(resetsAt: Date | string | number, { provider, cause }: { provider?: string; cause?: unknown } = {}) {
    // As milliseconds it would be before 1973.
    const isSeconds = typeof resetsAt === 'number' && resetsAt < 1e11
    const date = new Date(isSeconds ? resetsAt * 1000 : resetsAt)
    super(
      `The limit of ${provider ?? 'the provider'} resets at ${date.toISOString()}.`,
      cause === undefined ? {} : { cause },
    )
    this.resetsAt = date
    this.provider = provider
  }
}

/**
 * Thrown by a handler: the work cannot go on before somebody provides something. The task is `blocked`, not failed.
 *
 * @example
 * ```ts
 * throw new BlockedError('The registry wants a token: put one into REGISTRY_TOKEN.', { kind: 'credential' })
 * ```
 */
export class BlockedError extends Error {
  override name = 'BlockedError'
  /** `credential` for a login or key that is missing, `agent` for anything else. */
  readonly kind: 'agent' | 'credential'

  /** @param message what is missing, so that a person can provide it; at most 2,000 characters */
  constructor(message: string, { kind = 'agent', cause }: { kind?: 'agent' | 'credential'; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}

/**
 * The task was given back while it waits for people; it comes back with their answer. See {@link WaitOptions}.
 *
 * @example
 * ```ts
 * try {
 *   await ctx.ask('Which branch is canonical?', { options: ['main', 'develop'], keepSeconds: 600 })
 * } catch (error) {
 *   if (error instanceof WaitingError) console.log('Closing what is open; with the answer it begins anew.')
 *   throw error
 * }
 * ```
 */
export class WaitingError extends Error {
  override name = 'WaitingError'
  /** In one word, as every reason a handler is stopped for. */
  readonly reason = 'waiting'

  constructor() {
    super('The task was given back while it waits for people.')
  }
}

/**
 * The program is stopping: the handler has to end now, and the task goes back to the queue with no attempt counted.
 *
 * @example
 * ```ts
 * ctx.signal.addEventListener('abort', () => {
 *   if (ctx.signal.reason instanceof ShutdownError) console.log('The next run begins behind the last step.')
 * })
 * ```
 */
export class ShutdownError extends Error {
  override name = 'ShutdownError'
  /** In one word, as every reason a handler is stopped for. */
  readonly reason = 'shutdown'

  constructor() {
    super('The worker is shutting down; the task goes back to the queue.')
  }
}

/**
 * Why `ctx.signal` was aborted: tell them apart by `reason`, one of those a lease ends for, `shutdown` or `waiting`.
 *
 * @example
 * ```ts
 * import type { StopReason } from '@mission-control/sdk'
 *
 * if (ctx.signal.aborted) {
 *   const stop: StopReason = ctx.signal.reason
 *   const isBack = stop.reason === 'shutdown' || stop.reason === 'waiting'
 *   notes.push(isBack ? 'The task comes back.' : `The lease ended: ${stop.reason}.`)
 * }
 * ```
 */
export type StopReason = LeaseLostError | ShutdownError | WaitingError
