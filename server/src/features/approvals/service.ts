// Approvals: an agent asks, people decide, and the task goes where the decisions lead once none is pending.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { castApproval, requiredVotes } from '../../rules/approval.ts'
import { enrollerOf } from '../agents/enroller-service.ts'
import { grantBudget } from '../budgets/money-service.ts'
import { type Claim, loadHeldTask, moveTask } from '../tasks/task-service.ts'
import { contentHashOf } from './content-hash.ts'
import { goOnWhenSettled, refuseMorePending } from './settle-service.ts'
import {
  type Approval,
  type ApprovalRow,
  findSameContent,
  findVotes,
  insertApproval,
  insertVote,
  loadApproval,
  readApproval,
  settleApproval,
} from './store.ts'

type Schemas = components['schemas']

const mostPayloadBytes = 65_536
const defaultExpirySeconds = 604_800

export async function requestApproval(
  tx: Tx,
  kernel: Kernel,
  claim: Claim,
  request: Schemas['RequestApproval'],
): Promise<Approval> {
  const { task, lease } = await loadHeldTask(tx, claim)
  const payload = request.payload ?? {}
  refuseHuge('payload', payload)
  const contentHash = contentHashOf({ action: request.action, risk: request.risk, payload })
  const known = await findSameContent(tx, task.id, contentHash)
  if (known) return readApproval(tx, tx.workspaceId, known.id)
  await refuseMorePending(tx, task.id)
  const isGreen = request.risk === 'GREEN'
  const id = newId('apr', tx.now)
  await insertApproval(tx, {
    id,
    workspace_id: tx.workspaceId,
    task_id: task.id,
    run_id: lease.run_id,
    agent_id: claim.agentId,
    fence: claim.fence,
    kind: 'action',
    risk: request.risk,
    action: request.action,
    payload: JSON.stringify(payload),
    content_hash: contentHash,
    justification: request.justification ?? null,
    on_denial: request.onDenial ?? 'continue',
    state: isGreen ? 'approved' : 'pending',
    required_votes: isGreen ? 0 : requiredVotes(request.risk),
    budget_id: null,
    budget_subject_id: null,
    budget_window_start_at: null,
    budget_limit: null,
    budget_spent: null,
    granted: null,
    created_at: tx.now,
    expires_at: tx.now + (request.expiresInSeconds ?? defaultExpirySeconds) * 1000,
    decided_at: isGreen ? tx.now : null,
  })
  const subject = { taskId: task.id, runId: lease.run_id, agentId: claim.agentId }
  const facts = { approvalId: id, kind: 'action', action: request.action, risk: request.risk, contentHash }
  tx.append({ type: 'approval.requested', ...subject, payload: facts })
  if (isGreen) tx.append({ type: 'approval.approved', ...subject, payload: { approvalId: id, by: 'rule' } })
  else if (task.state === 'in_progress') {
    await moveTask(tx, kernel, task, 'request_approval', {
      runId: lease.run_id,
      agentId: claim.agentId,
      payload: facts,
    })
  }
  return readApproval(tx, tx.workspaceId, id)
}

export async function approve(
  tx: Tx,
  kernel: Kernel,
  approvalId: string,
  userId: string,
  body: Schemas['ApproveApproval'],
): Promise<Approval> {
  const approval = await loadPending(tx, approvalId)
  const grant = grantOf(approval, body.grantCostMicros)
  const votes = await findVotes(tx, [approvalId])
  const verdict = castApproval(
    {
      required: approval.required_votes,
      approvedBy: votes.map(({ user_id }) => user_id),
      enrolledBy: approval.agent_id === null ? null : await enrollerOf(tx, approval.agent_id),
    },
    userId,
  )
  if (verdict === 'already_voted')
    throw new AppError('already_voted', `you have approved '${approvalId}' already; another person must, too`)
  if (verdict === 'not_second_person') {
    throw new AppError(
      'self_approval',
      `you let the asking agent in, so you cannot be the second person for '${approvalId}'`,
    )
  }
  await vote(tx, approval, userId, 'approve', body.note ?? null)
  if (verdict === 'pending') return readApproval(tx, tx.workspaceId, approvalId)
  await settleApproval(tx, approvalId, 'approved', grant)
  const granted = grant === null ? {} : { grantedCostMicros: grant }
  tx.append({ type: 'approval.approved', ...subjectOf(approval), payload: { approvalId, ...granted } })
  if (grant !== null) {
    const { budget_id, budget_subject_id, budget_window_start_at } = approval
    await grantBudget(
      tx,
      { budgetId: budget_id!, subjectId: budget_subject_id!, startAt: budget_window_start_at! },
      grant,
    )
    tx.append({
      type: 'budget.granted',
      ...subjectOf(approval),
      payload: { budgetId: budget_id, grantedCostMicros: grant },
    })
  }
  return settled(tx, kernel, approval)
}

export async function deny(
  tx: Tx,
  kernel: Kernel,
  approvalId: string,
  userId: string,
  note: string,
): Promise<Approval> {
  const approval = await loadPending(tx, approvalId)
  const votes = await findVotes(tx, [approvalId])
  if (votes.some(({ user_id }) => user_id === userId)) {
    throw new AppError('already_voted', `you have approved '${approvalId}' already`)
  }
  await vote(tx, approval, userId, 'deny', note)
  await settleApproval(tx, approvalId, 'denied')
  tx.append({ type: 'approval.denied', ...subjectOf(approval), payload: { approvalId, note } })
  return settled(tx, kernel, approval)
}

export async function withdraw(
  tx: Tx,
  kernel: Kernel,
  approvalId: string,
  principal: Principal,
  reason: string | null,
): Promise<Approval> {
  const approval = await loadPending(tx, approvalId)
  if (principal.kind === 'agent' && approval.agent_id !== principal.agentId) {
    throw new AppError(
      'forbidden',
      `'${approvalId}' was asked by another agent: only that one or a person can withdraw it`,
    )
  }
  await settleApproval(tx, approvalId, 'withdrawn')
  tx.append({ type: 'approval.withdrawn', ...subjectOf(approval), payload: { approvalId, reason } })
  return settled(tx, kernel, approval)
}

export async function expire(tx: Tx, kernel: Kernel, approvalId: string): Promise<void> {
  const approval = await loadApproval(tx, approvalId)
  if (approval.state !== 'pending' || approval.expires_at > tx.now) return
  await settleApproval(tx, approvalId, 'expired')
  tx.append({ type: 'approval.expired', ...subjectOf(approval), payload: { approvalId } })
  await settled(tx, kernel, approval)
}

async function settled(tx: Tx, kernel: Kernel, approval: ApprovalRow): Promise<Approval> {
  const { task_id: taskId, agent_id: askedBy, action } = approval
  await goOnWhenSettled(tx, kernel, { taskId, askedBy, ifDenied: `'${action}' was not approved` })
  return readApproval(tx, tx.workspaceId, approval.id)
}

async function loadPending(tx: Tx, approvalId: string): Promise<ApprovalRow> {
  const approval = await loadApproval(tx, approvalId)
  if (approval.state === 'pending' && approval.expires_at <= tx.now) {
    throw new AppError('already_decided', `'${approvalId}' has expired, which counts as denied`)
  }
  if (approval.state !== 'pending') {
    throw new AppError('already_decided', `'${approvalId}' is ${approval.state} already`, {
      details: { state: approval.state },
    })
  }
  return approval
}

/** Null where there is nothing to grant: a run's budget starts afresh with the next run. */
function grantOf(approval: ApprovalRow, asked: number | undefined): number | null {
  const isTaskBudget = approval.kind === 'budget' && approval.budget_subject_id === approval.task_id
  if (asked !== undefined && !isTaskBudget) {
    const why =
      approval.kind === 'budget'
        ? 'the budget of a run starts afresh with the next run'
        : 'only a budget approval grants money'
    throw new AppError('validation_failed', `grantCostMicros: ${why}`, {
      details: { issues: [{ path: 'grantCostMicros', message: why }] },
    })
  }
  if (!isTaskBudget) return null
  // What was overrun must fit, or the next report would stop the work again.
  const overrun = Math.max(0, approval.budget_spent! - approval.budget_limit!)
  // Limit and grant together stay a whole number that JSON can carry.
  const most = Number.MAX_SAFE_INTEGER - approval.budget_limit!
  if (asked !== undefined && asked > most) {
    const message = `at most ${most} micro-dollars can be granted on top of this limit`
    throw new AppError('validation_failed', `grantCostMicros: ${message}`, {
      details: { issues: [{ path: 'grantCostMicros', message }] },
    })
  }
  return Math.min(asked ?? approval.budget_limit! + overrun, most)
}

async function vote(
  tx: Tx,
  approval: ApprovalRow,
  userId: string,
  decision: 'approve' | 'deny',
  note: string | null,
): Promise<void> {
  await insertVote(tx, { approvalId: approval.id, userId, decision, note })
  tx.append({ type: 'approval.voted', ...subjectOf(approval), payload: { approvalId: approval.id, decision, note } })
}

const subjectOf = ({ task_id, run_id, agent_id }: ApprovalRow) => ({
  taskId: task_id,
  runId: run_id,
  agentId: agent_id,
})

function refuseHuge(name: string, value: Record<string, unknown>): void {
  const bytes = Buffer.byteLength(JSON.stringify(value))
  if (bytes <= mostPayloadBytes) return
  throw new AppError('validation_failed', `${name}: ${bytes} bytes of JSON, at most ${mostPayloadBytes} are taken`, {
    details: { issues: [{ path: name, message: `more than ${mostPayloadBytes} bytes` }] },
  })
}
