// Tasks as the wire shows them: the row with its lease, its money, and what surrounds it.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { boundedSum, sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { renewEverySeconds } from '../../rules/lease.ts'
import type { LeaseRow, TaskRow } from './store.ts'

export type Task = components['schemas']['Task']
export type Lease = components['schemas']['Lease']

export const priorities = ['low', 'normal', 'high', 'urgent'] as const

/** A row of the query below: the task, and beside it its lease under other names. */
export interface TaskViewRow extends TaskRow {
  spent_cost: number
  budget_cost: number | null
  lease_run_id: string | null
  lease_agent_id: string
  lease_instance_id: string
  lease_fence: number
  lease_seconds: number
  lease_expires_at: number
}

export const taskViewColumns = `t.*,
  (select ${boundedSum('r.spent_cost')} from runs r where r.task_id = t.id) as spent_cost,
  (select b.limit_cost from budgets b where b.workspace_id = t.workspace_id and b.scope_id = t.id
     and b.scope = 'task' and b.removed_at is null) as budget_cost,
  l.run_id as lease_run_id, l.agent_id as lease_agent_id, l.instance_id as lease_instance_id,
  l.fence as lease_fence, l.lease_seconds as lease_seconds, l.expires_at as lease_expires_at`

const viewById = sql<{ workspaceId: string; taskId: string }, TaskViewRow>(
  `select ${taskViewColumns} from tasks t left join leases l on l.task_id = t.id
   where t.workspace_id = :workspaceId and t.id = :taskId`,
)

export async function readTask(reader: Reader, workspaceId: string, taskId: string): Promise<Task> {
  const row = await reader.get(viewById, { workspaceId, taskId })
  if (!row) throw notFound('task', taskId)
  return viewToTask(row)
}

const spentOn = sql<{ taskId: string }, { spent: number }>(
  `select ${boundedSum('spent_cost')} as spent from runs where task_id = :taskId`,
)

export const spentOnTask = async (reader: Reader, taskId: string): Promise<number> =>
  (await reader.get(spentOn, { taskId }))!.spent

/** What a view shows beside the task's own row. */
export interface Surroundings {
  readonly lease: LeaseRow | null
  readonly spent: number
  /** The limit that is about this one task. */
  readonly limit: number | null
}

export const viewToTask = (row: TaskViewRow): Task =>
  toTask(row, {
    lease: row.lease_run_id === null ? null : leaseOf(row, row.lease_run_id),
    spent: row.spent_cost,
    limit: row.budget_cost,
  })

export function toTask(row: TaskRow, { lease, spent, limit }: Surroundings): Task {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    title: row.title,
    description: row.description,
    type: row.type,
    state: row.state,
    priority: priorities[row.priority]!,
    labels: JSON.parse(row.labels),
    requiredCapabilities: JSON.parse(row.required_capabilities),
    parentId: row.parent_id,
    dueAt: toTimestampOrNull(row.due_at),
    notBefore: toTimestampOrNull(row.not_before),
    estimateCostMicros: row.estimate_cost,
    budgetCostMicros: limit,
    spentCostMicros: spent,
    input: JSON.parse(row.input),
    outputSchema: row.output_schema === null ? null : JSON.parse(row.output_schema),
    requiredArtifacts: JSON.parse(row.required_artifacts),
    maxAttempts: row.max_attempts,
    attempts: row.attempts,
    requiresReview: row.requires_review === 1,
    assigneeAgentId: row.assignee_agent_id,
    preferredAgentId: row.preferred_agent_id,
    preferredUntil: toTimestampOrNull(row.preferred_until),
    held: row.held === 1,
    holdId: row.hold_id,
    blocked: row.blocked_kind === null ? null : { kind: row.blocked_kind as never, reason: row.blocked_reason },
    dependencyFailed: row.dependency_failed === 1,
    openDependencies: row.open_dependencies,
    openChildren: row.open_children,
    lease: lease && toLease(lease),
    fence: row.fence,
    version: row.version,
    error: row.error === null ? null : JSON.parse(row.error),
    createdBy: { kind: row.created_by_kind as never, id: row.created_by_id },
    createdAt: toTimestamp(row.created_at),
    updatedAt: toTimestamp(row.updated_at),
    readyAt: toTimestampOrNull(row.ready_at),
    finishedAt: toTimestampOrNull(row.finished_at),
  }
}

const leaseOf = (row: TaskViewRow, runId: string): LeaseRow => ({
  task_id: row.id,
  workspace_id: row.workspace_id,
  agent_id: row.lease_agent_id,
  instance_id: row.lease_instance_id,
  run_id: runId,
  fence: row.lease_fence,
  lease_seconds: row.lease_seconds,
  expires_at: row.lease_expires_at,
})

export function toLease(lease: LeaseRow): Lease {
  return {
    taskId: lease.task_id,
    runId: lease.run_id,
    agentId: lease.agent_id,
    instanceId: lease.instance_id,
    fence: lease.fence,
    leaseSeconds: lease.lease_seconds,
    expiresAt: toTimestamp(lease.expires_at),
    renewEverySeconds: renewEverySeconds(lease.lease_seconds),
  }
}
