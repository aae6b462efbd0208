// Rows of runs, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { reservedIn } from '../budgets/money-service.ts'

export type Run = components['schemas']['Run']
export type EndReason = components['schemas']['EndReason']
export type RunStatus = Run['status']

export interface RunRow {
  id: string
  workspace_id: string
  task_id: string | null
  agent_id: string
  instance_id: string | null
  fence: number | null
  attempt: number | null
  title: string | null
  trigger: string
  claim_request_id: string
  status: RunStatus
  end_reason: EndReason | null
  error: string | null
  summary: string | null
  session_key: string | null
  metadata: string
  estimate_cost: number
  reservations: string | null
  spent_cost: number
  list_cost: number
  overage_cost: number
  started_at: number
  ended_at: number | null
}

const runById = sql<{ workspaceId: string; runId: string }, RunRow>(
  'select * from runs where workspace_id = :workspaceId and id = :runId',
)
const runByRequest = sql<{ agentId: string; requestId: string }, RunRow>(
  'select * from runs where agent_id = :agentId and claim_request_id = :requestId',
)
const runByFence = sql<{ taskId: string; fence: number }, RunRow>(
  'select * from runs where task_id = :taskId and fence = :fence',
)
const insertRow = sql(
  `insert into runs (id, workspace_id, task_id, agent_id, instance_id, fence, attempt, title, trigger, claim_request_id,
     status, session_key, metadata, estimate_cost, reservations, started_at)
   values (:id, :workspaceId, :taskId, :agentId, :instanceId, :fence, :attempt, :title, :trigger, :requestId,
     'running', :sessionKey, :metadata, :estimate, :reservations, :now)`,
)
const endRow = sql(
  `update runs set status = :status, end_reason = :reason, error = :error, summary = :summary, ended_at = :now,
     reservations = null
   where id = :runId and ended_at is null`,
)
const addCosts = sql<RunCosts & { runId: string }>(
  `update runs set spent_cost = spent_cost + :spent, list_cost = list_cost + :list, overage_cost = overage_cost + :overage,
     reservations = :reservations
   where id = :runId`,
)

const setReserved = sql<{ runId: string; reservations: string | null }>(
  'update runs set reservations = :reservations where id = :runId',
)

export type RunCosts = { spent: number; list: number; overage: number; reservations: string | null }

export interface NewRun {
  readonly id: string
  readonly taskId: string | null
  readonly agentId: string
  readonly instanceId: string | null
  readonly fence: number | null
  readonly attempt: number | null
  readonly title: string | null
  readonly trigger: Run['trigger']
  readonly requestId: string
  readonly sessionKey: string | null
  readonly metadata: string
  readonly estimate: number
  readonly reservations: string | null
}

export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await tx.run(insertRow, { ...run, workspaceId: tx.workspaceId, now: tx.now })
}

export const findRun = (tx: Tx, runId: string): Promise<RunRow | undefined> =>
  tx.getForUpdate(runById, { workspaceId: tx.workspaceId, runId })

export const findRunByRequest = (reader: Reader, agentId: string, requestId: string): Promise<RunRow | undefined> =>
  reader.get(runByRequest, { agentId, requestId })

export const findRunByFence = (reader: Reader, taskId: string, fence: number): Promise<RunRow | undefined> =>
  reader.get(runByFence, { taskId, fence })

export async function markEnded(
  tx: Tx,
  runId: string,
  end: { status: RunStatus; reason: EndReason; error: string | null; summary: string | null },
): Promise<boolean> {
  return (await tx.run(endRow, { runId, ...end, now: tx.now })) === 1
}

export async function addRunCosts(tx: Tx, runId: string, costs: RunCosts): Promise<void> {
  await tx.run(addCosts, { runId, ...costs })
}

export async function saveReserved(tx: Tx, runId: string, reservations: string | null): Promise<void> {
  await tx.run(setReserved, { runId, reservations })
}

export async function readRun(reader: Reader, workspaceId: string, runId: string): Promise<Run> {
  const row = await reader.get(runById, { workspaceId, runId })
  if (!row) throw notFound('run', runId)
  return toRun(row)
}

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    taskId: row.task_id,
    agentId: row.agent_id,
    fence: row.fence,
    attempt: row.attempt,
    title: row.title,
    trigger: row.trigger as Run['trigger'],
    status: row.status,
    endReason: row.end_reason,
    error: row.error === null ? null : JSON.parse(row.error),
    sessionKey: row.session_key,
    metadata: JSON.parse(row.metadata),
    estimateCostMicros: row.estimate_cost,
    reservedCostMicros: reservedIn(row.reservations),
    spentCostMicros: row.spent_cost,
    listCostMicros: row.list_cost,
    overageCostMicros: row.overage_cost,
    startedAt: toTimestamp(row.started_at),
    endedAt: toTimestampOrNull(row.ended_at),
    durationSeconds: row.ended_at === null ? null : Math.floor((row.ended_at - row.started_at) / 1000),
  }
}
