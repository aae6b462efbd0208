// Rows of tasks and leases; the queries on the way of a claim are here too, each served by one index.
import type { TaskState } from '../../generated/rules.ts'
import { notFound } from '../../kernel/errors.ts'
import { type Params, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { hasUnread } from '../messages/unread-service.ts'

/** A task as the rules see it. */
export interface TaskRow {
  id: string
  workspace_id: string
  title: string
  description: string | null
  type: string
  state: TaskState
  state_since: number
  priority: number
  labels: string
  required_capabilities: string
  claim_class_id: string
  parent_id: string | null
  depth: number
  due_at: number | null
  due_key: number
  ready_at: number | null
  not_before: number | null
  claimable: number
  estimate_cost: number | null
  input: string
  output_schema: string | null
  required_artifacts: string
  attempts: number
  max_attempts: number
  requires_review: number
  assignee_agent_id: string | null
  preferred_agent_id: string | null
  preferred_until: number | null
  held: number
  hold_id: string | null
  blocked_kind: string | null
  blocked_reason: string | null
  dependency_failed: number
  open_dependencies: number
  open_children: number
  fence: number
  version: number
  error: string | null
  feedback: string | null
  created_by_kind: string
  created_by_id: string | null
  created_at: number
  updated_at: number
  finished_at: number | null
}

export interface LeaseRow {
  task_id: string
  workspace_id: string
  agent_id: string
  instance_id: string
  run_id: string
  fence: number
  lease_seconds: number
  expires_at: number
}

export interface HeldLeaseRow extends LeaseRow {
  /** Whether a comment of a person on its task waits to be read. */
  readonly has_unread: number
}

/** The columns a move may change. */
export type TaskChange = Partial<
  Pick<
    TaskRow,
    | 'not_before'
    | 'attempts'
    | 'held'
    | 'hold_id'
    | 'blocked_kind'
    | 'blocked_reason'
    | 'dependency_failed'
    | 'open_dependencies'
    | 'preferred_agent_id'
    | 'preferred_until'
    | 'fence'
    | 'error'
    | 'feedback'
  >
>

const taskById = sql<{ workspaceId: string; taskId: string }, TaskRow>(
  'select * from tasks where workspace_id = :workspaceId and id = :taskId',
)
const saveState = sql(
  `update tasks set state = :state, state_since = :state_since, claimable = :claimable, ready_at = :ready_at, not_before = :not_before,
     attempts = :attempts, held = :held, hold_id = :hold_id, blocked_kind = :blocked_kind, blocked_reason = :blocked_reason,
     dependency_failed = :dependency_failed, open_dependencies = :open_dependencies,
     preferred_agent_id = :preferred_agent_id, preferred_until = :preferred_until, fence = :fence, error = :error,
     feedback = :feedback, finished_at = :finished_at, version = version + 1, updated_at = :updated_at
   where id = :id`,
)
const leaseByTask = sql<{ taskId: string }, LeaseRow>('select * from leases where task_id = :taskId')
const insertLeaseRow = sql(
  `insert into leases (task_id, workspace_id, agent_id, instance_id, run_id, fence, lease_seconds, expires_at)
   values (:task_id, :workspace_id, :agent_id, :instance_id, :run_id, :fence, :lease_seconds, :expires_at)`,
)
const deleteLeaseRow = sql<{ taskId: string }>('delete from leases where task_id = :taskId')
const leasesByAgent = sql<{ agentId: string }, HeldLeaseRow>(
  `select l.*, ${hasUnread('l.task_id')} as has_unread from leases l where l.agent_id = :agentId limit 200`,
)
const renew = sql<{ taskId: string; agentId: string; fence: number; instanceId: string; now: number }>(
  `update leases set expires_at = cast(:now as bigint) + lease_seconds * 1000, instance_id = :instanceId
   where task_id = :taskId and agent_id = :agentId and fence = :fence and expires_at > :now`,
)
const expiredLeases = sql<{ now: number }, { task_id: string; workspace_id: string }>(
  'select task_id, workspace_id from leases where expires_at <= :now order by expires_at limit 200',
)
const changeChildren = sql<{ parentId: string; by: number }>(
  'update tasks set open_children = open_children + :by, version = version + 1 where id = :parentId',
)
const openChildren = sql<{ parentId: string }, TaskRow>(
  `select * from tasks where parent_id = :parentId and state not in ('done', 'closed', 'failed', 'canceled')
   order by created_at, id limit 1000`,
)

export const findTask = (reader: Reader, workspaceId: string, taskId: string): Promise<TaskRow | undefined> =>
  reader.get(taskById, { workspaceId, taskId })

/** The task, held against other writers until the unit ends. */
export async function loadTask(tx: Tx, taskId: string): Promise<TaskRow> {
  const task = await tx.getForUpdate(taskById, { workspaceId: tx.workspaceId, taskId })
  if (!task) throw notFound('task', taskId)
  return task
}

/** Stamps the row it is given. */
export async function saveTaskState(tx: Tx, task: TaskRow): Promise<void> {
  task.updated_at = tx.now
  await tx.run(saveState, task as TaskRow & Params)
}

export const findLease = (reader: Reader, taskId: string): Promise<LeaseRow | undefined> =>
  reader.get(leaseByTask, { taskId })

export const leasesOfAgent = (reader: Reader, agentId: string): Promise<HeldLeaseRow[]> =>
  reader.all(leasesByAgent, { agentId })

export const findExpiredLeases = (reader: Reader, now: number) => reader.all(expiredLeases, { now })

export async function insertLease(tx: Tx, lease: LeaseRow): Promise<void> {
  await tx.run(insertLeaseRow, { ...lease })
}

export async function deleteLease(tx: Tx, taskId: string): Promise<void> {
  await tx.run(deleteLeaseRow, { taskId })
}

/** @returns whether the lease was still valid and now lasts longer. */
export async function renewLease(
  tx: Tx,
  claim: { taskId: string; agentId: string; fence: number; instanceId: string },
): Promise<boolean> {
  return (await tx.run(renew, { ...claim, now: tx.now })) === 1
}

export async function changeOpenChildren(tx: Tx, parentId: string, by: number): Promise<void> {
  await tx.run(changeChildren, { parentId, by })
}

export const openChildrenOf = (reader: Reader, parentId: string): Promise<TaskRow[]> =>
  reader.all(openChildren, { parentId })
