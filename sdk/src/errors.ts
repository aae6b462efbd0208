// What the client throws: one class for everything that goes wrong between here and the server, decided by `code`.
import { type ErrorCode, retryableCodes } from './generated/errors.ts'
import type { EndReason } from './generated/openapi.ts'

/**
 * What went wrong: a code of the server, or one of three that say there was no proper answer.
 * `connection_failed`: the server could not be reached or the connection broke. `timed_out`: no answer came in time.
 * `unexpected_response`: the answer is none of Mission Control's, such as the page of a proxy.
 */
export type MissionControlErrorCode = ErrorCode | 'connection_failed' | 'timed_out' | 'unexpected_response'

/**
 * What an error is made of.
 *
 * @example
 * ```ts
 * // In a test: what the program under test is to get over.
 * throw new MissionControlError({ code: 'storage_unavailable', message: 'The disk is full.', status: 503 })
 * ```
 */
export interface MissionControlErrorFields {
  /** Stable name of what went wrong. */
  code: MissionControlErrorCode
  /** What went wrong and what to do, for people. */
  message: string
  /** What to do next. @default '' */
  hint?: string
  /** HTTP status of the answer. @default null */
  status?: number | null
  /** Id of the request in the log of the server. @default null */
  requestId?: string | null
  /** Data that belongs to the code. @default null */
  details?: Record<string, unknown> | null
  /** Whether the very same call may succeed later. @default as the contract says of the code */
  isRetryable?: boolean
  /** What led to it. */
  cause?: unknown
}

/**
 * A call that failed. Decide by `code`, or by the class of each code in `@mission-control/sdk/errors`; show `message` to
 * people, it says what was asked of which address and what to do.
 *
 * @example
 * ```ts
 * try {
 *   await missionControl.tasks.get({ taskId })
 * } catch (error) {
 *   if (error instanceof MissionControlError && error.code === 'not_found') return undefined
 *   throw error
 * }
 * ```
 */
export class MissionControlError extends Error {
  override name = 'MissionControlError'
  /** Stable name of what went wrong. */
  readonly code: MissionControlErrorCode
  /** HTTP status of the answer; null where there was none. */
  readonly status: number | null
  /** Id of the request in the log of the server; null where it never got there. */
  readonly requestId: string | null
  /** What to do next; empty where nobody knows. */
  readonly hint: string
  /** Data that belongs to the code, such as `issues` of `validation_failed`; null where there is none. */
  readonly details: Record<string, unknown> | null
  /** Whether the very same call may succeed later. */
  readonly isRetryable: boolean

  constructor(fields: MissionControlErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.code = fields.code
    this.status = fields.status ?? null
    this.requestId = fields.requestId ?? null
    this.hint = fields.hint ?? ''
    this.details = fields.details ?? null
    this.isRetryable = fields.isRetryable ?? retryableCodes.includes(fields.code)
  }
}

/** The class of one error code. */
export type ErrorClass<C extends MissionControlErrorCode> = new (
  fields: MissionControlErrorFields,
) => MissionControlError & { readonly code: C }

const classes = new Map<string, ErrorClass<MissionControlErrorCode>>()

/** Made when it is first asked for: whoever throws and whoever catches get the same one. */
export function classOf<C extends MissionControlErrorCode>(code: C): ErrorClass<C> {
  let known = classes.get(code)
  if (!known) {
    const name = `${code.replace(/_error$/, '').replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase())}Error`
    // Under its own name, for Node prints that of the class where nobody catches it.
    const named = {
      [name]: class extends MissionControlError {
        override name = name
      },
    }
    known = named[name] as ErrorClass<MissionControlErrorCode>
    classes.set(code, known)
  }
  return known as ErrorClass<C>
}

/**
 * The agent no longer holds the task: stop this work at once. Code `lease_lost`.
 *
 * @example
 * ```ts
 * try {
 *   await ctx.message('Half of it is read.')
 * } catch (error) {
 *   if (error instanceof LeaseLostError) console.log(`Somebody else has the task now, or nobody: ${error.reason}.`)
 *   throw error
 * }
 * ```
 */
export class LeaseLostError extends MissionControlError {
  override name = 'LeaseLostError'
  /** Why the lease ended. `expired` also where no renewal got through in time. */
  readonly reason: EndReason

  constructor(reason: EndReason, fields: Partial<MissionControlErrorFields> = {}) {
    const message = `The lease on this task is over (${reason}). Stop this work; what it cost can still be reported.`
    super({ message, ...fields, code: 'lease_lost' })
    this.reason = reason
  }
}

/**
 * No proper answer came: code `connection_failed` or `timed_out`. Whether the server acted is not known.
 *
 * @example
 * ```ts
 * try {
 *   await missionControl.tasks.cancel({ taskId, reason: 'Not needed any more.' })
 * } catch (error) {
 *   if (!(error instanceof ConnectionError)) throw error
 *   console.error(`${error.message} Look at the task before you do anything else about it.`)
 * }
 * ```
 */
export class ConnectionError extends MissionControlError {
  override name = 'ConnectionError'
}

/**
 * A person refused the agent; `reason` says why. Do not register again unless it tells you to.
 *
 * @example
 * ```ts
 * try {
 *   const agent = await missionControl.agent({ name: 'auditor' })
 *   await agent.work(handler)
 * } catch (error) {
 *   if (!(error instanceof RegistrationRejectedError)) throw error
 *   console.error(`Nobody wants this agent: ${error.reason}`)
 *   process.exitCode = 1
 * }
 * ```
 */
export class RegistrationRejectedError extends Error {
  override name = 'RegistrationRejectedError'
  /** What the person who refused it wrote. */
  readonly reason: string

  constructor(reason: string) {
    super(`The registration of this agent was rejected: ${reason}`)
    this.reason = reason
  }
}

/** The error for an answer that is no success. */
export function errorFromAnswer(request: string, status: number, body: unknown): MissionControlError {
  const given = (body as { error?: Partial<ErrorAnswer> } | null | undefined)?.error
  if (typeof given?.code !== 'string') return unexpectedResponse(request, status)
  const { code, message = '', hint = '', requestId = null, details = null } = given
  const text = `${message.replace(/[^.!?]$/, '$&.')} ${hint}`.trim()
  const fields = {
    code,
    status,
    requestId,
    hint,
    details,
    message: `${text} (${status} ${code}${retryableCodes.includes(code) ? ', may be tried again' : ''}, ${request}, ${requestId})`,
  }
  return code === 'lease_lost' ? new LeaseLostError(reasonOf(details), fields) : new (classOf(code))(fields)
}

interface ErrorAnswer {
  code: ErrorCode
  message: string
  hint: string
  requestId: string
  details: Record<string, unknown> | null
}

const reasonOf = (details: Record<string, unknown> | null) => (details?.reason ?? 'superseded') as EndReason

/** The error for an answer that nobody here wrote. */
export function unexpectedResponse(request: string, status: number): MissionControlError {
  const hint = 'Is baseUrl the address of a Mission Control server, and does a proxy stand before it?'
  return new MissionControlError({
    code: 'unexpected_response',
    status,
    hint,
    message: `${request} answered ${status} with something that is not from Mission Control. ${hint}`,
    isRetryable: [408, 429, 500, 502, 503, 504].includes(status),
  })
}
