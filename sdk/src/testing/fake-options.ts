// What a test tells a fake context, and what the fake tells the test.
import type { Client } from '../client.ts'
import type { Approval, Question, Task } from '../generated/openapi.ts'
import type { TaskDeliverable } from '../worker/hand-in.ts'
import type {
  ApprovalRequest,
  ChildTask,
  MessageOptions,
  ProgressValue,
  QuestionOptions,
  TaskLog,
  UsageReport,
} from '../worker/task-context.ts'
import type { AnswerScript, DecisionScript } from './fake-script.ts'

/** What the handler is to find. */
export interface FakeContextOptions {
  /** Fields of the task; the rest is made up. @default none */
  task?: Partial<Task>
  /** Which attempt at the task this is. @default 1 */
  attempt?: number
  /**
   * What people decide on what the handler asks leave for. GREEN is approved where nothing is said.
   * @default none: asking for leave fails the test
   */
  approvals?: DecisionScript
  /** What people answer. @default none: asking fails the test */
  answers?: AnswerScript
  /** Results of steps that an earlier run has done, by name. @default none */
  steps?: Readonly<Record<string, unknown>>
  /** What people wrote before this run. @default nothing */
  messages?: readonly string[]
  /** Approvals of this task settled since the last run on it. @default none */
  decisions?: Approval[]
  /** Questions of this task answered since the last run on it. @default none */
  answered?: Question[]
  /** What the last reviewer asked to be changed. @default null */
  feedback?: string | null
  /** What the run may spend, in micro-dollars; at the end of it the work is stopped. @default no limit */
  budgetCostMicros?: number
  /** The client the handler finds. @default one whose calls fail, for there is no server */
  client?: Client
}

/** What the handler did, each in its order. */
export interface FakeRecord {
  /** What it said of how far it was. */
  readonly progress: { label: string; progress?: ProgressValue }[]
  /** What it posted in the thread of the task. */
  readonly messages: ({ body: string } & MessageOptions)[]
  /** What it reported to have used. */
  readonly usage: UsageReport[]
  /** What it set aside, in micro-dollars. */
  readonly reserved: number[]
  /** What it asked leave for. */
  readonly approvals: ApprovalRequest[]
  /** What it asked people. */
  readonly questions: ({ question: string } & QuestionOptions)[]
  /** Steps by name: those it did, with their results, and not those done before. */
  readonly steps: Record<string, unknown>
  /** The tasks it made. */
  readonly tasks: ChildTask[]
  /** What it attached, each version. */
  readonly files: { name: string; mediaType: string; bytes: Uint8Array }[]
  /** What it wrote into the log of the run. */
  readonly logs: { level: keyof TaskLog; message: string; data?: Record<string, unknown> }[]
  /** Messages of people its listener is through with. */
  readonly read: string[]
  /** What was given to `track`, and came back as it was. */
  readonly tracked: unknown[]
  /** What it handed in by `complete`; null if it did not. */
  deliverable: TaskDeliverable | null
}
