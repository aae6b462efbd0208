// What a stranger may import. Explicit, so that nothing gets out by accident.

export type { Client, EventsClient, FilesClient } from './client.ts'
export {
  ConnectionError,
  LeaseLostError,
  MissionControlError,
  type MissionControlErrorCode,
  type MissionControlErrorFields,
  RegistrationRejectedError,
} from './errors.ts'
export type { FileDownload, PutFile, TransferOptions, TransferProgress } from './files.ts'
export type { ErrorCode } from './generated/errors.ts'
export type {
  Agent,
  AgentMessage,
  Approval,
  ApprovalState,
  Budget,
  BudgetUse,
  ClaimedRun,
  CreateTask,
  EndReason,
  Event,
  EventType,
  Lease,
  Message,
  Meter,
  Price,
  Question,
  RegisterAgent,
  Registration,
  ReportUsage,
  Risk,
  Run,
  ServerInfo,
  Task,
  TaskDetail,
  TaskFile,
  TaskPriority,
  TaskState,
  TimelineEntry,
  Usage,
  UsageAnswer,
  User,
  Workspace,
} from './generated/openapi.ts'
export type * from './generated/resources.ts'
export type { AgentOptions, KeyStorage } from './identity.ts'
export type { Logger, LogLevel } from './log.ts'
export { MissionControl } from './mission-control.ts'
export type { JoinOptions, PendingRegistration } from './registration.ts'
export type { Call, Paged, PageOf, RequestOptions, WithResponse } from './resource-types.ts'
export type { EventStreamOptions } from './stream.ts'
export type { Middleware, TransportOptions as MissionControlOptions } from './transport.ts'
export type { AttachOptions } from './worker/attachment.ts'
export {
  BlockedError,
  type FailureOptions,
  FatalError,
  ProviderLimitError,
  RetryableError,
  ShutdownError,
  type StopReason,
  WaitingError,
} from './worker/errors.ts'
export type { TaskDeliverable, TaskResult } from './worker/hand-in.ts'
export type { MessageListener } from './worker/inbox.ts'
export type { JsonOf } from './worker/json.ts'
export type { ObservedRun, RunOutcome, WorkObserver } from './worker/observer.ts'
export type { WaitOptions } from './worker/settled.ts'
export type {
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
} from './worker/task-context.ts'
export type { TaskHandler } from './worker/task-run.ts'
export type { WorkOptions } from './worker/work.ts'
