// A context for unit tests of a handler: it does what the real one does as far as a handler can see, and writes it down.
import type { Client } from '../client.ts'
import { classOf, LeaseLostError } from '../errors.ts'
import type { AgentMessage, EndReason, Message, Question, Task, TaskFile, UsageAnswer } from '../generated/openapi.ts'
import { MissionControl } from '../mission-control.ts'
import { type AttachOptions, attachment } from '../worker/attachment.ts'
import { ShutdownError, type StopReason, WaitingError } from '../worker/errors.ts'
import type { TaskDeliverable } from '../worker/hand-in.ts'
import type { MessageListener } from '../worker/inbox.ts'
import { asJson, type JsonOf, withPayload } from '../worker/json.ts'
import { keepMsOf, type WaitOptions } from '../worker/settled.ts'
import type {
  ApprovalRequest,
  ChildTask,
  Decision,
  MessageOptions,
  ProgressValue,
  QuestionOptions,
  RunBudget,
  TaskContext,
  TaskLog,
  UsageReport,
} from '../worker/task-context.ts'
import type { FakeContextOptions, FakeRecord } from './fake-options.ts'
import { answerTo, decisionOn } from './fake-script.ts'
import {
  fakeAgentMessage,
  fakeApproval,
  fakeFile,
  fakeLease,
  fakeMessage,
  fakeQuestion,
  fakeTask,
  fakeUsageAnswer,
  newId,
} from './fake-things.ts'

/** A context without a server. */
export interface FakeContext extends TaskContext {
  /** What the handler did. */
  readonly recorded: FakeRecord
  /**
   * Stops the work as if the lease had ended for that reason, or as if the program were shutting down.
   *
   * @example
   * ```ts
   * fake.stop('canceled')
   * ```
   */
  stop(reason: EndReason | 'shutdown'): void
  /**
   * Lets a person write to the agent; resolves once its listener is through with it.
   *
   * @example
   * ```ts
   * await fake.say('Leave the tests alone.', 'Ada')
   * ```
   */
  say(body: string, authorName?: string): Promise<void>
  /**
   * Gives back what it is given, whatever it is, and reports nothing: models cost nothing here.
   *
   * @example
   * ```ts
   * const openai = fake.track(new OpenAI())
   * ```
   */
  track<T>(thing: T): T
}

/**
 * Makes a context for a unit test of a handler: it answers as the test says, and writes down what the handler does. It
 * needs nothing else and runs anywhere. What only the server knows it does not check: how things work together is for
 * {@link createTestMissionControl}.
 *
 * @example
 * ```ts
 * const ctx = createFakeContext({ task: { title: 'Clean up' }, approvals: { 'Delete a branch': 'denied' } })
 * const result = await cleanUp(ctx.task, ctx)
 * expect(ctx.recorded.approvals[0]?.payload).toEqual({ branch: 'old' })
 * expect(result.summary).toBe('Nothing was deleted.')
 * ```
 */
export function createFakeContext(options: FakeContextOptions = {}): FakeContext {
  return new Fake(options)
}

class Fake implements FakeContext {
  readonly task
  readonly run
  readonly lease
  readonly decisions
  readonly answers
  readonly messages
  readonly feedback
  readonly client
  readonly recorded: FakeRecord = {
    progress: [],
    messages: [],
    usage: [],
    reserved: [],
    approvals: [],
    questions: [],
    steps: {},
    tasks: [],
    files: [],
    logs: [],
    read: [],
    tracked: [],
    deliverable: null,
  }
  readonly log = logInto(this.recorded.logs)
  readonly budget: RunBudget
  readonly #options: FakeContextOptions
  readonly #stop = new AbortController()
  readonly #files = new Map<string, TaskFile>()
  readonly #steps = new Map<string, Promise<unknown>>()
  #unheard: AgentMessage[]
  #listener: MessageListener | undefined
  #spentCostMicros = 0

  constructor(options: FakeContextOptions) {
    const { attempt = 1, decisions = [], answered = [], messages = [], feedback = null, client } = options
    this.#options = options
    this.task = fakeTask(options.task ?? {})
    this.run = { id: newId('run'), attempt, reservedCostMicros: 0 }
    this.lease = fakeLease(this.task, this.run.id)
    this.decisions = decisions
    this.answers = answered
    this.messages = messages.map((body) => fakeAgentMessage(this.task, body))
    this.feedback = feedback
    this.client = client ?? clientOfNothing()
    this.#unheard = [...this.messages]
    const remaining = () => this.#remaining
    this.budget = {
      get remaining() {
        return remaining()
      },
    }
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  stop(reason: EndReason | 'shutdown'): void {
    this.#end(reason === 'shutdown' ? new ShutdownError() : new LeaseLostError(reason))
  }

  async say(body: string, authorName?: string): Promise<void> {
    const message = fakeAgentMessage(this.task, body, authorName)
    if (this.#listener) await this.#hear(this.#listener, message)
    else this.#unheard.push(message)
  }

  progress(label: string, progress?: ProgressValue): void {
    if (!this.#isLost) this.recorded.progress.push(progress === undefined ? { label } : { label, progress })
  }

  async message(body: string, options: MessageOptions = {}): Promise<Message> {
    this.#refuseIfLost()
    this.recorded.messages.push({ body, ...options })
    return fakeMessage(this.task, this.run.id, body, options)
  }

  onMessage(listener: MessageListener): void {
    this.#listener = listener
    for (const message of this.#unheard.splice(0)) void this.#hear(listener, message)
  }

  async reportUsage(report: UsageReport): Promise<UsageAnswer> {
    this.recorded.usage.push(report)
    if (report.billing !== 'included') this.#spentCostMicros += report.costMicros ?? 0
    const isOver = this.#remaining <= 0
    if (isOver) this.stop('budget_exhausted')
    return fakeUsageAnswer(this.run.id, report, this.#spentCostMicros, isOver)
  }

  track<T>(thing: T): T {
    this.recorded.tracked.push(thing)
    return thing
  }

  async reserve(costMicros: number): Promise<RunBudget> {
    this.#refuseIfLost()
    if (costMicros > this.#remaining) {
      const message = `${costMicros} micro-dollars cannot be set aside: ${this.#remaining} are left.`
      throw new (classOf('budget_exhausted'))({ code: 'budget_exhausted', message })
    }
    this.recorded.reserved.push(costMicros)
    return this.budget
  }

  async requestApproval<P extends object>(given: ApprovalRequest<P>, options: WaitOptions = {}): Promise<Decision<P>> {
    const request = withPayload(given)
    keepMsOf(options)
    this.#refuseIfStopped()
    this.recorded.approvals.push(request)
    const decision = await decisionOn(request, this.#options.approvals)
    this.#refuseIfStopped()
    if (decision === 'waiting') throw this.#end(new WaitingError())
    return fakeApproval(this.task, this.run.id, decision, request) as Decision as Decision<P>
  }

  async ask(question: string, options: QuestionOptions = {}): Promise<Question> {
    keepMsOf(options)
    this.#refuseIfStopped()
    this.recorded.questions.push({ question, ...options })
    const answer = await answerTo(question, options, this.#options.answers)
    this.#refuseIfStopped()
    return fakeQuestion(this.task, this.run.id, { question, answer, ...options })
  }

  step<T>(name: string, work: () => T | Promise<T>): Promise<JsonOf<T>> {
    const step = this.#steps.get(name) ?? this.#doOnce(name, work)
    this.#steps.set(name, step)
    step.catch(() => this.#steps.delete(name))
    return step as Promise<JsonOf<T>>
  }

  async attach(source: string | Blob | Uint8Array, options: AttachOptions = {}): Promise<TaskFile> {
    this.#refuseIfLost()
    const { fileName: name, body, mediaType } = await attachment(source, options)
    this.#refuseIfLost()
    const bytes = body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : Uint8Array.from(body)
    const before = this.#files.get(name)
    const file = await fakeFile(this.task, this.run.id, { name, mediaType, bytes }, (before?.version ?? 0) + 1)
    if (before?.sha256 === file.sha256) return before
    this.#files.set(name, file)
    this.recorded.files.push({ name, mediaType, bytes })
    return file
  }

  async createTask(input: ChildTask): Promise<Task> {
    this.#refuseIfLost()
    this.recorded.tasks.push(input)
    return fakeTask({ ...definedOf(input), parentId: this.task.id, state: 'ready' })
  }

  async complete(deliverable: TaskDeliverable): Promise<TaskDeliverable> {
    this.#refuseIfLost()
    this.recorded.deliverable = deliverable
    this.stop('completed')
    return deliverable
  }

  get #remaining(): number {
    return (this.#options.budgetCostMicros ?? Number.POSITIVE_INFINITY) - this.#spentCostMicros
  }

  /** A shutdown leaves the lease as it is. */
  get #isLost(): boolean {
    return this.signal.aborted && !(this.signal.reason instanceof ShutdownError)
  }

  async #doOnce(name: string, work: () => unknown): Promise<unknown> {
    const { steps = {} } = this.#options
    if (Object.hasOwn(steps, name)) return asJson(`The result of the step '${name}'`, steps[name])
    const result = asJson(`The result of the step '${name}'`, await work())
    this.#refuseIfLost()
    this.recorded.steps[name] = result
    return result
  }

  async #hear(listener: MessageListener, message: AgentMessage): Promise<void> {
    await Promise.resolve(message).then(listener)
    this.recorded.read.push(message.body)
  }

  #end(reason: StopReason): StopReason {
    this.#stop.abort(reason)
    return reason
  }

  #refuseIfLost(): void {
    if (this.#isLost) this.#refuseIfStopped()
  }

  #refuseIfStopped(): void {
    this.signal.throwIfAborted()
  }
}

const definedOf = (input: ChildTask): Partial<Task> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))

function logInto(logs: FakeRecord['logs']): TaskLog {
  const line = (level: keyof TaskLog) => (message: string, data?: Record<string, unknown>) =>
    void logs.push(data === undefined ? { level, message } : { level, message, data })
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

const clientOfNothing = (): Client =>
  new MissionControl({
    baseUrl: 'http://fake.invalid',
    maxRetries: 0,
    fetch: async () => {
      throw new TypeError(
        'there is no server behind createFakeContext; give it a client, or use createTestMissionControl',
      )
    },
  })
