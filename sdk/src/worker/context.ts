// The writes of a handler on its task: they carry the lease, end with it, and are waited for before the hand-in.
import type { Client } from '../client.ts'
import { LeaseLostError } from '../errors.ts'
import type { Approval, ClaimedRun, Lease, Message, Task, UsageAnswer } from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'
import type { RequestOptions } from '../resource-types.ts'
import { waitForDecision } from './approval.ts'
import type { HeldTask } from './held-task.ts'
import { ProgressReporter } from './progress.ts'
import type { ApprovalRequest, MessageOptions, ProgressValue, TaskContext, UsageReport } from './task-context.ts'

type Write<T> = (lease: { taskId: string; fence: number }, call: RequestOptions) => Promise<T>

/** Half a minute of them: a server that restarts is nothing a handler should have to think of. */
const maxRetries = 8

export class HandlerContext implements TaskContext {
  readonly client: Client
  readonly task: Task
  readonly run: ClaimedRun
  readonly lease: Lease
  readonly decisions: Approval[]
  readonly feedback: string | null
  readonly signal: AbortSignal
  readonly #held: HeldTask
  readonly #progress: ProgressReporter
  readonly #onTheirWay = new Set<Promise<unknown>>()

  constructor(client: Client, held: HeldTask, onError: (error: unknown) => void) {
    this.client = client
    this.task = held.claim.task
    this.run = held.claim.run
    this.lease = held.claim.lease
    this.decisions = held.claim.decisions
    this.feedback = held.claim.feedback
    this.signal = held.workSignal
    this.#held = held
    const send = (body: string, progress?: ProgressValue) => this.message(body, { type: 'PROGRESS', progress })
    this.#progress = new ProgressReporter(send, onError)
  }

  progress(label: string, progress?: ProgressValue): void {
    if (!this.#held.isLost) this.#progress.report(label, progress)
  }

  message(body: string, options: MessageOptions = {}): Promise<Message> {
    return this.#track(this.#write((lease, call) => this.client.messages.create({ ...options, body, ...lease }, call)))
  }

  reportUsage(report: UsageReport): Promise<UsageAnswer> {
    const input = { reportId: randomId(), ...report, runId: this.run.id }
    const sent = this.client.usage.report(input, { maxRetries }).then((answer) => {
      if (answer.stop) this.#held.lose(answer.lease.reason ?? 'budget_exhausted')
      return answer
    })
    return this.#track(sent)
  }

  requestApproval(request: ApprovalRequest): Promise<Approval> {
    const ask = this.#write((lease, call) => this.client.approvals.request({ ...request, ...lease }, call))
    return handled(ask.then((asked) => waitForDecision(this.client, this.#held, asked)))
  }

  /** Waits for everything that is on its way. */
  async flush(): Promise<void> {
    await this.#progress.flush()
    await Promise.allSettled(this.#onTheirWay)
  }

  async #write<T>(write: Write<T>): Promise<T> {
    const { taskId, fence } = this.lease
    try {
      return await write({ taskId, fence }, { signal: this.#held.leaseSignal, maxRetries })
    } catch (error) {
      if (error instanceof LeaseLostError) this.#held.loseTo(error)
      throw error
    }
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
