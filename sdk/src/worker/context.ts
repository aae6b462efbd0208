// What the handler of one task has in hand: its writes carry the lease, end with it, and are waited for before the
// hand-in.
import type { Client } from '../client.ts'
import type { Approval, BudgetUse, Message, Question, Task, TaskFile, UsageAnswer } from '../generated/openapi.ts'
import { track } from '../track/track.ts'
import { type AttachOptions, attachment } from './attachment.ts'
import { complete, type TaskDeliverable } from './hand-in.ts'
import type { MessageListener } from './inbox.ts'
import { type JsonOf, withPayload } from './json.ts'
import type { LeaseWriter } from './lease-writer.ts'
import { LogWriter } from './log-writer.ts'
import { ProgressReporter } from './progress.ts'
import { type Asking, untilSettled, type WaitOptions } from './settled.ts'
import { Steps } from './steps.ts'
import type {
  ApprovalRequest,
  ChildTask,
  Decision,
  MessageOptions,
  ProgressValue,
  QuestionOptions,
  RunBudget,
  TaskContext,
  UsageReport,
} from './task-context.ts'
import { UsageReporter } from './usage-reporter.ts'

/** Who hears of what goes on beside the handler. */
export interface ContextListeners {
  onError: (error: unknown) => void
  onWarning: (budget: BudgetUse) => void
  onUsage: (report: UsageReport, answer: UsageAnswer) => void
}

export class HandlerContext implements TaskContext {
  readonly client: Client
  readonly task: TaskContext['task']
  readonly run: TaskContext['run']
  readonly lease: TaskContext['lease']
  readonly decisions: TaskContext['decisions']
  readonly answers: TaskContext['answers']
  readonly messages: TaskContext['messages']
  readonly feedback: string | null
  readonly signal: AbortSignal
  readonly budget: RunBudget
  readonly log: LogWriter
  readonly #writer: LeaseWriter
  readonly #usage: UsageReporter
  readonly #progress: ProgressReporter
  readonly #steps: Steps
  readonly #onError: (error: unknown) => void
  readonly #onTheirWay = new Set<Promise<unknown>>()

  constructor(writer: LeaseWriter, { onError, onWarning, onUsage }: ContextListeners) {
    const { client, held } = writer
    const { task, run, lease, decisions, answers, messages, feedback } = held.claim
    this.client = client
    this.task = task
    this.run = run
    this.lease = lease
    this.decisions = decisions
    this.answers = answers
    this.messages = messages
    this.feedback = feedback
    this.signal = held.workSignal
    this.#writer = writer
    this.#onError = onError
    this.#usage = new UsageReporter(client, held, { onWarning, onUsage })
    this.budget = this.#usage
    this.log = new LogWriter(client, run.id, onError)
    this.#steps = new Steps(writer)
    const send = (body: string, progress?: ProgressValue) => this.message(body, { type: 'PROGRESS', progress })
    this.#progress = new ProgressReporter(send, onError)
  }

  progress(label: string, progress?: ProgressValue): void {
    if (!this.#writer.held.isLost) this.#progress.report(label, progress)
  }

  message(body: string, options: MessageOptions = {}): Promise<Message> {
    return this.#track(
      this.#writer.write((lease, call) => this.client.messages.create({ ...options, body, ...lease }, call)),
    )
  }

  onMessage(listener: MessageListener): void {
    this.#writer.held.inbox.open((message) => {
      const read = () =>
        this.#track(
          this.#writer.write((lease, call) =>
            this.client.messages.markRead({ ...lease, messageIds: [message.id] }, call),
          ),
        )
      Promise.resolve(message).then(listener).then(read).catch(this.#onError)
    })
  }

  track<T>(thing: T): T {
    return track(thing, {
      report: (usage) => void this.#usage.report({ origin: 'sdk', ...usage }).catch(this.#onError),
    })
  }

  reportUsage(report: UsageReport): Promise<UsageAnswer> {
    const reported = this.#usage.report(report)
    // The money is gone: whoever does not wait for the answer must hear of it as well.
    reported.catch(this.#onError)
    return reported
  }

  async reserve(costMicros: number): Promise<RunBudget> {
    const { budgets, reservedCostMicros } = await this.#writer.write((_, call) =>
      this.client.runs.reserve({ runId: this.run.id, costMicros }, call),
    )
    this.#usage.learn(budgets, reservedCostMicros)
    return this.budget
  }

  requestApproval<P extends object>(request: ApprovalRequest<P>, options: WaitOptions = {}): Promise<Decision<P>> {
    const { approvals } = this.client
    const asking: Asking<Approval> = {
      ask: (lease, call) => approvals.request({ ...withPayload(request), ...lease }, call),
      get: (approvalId, call) => approvals.get({ approvalId }, call),
    }
    return handled(untilSettled(this.#writer, asking, options)) as Promise<Approval & { payload: JsonOf<P> }>
  }

  ask(question: string, { keepSeconds, ...more }: QuestionOptions = {}): Promise<Question> {
    const { questions } = this.client
    const asking: Asking<Question> = {
      ask: (lease, call) => questions.ask({ ...more, question, ...lease }, call),
      get: (questionId, call) => questions.get({ questionId }, call),
    }
    return handled(untilSettled(this.#writer, asking, { keepSeconds }))
  }

  step<T>(name: string, work: () => T | Promise<T>): Promise<JsonOf<T>> {
    return handled(this.#steps.do(name, work) as Promise<JsonOf<T>>)
  }

  attach(source: string | Blob | Uint8Array, options: AttachOptions = {}): Promise<TaskFile> {
    const put = async () => {
      const file = await attachment(source, options)
      return this.#writer.write(({ taskId, fence }, { signal, maxRetries }) =>
        this.client.files.put({ taskId, ...file }, { fence, signal, maxRetries }),
      )
    }
    return this.#track(put())
  }

  createTask(input: ChildTask): Promise<Task> {
    return this.#track(
      this.#writer.write(({ taskId, fence }, call) =>
        this.client.tasks.create({ ...input, parentId: taskId, fence }, call),
      ),
    )
  }

  async complete(deliverable: TaskDeliverable): Promise<TaskDeliverable> {
    await this.flush()
    await complete(this.#writer, deliverable)
    return deliverable
  }

  /** Waits for everything that is on its way. */
  async flush(): Promise<void> {
    await Promise.all([this.#progress.flush(), this.log.flush(), this.#usage.flush()])
    await Promise.allSettled(this.#onTheirWay)
  }

  #track<T>(sent: Promise<T>): Promise<T> {
    this.#onTheirWay.add(sent)
    const forget = () => this.#onTheirWay.delete(sent)
    void sent.then(forget, forget)
    return sent
  }
}

/** A handler that does not wait for one of its writes must not bring the program down. */
function handled<T>(promise: Promise<T>): Promise<T> {
  void promise.catch(() => {})
  return promise
}
