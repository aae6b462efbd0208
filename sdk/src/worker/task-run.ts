// One task from the handler's first line to the hand-in. Loaded when work begins.
import type { Task } from '../generated/openapi.ts'
import { type ContextListeners, HandlerContext } from './context.ts'
import { FatalError, ShutdownError } from './errors.ts'
import { handIn, type Outcome, type TaskResult } from './hand-in.ts'
import type { HeldTask } from './held-task.ts'
import type { LeaseWriter } from './lease-writer.ts'
import type { ObservedRun, RunOutcome, WorkObserver } from './observer.ts'
import type { TaskContext } from './task-context.ts'

/** Does a task. What it returns completes the task, what it throws fails it. */
export type TaskHandler = (task: Task, ctx: TaskContext) => Promise<TaskResult> | TaskResult

/** Who hears of what goes on in a run. */
export interface RunListeners extends Omit<ContextListeners, 'onUsage'> {
  observer: WorkObserver
}

/** Never rejects. */
export async function runTask(
  writer: LeaseWriter,
  handler: TaskHandler,
  { observer, ...listeners }: RunListeners,
): Promise<void> {
  const { held } = writer
  const { task, run, lease } = held.claim
  const about: ObservedRun = { task, run, lease }
  let failure: unknown
  const onError = (error: unknown) => {
    // A handler that was stopped ends with the reason it was given.
    if (!(held.isLost && held.workSignal.aborted)) listeners.onError(error)
  }
  const fail = (error: unknown) => {
    failure ??= error
    onError(error)
  }
  /** Whoever only watches costs no report and no task. */
  const watched = (tell: () => void) => {
    try {
      tell()
    } catch (error) {
      onError(error)
    }
  }
  const onUsage: ContextListeners['onUsage'] = (report, answer) =>
    watched(() => observer.usage?.(about, report, answer))
  const ctx = new HandlerContext(writer, { ...listeners, onError, onUsage })
  try {
    const work = async () => handler(task, ctx)
    const running = handle(() => (observer.task ? observer.task(about, work) : work()), ctx, held)
    const outcome = await Promise.race([running, outOfPatience(held.patienceSignal)])
    await ctx.flush()
    if (typeof outcome === 'object' && 'error' in outcome) fail(outcome.error)
    if (!held.isLost) await handIn(writer, outcome)
  } catch (error) {
    fail(error)
  }
  watched(() => observer.ended?.(about, outcomeOf(held), failure ?? lossOf(held)))
}

async function handle(work: () => Promise<TaskResult>, ctx: TaskContext, held: HeldTask): Promise<Outcome> {
  try {
    const result: TaskResult | undefined = await work()
    const deliverable = result instanceof Object && 'deliverable' in result ? result.deliverable : result
    if (typeof deliverable?.summary === 'string') return { deliverable }
    // Handed in by hand: there is nothing left to return.
    if (held.endReason === 'completed') return 'interrupted'
    throw new FatalError('The handler must return { deliverable: { summary, … } } with a text as summary.')
  } catch (error) {
    return ctx.signal.reason instanceof ShutdownError ? 'interrupted' : { error }
  }
}

function outcomeOf({ endReason }: HeldTask): RunOutcome {
  if (endReason === 'completed' || endReason === 'failed') return endReason
  return ['released', 'provider_limited', 'blocked'].includes(endReason ?? '') ? 'released' : 'lost'
}

const lossOf = (held: HeldTask): unknown => (outcomeOf(held) === 'lost' ? held.leaseSignal.reason : undefined)

const outOfPatience = (signal: AbortSignal): Promise<Outcome> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('interrupted'), { once: true }))
