// The last write on a task: the deliverable, the failure, or the task itself goes back, as long as the lease lives.
import type { Client } from '../client.ts'
import { LeaseLostError, MissionControlError } from '../errors.ts'
import type { CompleteTask, FailTask } from '../generated/openapi.ts'
import type { RequestOptions } from '../resource-types.ts'
import { backoffMs, sleep } from '../sleep.ts'
import { FatalError, RetryableError } from './errors.ts'
import type { HeldTask } from './held-task.ts'

/** What a handler returns: the result of the task. */
export type TaskDeliverable = Omit<CompleteTask, 'fence'>

/** How a handler ended. */
export type Outcome = { deliverable: TaskDeliverable } | { error: unknown } | 'interrupted'

/** @throws what the server says if it takes neither the result nor the failure */
export async function handIn(client: Client, task: HeldTask, outcome: Outcome): Promise<void> {
  task.isHandingIn = true
  if (outcome === 'interrupted') {
    await release(client, task)
    // The handler may still be at it.
    return task.lose('released')
  }
  if ('error' in outcome) return fail(client, task, failureOf(outcome.error))
  try {
    await complete(client, task, outcome.deliverable)
  } catch (error) {
    await fail(client, task, refusalOf(error))
    throw error
  }
}

const complete = (client: Client, task: HeldTask, deliverable: TaskDeliverable): Promise<void> =>
  persist(task, (lease, options) => client.tasks.complete({ ...deliverable, ...lease }, options))

const fail = (client: Client, task: HeldTask, failure: Omit<FailTask, 'fence'>): Promise<void> =>
  persist(task, (lease, options) => client.tasks.fail({ ...failure, ...lease }, options))

const release = (client: Client, task: HeldTask): Promise<void> =>
  persist(task, (lease, options) => client.tasks.release({ ...lease, reason: 'The worker is shutting down.' }, options))

type Write = (lease: { taskId: string; fence: number }, options: RequestOptions) => Promise<unknown>

/** Tries until there is an answer or no lease: the work is done, and it would be a pity to lose it to a restart. */
async function persist(task: HeldTask, write: Write): Promise<void> {
  const { fence, taskId } = task.claim.lease
  for (let failures = 0; !task.isLost; failures++) {
    try {
      await write({ taskId, fence }, { signal: task.leaseSignal })
      return
    } catch (error) {
      if (task.isLost) return
      if (error instanceof LeaseLostError) return task.loseTo(error)
      if (!(error instanceof MissionControlError && error.isRetryable)) throw error
      await sleep(backoffMs(failures, 5000), task.leaseSignal)
    }
  }
}

function failureOf(error: unknown): Omit<FailTask, 'fence'> {
  const { message, stack, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { message: String(error) }
  const text = message || (error instanceof Error ? error.name : 'The handler failed without saying why.')
  return {
    error: {
      message: text.slice(0, 2000),
      ...(typeof code === 'string' && code !== '' && { code: code.slice(0, 64) }),
      ...(stack && { stack: stack.slice(0, 20_000) }),
    },
    retryable: !(error instanceof FatalError),
    ...(error instanceof RetryableError && { retryAfterSeconds: error.retryAfterSeconds }),
  }
}

/** A result that breaks a rule breaks it again next time; one that comes too early, as with open children, may not. */
function refusalOf(error: unknown): Omit<FailTask, 'fence'> {
  const isEarly = error instanceof MissionControlError && error.status === 409
  return { ...failureOf(error), retryable: isEarly }
}
