// What a handler has in hand, as it sees it: an interface, so that a test of a handler can make one up.
import type { Client } from '../client.ts'
import type {
  Approval,
  ClaimedRun,
  CreateMessage,
  Lease,
  Message,
  ReportUsage,
  RequestApproval,
  Task,
  UsageAnswer,
} from '../generated/openapi.ts'

/** A usage report; `reportId` is made up if you give none. */
export type UsageReport = Omit<ReportUsage, 'reportId'> & Partial<Pick<ReportUsage, 'reportId'>>

/** What a handler wants to do and may not do alone. */
export type ApprovalRequest = Omit<RequestApproval, 'fence'>

/** How much is done of how much there is, in any unit; `label` says what is counted, such as `files`. */
export type ProgressValue = NonNullable<CreateMessage['progress']>

/** What to say about a message: its `type` is `COMMENT` unless you say so. */
export type MessageOptions = Omit<CreateMessage, 'body' | 'fence'>

/**
 * Given to a handler with each task. Its writes carry the lease by themselves; once the lease is over they throw
 * `lease_lost` without asking the server, all but `reportUsage`.
 */
export interface TaskContext {
  /** The task as it was claimed. */
  readonly task: Task
  /** The run this claim opened. */
  readonly run: ClaimedRun
  /** The lease as it was claimed; its `fence` goes with every write of this object. */
  readonly lease: Lease
  /** Approvals of this task settled since your last run on it. Act on the `payload` given here. */
  readonly decisions: Approval[]
  /** What the last reviewer asked to be changed, as markdown; null if nothing. */
  readonly feedback: string | null
  /**
   * Aborted when the work has to stop. Its `reason` is a `LeaseLostError` or a `ShutdownError`, whose own `reason` says
   * why in one word. Give it to everything that takes a signal.
   */
  readonly signal: AbortSignal
  /** The client of the work loop, for every other operation. */
  readonly client: Client

  /**
   * Tells people how far the work is. Returns at once and never throws; sent at most once a second, the latest wins.
   *
   * @param label what is being done
   * @example
   * ```ts
   * ctx.progress('reading history', { done: 3, total: 10 })
   * ```
   */
  progress(label: string, progress?: ProgressValue): void

  /**
   * Posts a message in the thread of the task.
   *
   * @param body markdown, at most 50,000 characters
   * @throws `lease_lost` once the lease is over
   */
  message(body: string, options?: MessageOptions): Promise<Message>

  /**
   * Reports what the work used, as often as you like; also after the lease is over, for the money is gone. Sent again
   * under the same `reportId` it counts once. What is on its way is waited for before the task is handed in.
   *
   * @throws `report_mismatch` if the `reportId` was used for another report
   * @example
   * ```ts
   * await ctx.reportUsage({ model: 'claude-sonnet-4-5', lines: [{ meter: 'output_token', quantity: 3200 }] })
   * ```
   */
  reportUsage(report: UsageReport): Promise<UsageAnswer>

  /**
   * Asks people whether something may be done and waits for their decision, for days if need be; the lease is kept. Do
   * it only if `state` is `approved`, and exactly as the `payload` given back says. Asking the same again gets the same.
   *
   * @throws the reason of `signal` if the work is stopped meanwhile
   * @example
   * ```ts
   * const decision = await ctx.requestApproval({ risk: 'RED', action: 'Delete a branch', payload: { branch: 'old' } })
   * if (decision.state === 'approved') await deleteBranch(decision.payload.branch)
   * ```
   */
  requestApproval(request: ApprovalRequest): Promise<Approval>
}
