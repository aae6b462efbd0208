// What a stranger may import. Explicit, so that nothing gets out by accident.

export type { Client, EventsClient } from './client.ts'
export {
  ConnectionError,
  LeaseLostError,
  MissionControlError,
  type MissionControlErrorCode,
  type MissionControlErrorFields,
} from './errors.ts'
export type { ErrorCode } from './generated/errors.ts'
export type {
  Agent,
  Approval,
  ApprovalState,
  Budget,
  ClaimedRun,
  CreateTask,
  EndReason,
  Event,
  Lease,
  Message,
  Meter,
  Price,
  RegisterAgent,
  Registration,
  ReportUsage,
  Risk,
  Run,
  ServerInfo,
  Task,
  TaskDetail,
  TaskPriority,
  TaskState,
  TimelineEntry,
  Usage,
  UsageAnswer,
  User,
  Workspace,
} from './generated/openapi.ts'
export type * from './generated/resources.ts'
export type { Logger, LogLevel } from './log.ts'
export { MissionControl, registerAgent } from './mission-control.ts'
export {
  type AgentKey,
  type PendingRegistration,
  type RegisterOptions,
  RegistrationRejectedError,
} from './registration.ts'
export type { Call, Paged, PageOf, RequestOptions, WithResponse } from './resource-types.ts'
export type { EventStreamOptions } from './stream.ts'
export type { Middleware, TransportOptions as MissionControlOptions } from './transport.ts'
export { type FailureOptions, FatalError, RetryableError, ShutdownError, type StopReason } from './worker/errors.ts'
export type { TaskDeliverable } from './worker/hand-in.ts'
export type { ApprovalRequest, MessageOptions, ProgressValue, TaskContext, UsageReport } from './worker/task-context.ts'
export type { TaskHandler } from './worker/task-run.ts'
export type { WorkOptions } from './worker/work.ts'
