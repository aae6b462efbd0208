// Who holds a task: checked in each write of an agent, and ended when time or a person says so.

import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { judgeLease } from '../../rules/lease.ts'
import { attemptsLeft, retryDelaySeconds } from '../../rules/retry.ts'
import { type EndReason, findRunOfClaim } from '../runs/service.ts'
import { moveTask } from './move-service.ts'
import { findLease, type LeaseRow, leasesOfAgent, loadTask, type TaskRow } from './store.ts'

export interface Claim {
  readonly taskId: string
  readonly agentId: string
  readonly fence: number
}

/**
 * The lease an agent writes under.
 * @throws lease_lost with the reason why it is over.
 */
export async function requireLease(tx: Tx, claim: Claim): Promise<LeaseRow> {
  const { lease, reason } = await judgeClaim(tx, claim)
  if (lease) return lease
  const { taskId, fence } = claim
  throw new AppError('lease_lost', await lostMessage(tx, claim, reason), { details: { reason, taskId, fence } })
}

async function lostMessage(tx: Tx, claim: Claim, reason: EndReason): Promise<string> {
  const { taskId, fence, agentId } = claim
  const last = (await loadTask(tx, taskId)).fence
  if (last === 0) return `the task '${taskId}' was never claimed`
  if (fence > last) return `the task '${taskId}' was never claimed with the fence ${fence}: its last claim has ${last}`
  if (await findRunOfClaim(tx, claim)) return `the claim ${fence} on the task '${taskId}' is over: ${reason}`
  const held = await heldLease(tx, taskId)
  const now =
    held === null
      ? 'nobody holds the task now'
      : held.agent_id === agentId
        ? `you hold the task with the fence ${held.fence}`
        : 'another agent holds the task'
  return `the claim ${fence} on the task '${taskId}' was never yours: ${now}`
}

/** The lease of a claim while it holds, and afterwards why it holds no more. */
export async function judgeClaim(tx: Tx, claim: Claim): Promise<Judged> {
  const lease = await findLease(tx, claim.taskId)
  const verdict = judgeLease(lease && factsOf(lease), claim, tx.now)
  if (verdict === 'held') return { lease: lease!, reason: null }
  if (verdict === 'expired') return { lease: null, reason: 'expired' }
  const run = await findRunOfClaim(tx, claim)
  return { lease: null, reason: run?.end_reason ?? 'superseded' }
}

type Judged = { readonly lease: LeaseRow; readonly reason: null } | { readonly lease: null; readonly reason: EndReason }

/** The sweep's look at one lease: renewed or ended meanwhile, there is nothing to do. */
export async function expireIfOver(tx: Tx, kernel: Kernel, taskId: string): Promise<void> {
  const lease = await findLease(tx, taskId)
  if (!lease || tx.now < lease.expires_at) return
  await expireLease(tx, kernel, await loadTask(tx, taskId))
}

/** The lease ran out: back to the queue with an attempt counted, or failed when that was the last. */
async function expireLease(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  const end = { reason: 'expired' } as const
  if (task.state === 'needs_approval') {
    await moveTask(tx, kernel, task, 'end_lease_waiting', { end: { reason: 'waiting' } })
    return
  }
  const attempts = task.attempts + 1
  const error = JSON.stringify({ message: 'the agent stopped renewing its lease', code: 'lease_expired' })
  if (!attemptsLeft(attempts, task.max_attempts)) {
    await moveTask(tx, kernel, task, 'use_up_attempts', { end, change: { attempts, error }, payload: { attempts } })
    return
  }
  // The first time at once: the agent died, the task did nothing wrong.
  const delay = attempts === 1 ? 0 : retryDelaySeconds(attempts - 1, null)
  const change = { attempts, error, not_before: delay === 0 ? null : tx.now + delay * 1000 }
  await moveTask(tx, kernel, task, 'expire', { end, change, payload: { attempts, retryAfterSeconds: delay } })
}

/** Takes everything from an agent that was deactivated or removed; no attempt is counted. */
export async function endLeasesOfAgent(tx: Tx, kernel: Kernel, agentId: string, reason: EndReason): Promise<void> {
  for (const lease of await leasesOfAgent(tx, agentId)) {
    const task = await loadTask(tx, lease.task_id)
    if (task.state === 'needs_approval') {
      await moveTask(tx, kernel, task, 'end_lease_waiting', { end: { reason: 'waiting' } })
    } else {
      await moveTask(tx, kernel, task, 'take_back', { end: { reason } })
    }
  }
}

/** The lease on a task that is still valid, whoever holds it. */
export async function heldLease(tx: Tx, taskId: string): Promise<LeaseRow | null> {
  const lease = await findLease(tx, taskId)
  return lease && tx.now < lease.expires_at ? lease : null
}

/** The agent whose lease on the task is valid; null where nobody's is. */
export async function findHolder(reader: Reader, taskId: string, now: number): Promise<string | null> {
  const lease = await findLease(reader, taskId)
  return lease && now < lease.expires_at ? lease.agent_id : null
}

/** The task together with the proof that the caller holds it. */
export async function loadHeldTask(tx: Tx, claim: Claim): Promise<{ task: TaskRow; lease: LeaseRow }> {
  const task = await loadTask(tx, claim.taskId)
  const lease = await requireLease(tx, claim)
  return { task, lease }
}

const factsOf = ({ agent_id, fence, expires_at }: LeaseRow) => ({ agentId: agent_id, fence, expiresAt: expires_at })
