// What a handler has in hand, as it sees it: an interface, so that a test of a handler can make one up.
import type { Client } from '../client.ts'
import type {
  AgentMessage,
  Approval,
  AskQuestion,
  ClaimedRun,
  CreateMessage,
  CreateTask,
  Lease,
  Message,
  Question,
  ReportUsage,
  RequestApproval,
  Task,
  TaskFile,
  UsageAnswer,
} from '../generated/openapi.ts'
import type { AttachOptions } from './attachment.ts'
import type { TaskDeliverable } from './hand-in.ts'
import type { MessageListener } from './inbox.ts'
import type { JsonOf } from './json.ts'
import type { WaitOptions } from './settled.ts'

/** A usage report; `reportId` is made up if you give none. */
export type UsageReport = Omit<ReportUsage, 'reportId'> & Partial<Pick<ReportUsage, 'reportId'>>

/** What a handler wants to do and may not do alone; `payload` is exactly what would be done, as JSON. */
export type ApprovalRequest<P extends object = Record<string, unknown>> = Omit<RequestApproval, 'fence' | 'payload'> & {
  payload?: P
}

/** What became of a request; `payload` is what was asked for, as JSON keeps it. */
export type Decision<P extends object = Record<string, unknown>> = Omit<Approval, 'payload'> & { payload: JsonOf<P> }

/** What belongs to a question beside its words. */
export type QuestionOptions = Omit<AskQuestion, 'fence' | 'question'> & WaitOptions

/** A task that is part of the one at hand. */
export type ChildTask = Omit<CreateTask, 'parentId' | 'fence'>

/** How much is done of how much there is, in any unit; `label` says what is counted, such as `files`. */
export type ProgressValue = NonNullable<CreateMessage['progress']>

/**
 * What to say about a message: its `type` is `COMMENT` unless you say so.
 *
 * @example
 * ```ts
 * await ctx.message('1. Read all manifests.\n2. Compare the licenses.', { type: 'WORK_PLAN' })
 * ```
 */
export type MessageOptions = Omit<CreateMessage, 'body' | 'fence'>

/** The money of a run. */
export interface RunBudget {
  /**
   * Micro-dollars the run can still count on: what is set aside for it, and from its first usage report on what the
   * tightest budget above it has left besides. `Infinity` where no budget limits it.
   */
  readonly remaining: number
}

/**
 * Takes lines for the log of the run; `data` is any JSON object up to 4 kB. Errors in it are kept with their name,
 * message and stack, cut to what fits. Never throws.
 */
export interface TaskLog {
  /**
   * For whoever looks for a fault.
   *
   * @example
   * ```ts
   * ctx.log.debug('asked the registry', { packages: 120 })
   * ```
   */
  debug(message: string, data?: Record<string, unknown>): void
  /**
   * What went on.
   *
   * @example
   * ```ts
   * ctx.log.info('read the licenses', { packages: 120, unknown: 2 })
   * ```
   */
  info(message: string, data?: Record<string, unknown>): void
  /**
   * What was not as it should be, and did not stop the work.
   *
   * @example
   * ```ts
   * ctx.log.warn('there is no lock file, so the versions are guessed')
   * ```
   */
  warn(message: string, data?: Record<string, unknown>): void
  /**
   * What failed.
   *
   * @example
   * ```ts
   * ctx.log.error('one package cannot be read', { name: 'left-pad', status: 404 })
   * ```
   */
  error(message: string, data?: Record<string, unknown>): void
}

/**
 * Given to a handler with each task. Its writes carry the lease by themselves; once the lease is over they throw
 * `lease_lost` without asking the server, all but usage and logs.
 *
 * @example
 * ```ts
 * import type { TaskHandler } from '@mission-control/sdk'
 *
 * const handler: TaskHandler = async (task, ctx) => {
 *   console.log(`Attempt ${ctx.run.attempt}, held until ${ctx.lease.expiresAt} unless renewed.`)
 *   for (const { authorName, body } of ctx.messages) notes.push(`${authorName}: ${body}`)
 *   for (const { action, state, payload } of ctx.decisions) console.log(action, state, payload)
 *   for (const { question, answer } of ctx.answers) console.log(question, answer?.option ?? answer?.text)
 *   const page = await fetch(`https://registry.example.com/${task.title}`, { signal: ctx.signal })
 *   return { summary: ctx.feedback ? 'Done again, as the reviewer wants it.' : `Answered ${page.status}.` }
 * }
 * ```
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
  /** Questions of this task answered since your last run on it. */
  readonly answers: Question[]
  /** What people wrote before this run and nobody has read; {@link TaskContext.onMessage} is told of these too. */
  readonly messages: AgentMessage[]
  /** What the last reviewer asked to be changed, as markdown; null if nothing. */
  readonly feedback: string | null
  /**
   * Aborted when the work has to stop. Its `reason` is a `LeaseLostError`, a `ShutdownError` or a `WaitingError`, whose
   * own `reason` says why in one word. Give it to everything that takes a signal.
   */
  readonly signal: AbortSignal
  /** What the run may still spend. */
  readonly budget: RunBudget
  /** The log of the run, for whoever wants to know later what went on. Sent once a second. */
  readonly log: TaskLog
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
   * @example
   * ```ts
   * await ctx.message('The tests pass again; the fault was a time zone.')
   * ```
   */
  message(body: string, options?: MessageOptions): Promise<Message>

  /**
   * Hears what people write on the task from now on, and what they wrote before and nobody has read. A message counts
   * as read once the listener is through with it; without a listener it waits for the next run.
   *
   * @example
   * ```ts
   * ctx.onMessage(({ authorName, body }) => {
   *   notes.push(`${authorName}: ${body}`)
   * })
   * ```
   */
  onMessage(listener: MessageListener): void

  /**
   * Reports what the work used, as often as you like; also after the lease is over, for the money is gone. Sent again
   * under the same `reportId` it counts once. What is on its way is waited for before the task is handed in. A report that
   * is refused is also told to `onError`.
   *
   * @throws `report_mismatch` if the `reportId` was used for another report
   * @example
   * ```ts
   * await ctx.reportUsage({ model: 'claude-sonnet-4-5', lines: [{ meter: 'output_token', quantity: 3200 }] })
   * ```
   */
  reportUsage(report: UsageReport): Promise<UsageAnswer>

  /**
   * The same thing, of the same type, whose calls report what they use by themselves: each response once, by its id.
   *
   * @param thing a client of `openai` or `@anthropic-ai/sdk`; a model of `ai`, one of its calls or the namespace; `query`
   * of `@anthropic-ai/claude-agent-sdk`; a `Codex` or a thread of `@openai/codex-sdk`; a `Runner` or `run` of
   * `@openai/agents`
   * @throws TypeError if it is none of these
   * @example
   * ```ts
   * const answer = await ctx.track(new OpenAI()).responses.create({ model: 'gpt-5', input: task.title })
   * ```
   */
  track<T>(thing: T): T

  /**
   * Makes sure that at least so much is set aside for what the run still spends, in every budget above it or in none.
   *
   * @param costMicros micro-dollars, at least 1
   * @throws `budget_exhausted` where a budget has no room for it; nothing changes then
   * @example
   * ```ts
   * await ctx.reserve(2_000_000) // two dollars
   * ```
   */
  reserve(costMicros: number): Promise<RunBudget>

  /**
   * Asks people whether something may be done and waits for their decision, for days if need be; the lease is kept. Do
   * it only if `state` is `approved`, and exactly as the `payload` given back says. `GREEN` is only noted, `YELLOW` needs
   * one person, `RED` two different ones. Asking the same again gets the same, also in a later run.
   *
   * @throws the reason of `signal` if the work is stopped meanwhile; RangeError if `keepSeconds` is no number from 0
   * @example
   * ```ts
   * const decision = await ctx.requestApproval({ risk: 'RED', action: 'Delete a branch', payload: { branch: 'old' } })
   * if (decision.state === 'approved') await deleteBranch(decision.payload.branch)
   * ```
   */
  requestApproval<P extends object = Record<string, unknown>>(
    request: ApprovalRequest<P>,
    options?: WaitOptions,
  ): Promise<Decision<P>>

  /**
   * Asks people what only they know and waits for the answer, for days if need be; the lease is kept. Asking the same
   * again gets the same, also in a later run.
   *
   * @param question at most 2,000 characters
   * @returns the question with its `answer`, which is null if `state` is `expired` or `withdrawn`: go on without
   * @throws the reason of `signal` if the work is stopped meanwhile; RangeError if `keepSeconds` is no number from 0
   * @example
   * ```ts
   * const { answer } = await ctx.ask('Which branch is canonical?', { options: ['main', 'develop'] })
   * const branch = answer?.option ?? 'main'
   * ```
   */
  ask(question: string, options?: QuestionOptions): Promise<Question>

  /**
   * Does a part of the work once: its result is kept at the server, and a later run on this task gets it without doing
   * it again. A review that asks for changes forgets all steps.
   *
   * @param name unique within the task, at most 200 characters
   * @param work what to do; its result is kept as JSON of at most 64 kB
   * @returns the result as it is kept, also the first time: a `Date` comes back as a text, and nothing as null
   * @throws what `work` throws, and then it is done again next time; TypeError if its result is no JSON, or holds what
   * JSON would silently empty, such as a `Map`, an `Error` or `NaN`
   * @example
   * ```ts
   * const rows = await ctx.step('fetch rows', () => fetchRows())
   * ```
   */
  step<T>(name: string, work: () => T | Promise<T>): Promise<JsonOf<T>>

  /**
   * Puts a file to the task as an artifact; the same name again makes a new version, the same bytes none. Give what comes
   * back as one of `files` of the deliverable, or leave those out: then the newest version of each artifact counts.
   *
   * @param source a path, or the bytes with a `name`; at most 25 MiB
   * @throws TypeError if there is no name, or one no file can have; `limit_reached` beyond 200 files or 1 GiB a task
   * @example
   * ```ts
   * const report = await ctx.attach('report.pdf')
   * return { deliverable: { summary: 'Read everything.', files: [report] } }
   * ```
   */
  attach(source: string | Blob | Uint8Array, options?: AttachOptions): Promise<TaskFile>

  /**
   * Makes a task that is part of this one; this one cannot be completed before it is finished. In a handler that may run
   * again, wrap it in `ctx.step`.
   *
   * @throws `limit_reached` where a limit on depth or number of children stands in the way
   * @example
   * ```ts
   * const child = await ctx.step('child', () => ctx.createTask({ title: 'Check the licenses', type: 'audit' }))
   * ```
   */
  createTask(input: ChildTask): Promise<Task>

  /**
   * Hands the task in now, so that a refusal can be answered; returning the deliverable does the same without that. What
   * the handler returns after it does not count.
   *
   * @returns the deliverable, to be returned
   * @throws what the server says if it takes it not, such as `acceptance_failed`; the task is still yours
   * @example
   * ```ts
   * try {
   *   return await ctx.complete({ summary: 'Audited.', output: { checked: 12 } })
   * } catch (error) {
   *   if (!(error instanceof MissionControlError && error.code === 'acceptance_failed')) throw error
   *   return { summary: 'Audited.', output: { checked: 12, findings: [] } }
   * }
   * ```
   */
  complete(deliverable: TaskDeliverable): Promise<TaskDeliverable>
}
