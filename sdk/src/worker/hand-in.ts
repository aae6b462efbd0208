// The last write on a task: the deliverable, the failure, or the task itself goes back, as long as the lease lives.
import { LeaseLostError, MissionControlError } from '../errors.ts'
import type { CompleteTask, FailTask } from '../generated/openapi.ts'
import { backoffMs, sleep } from '../sleep.ts'
import { BlockedError, FatalError, ProviderLimitError, RetryableError } from './errors.ts'
import type { LeaseWriter } from './lease-writer.ts'

/** The result of a task. */
export interface TaskDeliverable extends Omit<CompleteTask, 'fence' | 'files'> {
  /** What `ctx.attach` gave, or ids of artifacts. @default the newest version of each artifact the task has */
  files?: (string | { id: string })[]
}

/** What a handler returns: the deliverable, also wrapped under its name. */
export type TaskResult = TaskDeliverable | { deliverable: TaskDeliverable }

/** How a handler ended. */
export type Outcome = { deliverable: TaskDeliverable } | { error: unknown } | 'interrupted'

/** @throws what the server says if it takes neither the result nor the failure */
export async function handIn(writer: LeaseWriter, outcome: Outcome): Promise<void> {
  if (outcome === 'interrupted') return release(writer)
  if ('error' in outcome) {
    const { error } = outcome
    return error instanceof BlockedError ? block(writer, error) : fail(writer, failureOf(error))
  }
  try {
    await complete(writer, outcome.deliverable)
  } catch (error) {
    if (!writer.held.isLost) await fail(writer, refusalOf(error))
    throw error
  }
}

/** @throws what the server says if it does not take it; the task is still held then */
export async function complete(writer: LeaseWriter, deliverable: TaskDeliverable): Promise<void> {
  const { files, ...result } = deliverable
  const ids = files?.map((file) => (typeof file === 'string' ? file : file.id))
  const input = { ...result, ...(ids && { files: ids }) }
  await lastWrite(writer, (lease, options) => writer.client.tasks.complete({ ...input, ...lease }, options))
  writer.held.end(new LeaseLostError('completed'))
}

async function fail(writer: LeaseWriter, failure: Omit<FailTask, 'fence'>): Promise<void> {
  const tell = (error: FailTask['error']) =>
    lastWrite(writer, (lease, options) => writer.client.tasks.fail({ ...failure, error, ...lease }, options))
  await tell(failure.error).catch((refusal: unknown) => {
    if (!(refusal instanceof MissionControlError && [400, 413].includes(refusal.status ?? 0))) throw refusal
    // Whatever is wrong with how the handler put it: the task has to fail, not to hang until its lease is over.
    return tell({ message: cut(`The handler failed, and how could not be said: ${refusal.message}`, 2000) })
  })
  writer.held.end(new LeaseLostError(failure.providerLimit ? 'provider_limited' : 'failed'))
}

async function block(writer: LeaseWriter, { kind, message }: BlockedError): Promise<void> {
  const reason = cut(message, 2000) || 'The handler did not say why.'
  await lastWrite(writer, (lease, options) => writer.client.tasks.block({ kind, reason, ...lease }, options))
  writer.held.end(new LeaseLostError('blocked'))
}

async function release(writer: LeaseWriter): Promise<void> {
  const reason = 'The worker is shutting down.'
  await lastWrite(writer, (lease, options) => writer.client.tasks.release({ ...lease, reason }, options))
  // The handler may still be at it.
  writer.held.lose('released')
}

/** Tries until there is an answer or no lease: the work is done, and it would be a pity to lose it to a restart. */
async function lastWrite(writer: LeaseWriter, write: Parameters<LeaseWriter['write']>[0]): Promise<void> {
  const { held } = writer
  held.isHandingIn = true
  try {
    for (let failures = 0; ; failures++) {
      held.leaseSignal.throwIfAborted()
      try {
        await writer.write(write, 0)
        return
      } catch (error) {
        if (held.isLost || !(error instanceof MissionControlError && error.isRetryable)) throw error
        await sleep(backoffMs(failures, 5000), held.leaseSignal)
      }
    }
  } finally {
    held.isHandingIn = false
  }
}

/** Neither half a character at the end nor U+0000 anywhere is taken. */
const cut = (text: string, length: number): string => text.replaceAll('\0', '').slice(0, length).toWellFormed()

function failureOf(error: unknown): Omit<FailTask, 'fence'> {
  const { name, message, code } = (withoutHint(error) ?? {}) as Partial<Record<'name' | 'message' | 'code', unknown>>
  const said = error instanceof Object ? message || name : String(error)
  const stack = stackOf(error)
  return {
    error: {
      message: cut(typeof said === 'string' ? said : '', 2000) || 'The handler failed without saying why.',
      ...(typeof code === 'string' && code !== '' && { code: cut(code, 64) }),
      ...(stack && { stack: cut(stack, 20_000) }),
    },
    retryable: !(error instanceof FatalError),
    ...(error instanceof RetryableError && { retryAfterSeconds: wholeSeconds(error.retryAfterSeconds) }),
    ...(error instanceof ProviderLimitError && {
      providerLimit: { resetsAt: error.resetsAt.toISOString(), provider: error.provider },
    }),
  }
}

/** The hint was for who made the call, while there was something to do about it; readers of the run it would mislead. */
function withoutHint(error: unknown): unknown {
  if (!(error instanceof MissionControlError && error.hint)) return error
  const leaveOut = (text = '') => text.replace(` ${error.hint}`, () => '')
  const { name, code, message, stack } = error
  return { name, code, message: leaveOut(message), stack: leaveOut(stack) }
}

/** With what led to it, for the reason is often there: `fetch failed` says nothing. */
function stackOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return depth > 0 ? String(error) : ''
  const { stack } = withoutHint(error) as Error
  const { cause, errors = [] } = error as AggregateError
  const causes = depth < 4 ? [...(cause === undefined ? [] : [cause]), ...errors.slice(0, 4)] : []
  return [stack || String(error), ...causes.map((it) => `Caused by: ${stackOf(it, depth + 1)}`)].join('\n')
}

/** What is no time is left to the server. */
const wholeSeconds = (seconds = Number.NaN): number | undefined =>
  Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, Math.ceil(seconds)), 86_400)

/**
 * A result that breaks a rule breaks it again next time; one that comes too early, as with open children, may not, nor
 * need the next attempt miss what this one did.
 */
function refusalOf(error: unknown): Omit<FailTask, 'fence'> {
  const mayDoBetter = error instanceof MissionControlError && [409, 422].includes(error.status ?? 0)
  return { ...failureOf(error), retryable: mayDoBetter }
}
