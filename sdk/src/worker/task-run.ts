// One task from the handler's first line to the hand-in.
import type { Client } from '../client.ts'
import type { Task } from '../generated/openapi.ts'
import { HandlerContext } from './context.ts'
import { FatalError, ShutdownError } from './errors.ts'
import { handIn, type Outcome, type TaskDeliverable } from './hand-in.ts'
import type { HeldTask } from './held-task.ts'
import type { TaskContext } from './task-context.ts'

/** Does a task. What it returns completes the task, what it throws fails it. */
export type TaskHandler = (task: Task, ctx: TaskContext) => Promise<TaskDeliverable> | TaskDeliverable

/** Never rejects. */
export async function runTask(
  client: Client,
  handler: TaskHandler,
  task: HeldTask,
  onError: (error: unknown) => void,
): Promise<void> {
  const tell = (error: unknown) => {
    if (!task.isLost) onError(error)
  }
  const ctx = new HandlerContext(client, task, tell)
  try {
    const outcome = await Promise.race([handle(handler, ctx), outOfPatience(task.patienceSignal)])
    await ctx.flush()
    if (task.isLost) return
    if (typeof outcome === 'object' && 'error' in outcome) tell(outcome.error)
    await handIn(client, task, outcome)
  } catch (error) {
    tell(error)
  }
}

async function handle(handler: TaskHandler, ctx: TaskContext): Promise<Outcome> {
  try {
    const deliverable: TaskDeliverable | undefined = await handler(ctx.task, ctx)
    if (typeof deliverable?.summary === 'string') return { deliverable }
    throw new FatalError('The handler must return { summary, content?, output? } with a text as summary.')
  } catch (error) {
    return ctx.signal.reason instanceof ShutdownError ? 'interrupted' : { error }
  }
}

const outOfPatience = (signal: AbortSignal): Promise<Outcome> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('interrupted'), { once: true }))
