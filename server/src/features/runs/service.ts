// Runs: opened by a claim or by themselves, ended once.
import type { components } from '../../generated/openapi.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { BudgetChange, Reader, Tx } from '../../kernel/store/store.ts'
import { refuseStoppedAgent } from '../agents/standing-service.ts'
import { type OpenWindow, reserve, writeReservations } from '../budgets/money-service.ts'
import { endRun, type RunEnd } from './end-service.ts'
import {
  findRun,
  findRunByFence,
  findRunByRequest,
  insertRun,
  type NewRun,
  type Run,
  type RunRow,
  readRun,
} from './store.ts'

export { endRun } from './end-service.ts'
export { addRunCosts as addCosts, type EndReason, findRun, type RunRow } from './store.ts'

const mostMetadataBytes = 65_536

export type RunStart = Omit<NewRun, 'id' | 'estimate' | 'reservations'> & {
  /** What the caller or the task says it will cost; null where nobody said. */
  readonly statedEstimate: number | null
  readonly eventPayload?: Record<string, unknown>
}

export type Opened =
  | { readonly runId: string; readonly reserved: number; readonly taskLimit: number | null; readonly exhausted: null }
  | { readonly runId: null; readonly reserved: 0; readonly exhausted: OpenWindow }

/** Opens a run with its money set aside, or says which budget has no room. */
export async function openRun(tx: Tx, kernel: Kernel, start: RunStart): Promise<Opened> {
  const id = newId('run', tx.now)
  const { statedEstimate, eventPayload, ...run } = start
  const spender = { runId: id, agentId: run.agentId, taskId: run.taskId }
  const plan = await reserve(tx, kernel, spender, statedEstimate)
  if (plan.amount === null) return { runId: null, reserved: 0, exhausted: plan.exhausted! }
  await insertRun(tx, { ...run, id, estimate: plan.amount, reservations: writeReservations(plan.reservations) })
  const budgetChanges: readonly BudgetChange[] = plan.changes
  tx.append({
    type: 'run.started',
    taskId: run.taskId,
    runId: id,
    agentId: run.agentId,
    payload: {
      trigger: run.trigger,
      estimateCostMicros: plan.amount,
      ...eventPayload,
      ...(budgetChanges.length > 0 ? { budgetChanges } : {}),
    },
  })
  return { runId: id, reserved: budgetChanges.length > 0 ? plan.amount : 0, taskLimit: plan.taskLimit, exhausted: null }
}

/** The run a claim opened, if this agent made that claim. */
export async function findRunOfClaim(
  tx: Tx,
  claim: { taskId: string; agentId: string; fence: number },
): Promise<RunRow | undefined> {
  const run = await findRunByFence(tx, claim.taskId, claim.fence)
  return run?.agent_id === claim.agentId ? run : undefined
}

/** The run this agent began by itself under a request id, whatever became of it. */
export async function findStartedRun(tx: Tx, agentId: string, requestId: string): Promise<RunRow | undefined> {
  const run = await findRunByRequest(tx, agentId, requestId)
  if (!run) return undefined
  if (run.ended_at !== null) {
    throw new AppError('run_ended', `the run of the request '${requestId}' ended: ${run.end_reason}`, {
      hint: 'Use a new request id for each claim or run.',
      details: { runId: run.id, reason: run.end_reason },
    })
  }
  return run
}

/** A request id stands for one request: what came before with it was another. */
export const usedOtherwise = (requestId: string, { id, task_id }: RunRow): AppError =>
  new AppError(
    'idempotency_conflict',
    `the request id '${requestId}' was used ${task_id === null ? 'to start a run without a task' : `to claim the task '${task_id}'`}`,
    { hint: 'Use a new request id for each claim or run.', details: { runId: id, taskId: task_id } },
  )

/** Ends a run that has no task; saying it again with the same outcome changes nothing. */
export async function endOwnRun(tx: Tx, runId: string, agentId: string, end: RunEnd): Promise<void> {
  const run = await findRun(tx, runId)
  if (!run) throw notFound('run', runId)
  refuseStranger(run, agentId)
  if (run.task_id !== null) {
    throw new AppError('run_has_task', `the run '${runId}' belongs to the task '${run.task_id}': complete or fail that`)
  }
  if (run.ended_at !== null) {
    if (run.end_reason === end.reason) return
    throw new AppError('run_ended', `the run '${runId}' ended already: ${run.end_reason}`, {
      details: { reason: run.end_reason },
    })
  }
  await endRun(tx, { id: run.id, taskId: null, agentId }, end)
}

export function refuseStranger(run: RunRow, agentId: string): void {
  if (run.agent_id !== agentId) throw new AppError('forbidden', `the run '${run.id}' belongs to another agent`)
}

export async function assertRun(reader: Reader, workspaceId: string, runId: string): Promise<void> {
  await readRun(reader, workspaceId, runId)
}

/** Work without a task: the same request again gives the same run while it goes on. */
export async function startOwnRun(
  tx: Tx,
  kernel: Kernel,
  agentId: string,
  start: components['schemas']['StartRun'],
): Promise<Run> {
  const known = await findStartedRun(tx, agentId, start.startRequestId)
  if (known && known.task_id !== null) throw usedOtherwise(start.startRequestId, known)
  if (known) return readRun(tx, tx.workspaceId, known.id)
  await refuseStoppedAgent(tx, agentId)
  const opened = await openRun(tx, kernel, {
    taskId: null,
    agentId,
    instanceId: null,
    fence: null,
    attempt: null,
    title: start.title ?? null,
    trigger: start.trigger ?? 'autonomous',
    requestId: start.startRequestId,
    sessionKey: start.sessionKey ?? null,
    metadata: metadataOf(start.metadata),
    statedEstimate: start.estimateCostMicros ?? null,
  })
  if (opened.exhausted) {
    const { budget, limit, spent } = opened.exhausted
    throw new AppError(
      'budget_exhausted',
      `the ${budget.scope} budget '${budget.id}' has no room: ${spent} of ${limit} micro-dollars are spent, the rest is reserved`,
    )
  }
  return readRun(tx, tx.workspaceId, opened.runId)
}

function metadataOf(metadata: Record<string, unknown> | undefined): string {
  const json = JSON.stringify(metadata ?? {})
  if (Buffer.byteLength(json) > mostMetadataBytes) {
    const issue = { path: 'metadata', message: `more than ${mostMetadataBytes} bytes of JSON` }
    throw new AppError('validation_failed', `metadata: ${issue.message}`, { details: { issues: [issue] } })
  }
  return json
}
