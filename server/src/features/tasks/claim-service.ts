// Claims: the best task an agent may take, given to it alone, with a lease, a run and its money set aside.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { missingCapabilities, type Seeker, satisfies } from '../../rules/capabilities.ts'
import { stopForBudget } from '../approvals/budget-approval-service.ts'
import { decisionsAbout } from '../approvals/read-service.ts'
import { reservedIn } from '../budgets/money-service.ts'
import { messagesForClaim } from '../messages/read-service.ts'
import { markSeen } from '../presence/seen-service.ts'
import { answersAbout } from '../questions/read-service.ts'
import { findStartedRun, openRun, usedOtherwise } from '../runs/service.ts'
import {
  type CandidateRow,
  type CandidateTask,
  type ClaimantRow,
  claimClasses,
  findAssigned,
  findClaimant,
  findHeadOfClass,
  holdCandidate,
} from './claim-store.ts'
import { judgeClaim } from './lease-service.ts'
import { moveTask } from './move-service.ts'
import { heldRetrySeconds, type Obstacle, obstacleOf, refuseObstacle } from './obstacle.ts'
import { insertLease, type LeaseRow, loadTask, type TaskRow } from './store.ts'
import { readTask, spentOnTask, type Task, toLease, toTask } from './view.ts'

type ClaimAnswer = components['schemas']['ClaimAnswer']

export interface ClaimRequest {
  readonly agentId: string
  readonly claimRequestId: string
  readonly instanceId: string
  readonly leaseSeconds: number
  readonly estimateCostMicros: number | null
}

/** Tasks found without room in their own budget before a claim gives up for this time. */
const mostExhaustedTasks = 20

export async function claimNext(
  tx: Tx,
  kernel: Kernel,
  request: ClaimRequest,
  types: readonly string[] | null,
): Promise<ClaimAnswer> {
  const again = await answerAgain(tx, request)
  if (again) return again
  const claimant = await findSeenClaimant(tx, request.agentId)
  const obstacle = obstacleOf(claimant, tx.now)
  if (obstacle) return noWork(obstacle)
  const seeker = seekerOf(claimant!, types)
  for (let tries = 0; tries < mostExhaustedTasks; tries += 1) {
    const task = await holdBest(tx, kernel, request.agentId, seeker)
    if (!task) break
    const outcome = await take(tx, kernel, task, request)
    if (outcome.lease) return answerTaken(tx, outcome, task)
    if (outcome.blames === 'agent')
      return noWork({ reason: 'budget_exhausted', message: outcome.message, retryAfterSeconds: heldRetrySeconds })
  }
  return noWork({ reason: 'no_tasks', message: 'no task that you may take is ready' })
}

export async function claimById(tx: Tx, kernel: Kernel, request: ClaimRequest, taskId: string): Promise<ClaimAnswer> {
  const again = await answerAgain(tx, request, taskId)
  if (again) return again
  const claimant = await findSeenClaimant(tx, request.agentId)
  refuseObstacle(obstacleOf(claimant, tx.now))
  const task = await loadTask(tx, taskId)
  refuseUnfit(tx, task, claimant!)
  const outcome = await take(tx, kernel, task, request)
  if (!outcome.lease) throw new AppError('budget_exhausted', outcome.message)
  return answerTaken(tx, outcome, task)
}

/** Whoever asks for work is there. */
async function findSeenClaimant(tx: Tx, agentId: string): Promise<ClaimantRow | undefined> {
  // Its room and its day's budget are counted: two claims of one agent must not count them at once.
  await tx.holdName(agentId)
  const claimant = await findClaimant(tx, tx.workspaceId, agentId)
  if (claimant) await markSeen(tx, { agentId, wasOnline: claimant.online === 1 })
  return claimant
}

function noWork({ reason, message, retryAfterSeconds = 1 }: Obstacle): ClaimAnswer {
  const nothing = { task: null, lease: null, run: null, decisions: [], answers: [], messages: [], feedback: null }
  return { ...nothing, reason, message, retryAfterSeconds }
}

interface Taken {
  readonly lease: LeaseRow
  readonly reserved: number
  readonly taskLimit: number | null
  /** The task as the claim left it. */
  readonly after: TaskRow
}

type Outcome = Taken | { readonly lease: null; readonly blames: 'agent' | 'task'; readonly message: string }

async function take(tx: Tx, kernel: Kernel, task: TaskRow, request: ClaimRequest): Promise<Outcome> {
  const fence = task.fence + 1
  const attempt = task.attempts + 1
  const opened = await openRun(tx, kernel, {
    taskId: task.id,
    agentId: request.agentId,
    instanceId: request.instanceId,
    fence,
    attempt,
    title: null,
    trigger: 'autonomous',
    requestId: request.claimRequestId,
    sessionKey: null,
    metadata: '{}',
    statedEstimate: request.estimateCostMicros ?? task.estimate_cost,
    eventPayload: { fence, attempt },
  })
  if (opened.exhausted) {
    const { budget, limit, spent } = opened.exhausted
    const message = `the ${budget.scope} budget '${budget.id}' has no room: ${spent} of ${limit} micro-dollars are spent, the rest is reserved`
    if (budget.scope === 'agent') return { lease: null, blames: 'agent', message }
    await stopForBudget(tx, kernel, task, opened.exhausted)
    return { lease: null, blames: 'task', message }
  }
  const lease: LeaseRow = {
    task_id: task.id,
    workspace_id: tx.workspaceId,
    agent_id: request.agentId,
    instance_id: request.instanceId,
    run_id: opened.runId,
    fence,
    lease_seconds: request.leaseSeconds,
    expires_at: tx.now + request.leaseSeconds * 1000,
  }
  await insertLease(tx, lease)
  const after = await moveTask(tx, kernel, task, 'claim', {
    change: { fence, not_before: null, preferred_agent_id: null, preferred_until: null },
    runId: opened.runId,
    agentId: request.agentId,
    payload: { fence, attempt, instanceId: request.instanceId },
  })
  return { lease, reserved: opened.reserved, taskLimit: opened.taskLimit, after }
}

/**
 * The same claimRequestId again: the same lease, while it lives.
 * @param taskId the task asked for, where it is one in particular
 */
async function answerAgain(tx: Tx, request: ClaimRequest, taskId?: string): Promise<ClaimAnswer | null> {
  const { agentId, claimRequestId } = request
  const run = await findStartedRun(tx, agentId, claimRequestId)
  if (!run) return null
  if (run.task_id === null || (taskId !== undefined && run.task_id !== taskId)) throw usedOtherwise(claimRequestId, run)
  const { lease, reason } = await judgeClaim(tx, { taskId: run.task_id, agentId, fence: run.fence! })
  if (!lease) {
    throw new AppError('run_ended', `the lease of the claim '${claimRequestId}' ran out`, {
      details: { runId: run.id, reason },
    })
  }
  const task = await readTask(tx, tx.workspaceId, run.task_id)
  const { attempts, feedback } = await loadTask(tx, run.task_id)
  return answerWith(tx, {
    task,
    lease,
    attempt: attempts + 1,
    reserved: reservedIn(run.reservations),
    feedback,
    hasUnread: true,
  })
}

/** What was just written is not read again. */
async function answerTaken(tx: Tx, taken: Taken, before: TaskRow & { has_unread?: number }): Promise<ClaimAnswer> {
  const { lease, reserved, taskLimit, after } = taken
  // A first claim has nothing behind it.
  const spent = lease.fence > 1 ? await spentOnTask(tx, after.id) : 0
  const task = toTask(after, { lease, spent, limit: taskLimit })
  const { attempts, feedback, has_unread = 1 } = before
  return answerWith(tx, { task, lease, attempt: attempts + 1, reserved, feedback, hasUnread: has_unread === 1 })
}

async function answerWith(
  tx: Tx,
  given: {
    task: Task
    lease: LeaseRow
    attempt: number
    reserved: number
    feedback: string | null
    hasUnread: boolean
  },
): Promise<ClaimAnswer> {
  const { task, lease, attempt, reserved, feedback, hasUnread } = given
  // A first claim has nothing behind it.
  const isFirst = lease.fence === 1
  return {
    task,
    lease: toLease(lease),
    run: { id: lease.run_id, attempt, reservedCostMicros: reserved },
    decisions: isFirst ? [] : await decisionsAbout(tx, lease.task_id),
    answers: isFirst ? [] : await answersAbout(tx, lease.task_id),
    messages: hasUnread ? await messagesForClaim(tx, lease.task_id) : [],
    feedback,
    reason: null,
    message: null,
    retryAfterSeconds: null,
  }
}

function refuseUnfit(tx: Tx, task: TaskRow, claimant: ClaimantRow): void {
  const unfit = (why: string) =>
    new AppError('task_not_claimable', `the task '${task.id}' ${why}`, { details: { state: task.state } })
  if (task.state !== 'ready') throw unfit(`is ${task.state}, not ready`)
  if (task.not_before !== null && task.not_before > tx.now) throw unfit('is not due yet')
  if (task.assignee_agent_id !== null && task.assignee_agent_id !== claimant.id)
    throw unfit('is assigned to another agent')
  const preferred = task.preferred_agent_id !== null && task.preferred_agent_id !== claimant.id
  if (preferred && (task.preferred_until ?? 0) > tx.now) throw unfit('is kept for another agent for a moment')
  const missing = missingCapabilities(
    new Set(JSON.parse(claimant.capabilities)),
    JSON.parse(task.required_capabilities),
  )
  if (missing.length > 0) {
    throw new AppError(
      'capability_mismatch',
      `the task '${task.id}' needs '${missing.join("', '")}', which you were not granted`,
      {
        details: { missing },
      },
    )
  }
}

export const seekerOf = (claimant: ClaimantRow, types: readonly string[] | null): Seeker => ({
  capabilities: new Set(JSON.parse(claimant.capabilities)),
  types: types && new Set(types),
})

/** The ids of the classes a seeker can take work of. */
async function fittingClasses(tx: Tx, kernel: Kernel, seeker: Seeker): Promise<string[]> {
  const classes = await claimClasses.get(kernel, tx.workspaceId)
  return classes.filter((wanted) => satisfies(seeker, wanted)).map(({ id }) => id)
}

/** The best task the agent may take, held until the unit ends. */
async function holdBest(tx: Tx, kernel: Kernel, agentId: string, seeker: Seeker): Promise<CandidateTask | null> {
  for (;;) {
    const best = await bestCandidate(tx, kernel, agentId, seeker)
    if (!best) return null
    const task = await holdCandidate(tx, best, agentId)
    if (task) return task
  }
}

type Candidate = CandidateRow & { readonly classId: string }

async function bestCandidate(tx: Tx, kernel: Kernel, agentId: string, seeker: Seeker): Promise<Candidate | null> {
  let best: Candidate | null = null
  const classes = new Set(await fittingClasses(tx, kernel, seeker))
  for (const classId of classes) {
    const head = await findHeadOfClass(tx, { workspaceId: tx.workspaceId, classId, agentId, now: tx.now })
    if (head && (!best || precedes(head, best))) best = { ...head, classId }
  }
  for (const head of await findAssigned(tx, tx.workspaceId, agentId)) {
    if (classes.has(head.claim_class_id) && (!best || precedes(head, best)))
      best = { ...head, classId: head.claim_class_id }
  }
  return best
}

/** Whether a claim would probably find something now. */
export async function hasWorkFor(tx: Tx, kernel: Kernel, claimant: ClaimantRow): Promise<boolean> {
  if (obstacleOf(claimant, tx.now)) return false
  return (await bestCandidate(tx, kernel, claimant.id, seekerOf(claimant, null))) !== null
}

function precedes(one: CandidateRow, other: CandidateRow): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority
  if (one.due_key !== other.due_key) return one.due_key < other.due_key
  if (one.ready_at !== other.ready_at) return one.ready_at < other.ready_at
  return one.id < other.id
}
