// What may watch the work loop without taking part in it, such as telemetry.
import type { ClaimedRun, Lease, Task, UsageAnswer } from '../generated/openapi.ts'
import type { UsageReport } from './task-context.ts'

/** One run of the handler, the same object in all calls about it. */
export interface ObservedRun {
  /** The task as it was claimed. */
  readonly task: Task
  /** The run the claim opened. */
  readonly run: ClaimedRun
  /** The lease as it was claimed. */
  readonly lease: Lease
}

/**
 * How a run ended: `completed` and `failed` as the server took it, `released` where the task went back or was
 * blocked with no attempt counted, `lost` where the lease was over before anything could be handed in.
 */
export type RunOutcome = 'completed' | 'failed' | 'released' | 'lost'

/**
 * Watches a work loop. Nothing waits for it but the handler in `task`, and it must not throw anything of its own.
 *
 * @example
 * ```ts
 * import type { WorkObserver } from '@mission-control/sdk'
 *
 * const observer: WorkObserver = {
 *   async task({ task }, work) {
 *     console.time(task.id)
 *     try {
 *       return await work()
 *     } finally {
 *       console.timeEnd(task.id)
 *     }
 *   },
 *   usage: ({ run, lease }, report, { stop }) => console.log(run.id, lease.fence, report.model, stop),
 *   ended: ({ task }, outcome, error) => console.log(task.title, outcome, error ?? ''),
 * }
 * await agent.work(handler, { observer })
 * ```
 */
export interface WorkObserver {
  /**
   * Around the handler: calls `work` once, and gives back or throws what it does. `ended` follows, once, whatever happens.
   *
   * @param work runs the handler
   */
  task?<T>(about: ObservedRun, work: () => Promise<T>): Promise<T>
  /** After the server has booked a report of usage; also after `ended`, for reports are taken late. */
  usage?(about: ObservedRun, report: UsageReport, answer: UsageAnswer): void
  /**
   * After the hand-in, or when there is nothing to hand in any more.
   *
   * @param error what the handler threw, what the server refused the result with, or what the lease was lost to
   */
  ended?(about: ObservedRun, outcome: RunOutcome, error?: unknown): void
}
