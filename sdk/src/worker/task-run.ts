// One task from the handler's first line to the hand-in.
import type { Task } from '../generated/openapi.ts'
import type { ContextListeners, HandlerContext } from './context.ts'
import { FatalError, ShutdownError } from './errors.ts'
import { handIn, type Outcome, type TaskResult } from './hand-in.ts'
import type { LeaseWriter } from './lease-writer.ts'
import type { TaskContext } from './task-context.ts'

/** Does a task. What it returns completes the task, what it throws fails it. */
export type TaskHandler = (task: Task, ctx: TaskContext) => Promise<TaskResult> | TaskResult

/** Never rejects. */
export async function runTask(
  writer: LeaseWriter,
  handler: TaskHandler,
  Context: typeof HandlerContext,
  listeners: ContextListeners,
): Promise<void> {
  const task = writer.held
  const onError = (error: unknown) => {
    // A handler that was stopped ends with the reason it was given.
    if (!(task.isLost && task.workSignal.aborted)) listeners.onError(error)
  }
  const ctx = new Context(writer, { ...listeners, onError })
  try {
    const outcome = await Promise.race([handle(handler, ctx), outOfPatience(task.patienceSignal)])
    await ctx.flush()
    if (typeof outcome === 'object' && 'error' in outcome) onError(outcome.error)
    if (!task.isLost) await handIn(writer, outcome)
  } catch (error) {
    onError(error)
  }
}

async function handle(handler: TaskHandler, ctx: TaskContext): Promise<Outcome> {
  try {
    const result: TaskResult | undefined = await handler(ctx.task, ctx)
    const deliverable = result && 'deliverable' in result ? result.deliverable : result
    if (typeof deliverable?.summary === 'string') return { deliverable }
    throw new FatalError('The handler must return { deliverable: { summary, … } } with a text as summary.')
  } catch (error) {
    return ctx.signal.reason instanceof ShutdownError ? 'interrupted' : { error }
  }
}

const outOfPatience = (signal: AbortSignal): Promise<Outcome> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('interrupted'), { once: true }))
