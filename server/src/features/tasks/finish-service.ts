// How the holder of a task lets go of it: complete, fail, release, block. The same fence again gets the same answer.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attemptsLeft, retryDelaySeconds } from '../../rules/retry.ts'
import { stopForBudget } from '../approvals/budget-approval-service.ts'
import { exhaustedTaskBudget } from '../budgets/money-service.ts'
import { type EndReason, findRunOfClaim } from '../runs/service.ts'
import { acceptedFiles } from './acceptance.ts'
import { refuseOpenChildren } from './checks.ts'
import { insertDeliverable } from './deliverable-store.ts'
import { addDependency } from './dependency-service.ts'
import { type Claim, loadHeldTask } from './lease-service.ts'
import { moveTask } from './move-service.ts'
import { giveBackLimited } from './provider-limit-service.ts'
import { loadTask, type TaskRow } from './store.ts'
import { readTask, type Task } from './view.ts'

type Schemas = components['schemas']

export async function completeTask(tx: Tx, kernel: Kernel, claim: Claim, work: Schemas['CompleteTask']): Promise<Task> {
  return finishOnce(tx, claim, ['completed'], async ({ task, runId }) => {
    refuseOpenChildren(task)
    const files = await acceptedFiles(tx, task, work)
    const move = task.requires_review === 1 ? 'complete_for_review' : 'complete'
    // Before the deliverable is written: a refusal must name the state, not leave anything behind.
    await moveTask(tx, kernel, task, move, {
      end: { reason: 'completed', summary: work.summary },
      change: { error: null, feedback: null },
      payload: { summary: work.summary },
    })
    await insertDeliverable(tx, {
      runId,
      taskId: task.id,
      agentId: claim.agentId,
      summary: work.summary,
      content: work.content ?? null,
      output: work.output ?? null,
      fileIds: files.map(({ id }) => id),
    })
  })
}

export async function failTask(tx: Tx, kernel: Kernel, claim: Claim, failure: Schemas['FailTask']): Promise<Task> {
  // As in a claim: the agent's own before its task's.
  if (failure.providerLimit) await tx.holdName(claim.agentId)
  return finishOnce(tx, claim, ['failed', 'provider_limited'], async ({ task, runId }) => {
    if (failure.providerLimit) return giveBackLimited(tx, kernel, { task, agentId: claim.agentId }, failure)
    const { message, code } = failure.error
    const attempts = task.attempts + 1
    const change = { attempts, error: JSON.stringify({ message, code: code ?? null }) }
    const end = { reason: 'failed', error: failure.error } as const
    if (failure.retryable === false || !attemptsLeft(attempts, task.max_attempts)) {
      await moveTask(tx, kernel, task, 'fail', { end, change, payload: { attempts, error: { message, code } } })
      return
    }
    const exhausted = await exhaustedTaskBudget(tx, kernel, { runId, agentId: claim.agentId, taskId: task.id })
    if (exhausted) {
      await stopForBudget(tx, kernel, { ...task, ...change }, exhausted, end)
      return
    }
    const delay = retryDelaySeconds(attempts, failure.retryAfterSeconds ?? null)
    await moveTask(tx, kernel, task, 'retry', {
      end,
      change: { ...change, not_before: delay === 0 ? null : tx.now + delay * 1000 },
      payload: { attempts, retryAfterSeconds: delay, error: { message, code } },
    })
  })
}

export async function releaseTask(tx: Tx, kernel: Kernel, claim: Claim, reason: string | null): Promise<Task> {
  return finishOnce(tx, claim, ['released', 'waiting'], async ({ task }) => {
    if (task.state === 'needs_approval') {
      await moveTask(tx, kernel, task, 'give_back_waiting', { end: { reason: 'waiting' }, payload: { reason } })
    } else {
      await moveTask(tx, kernel, task, 'release', { end: { reason: 'released' }, payload: { reason } })
    }
  })
}

export async function blockTask(tx: Tx, kernel: Kernel, claim: Claim, block: Schemas['BlockTask']): Promise<Task> {
  const { kind, reason, blockedByTaskId } = block
  if ((kind === 'dependency') !== (blockedByTaskId !== undefined)) {
    throw new AppError('validation_failed', "blockedByTaskId: goes with kind 'dependency', and only with it", {
      details: { issues: [{ path: 'blockedByTaskId', message: "goes with kind 'dependency', and only with it" }] },
    })
  }
  return finishOnce(tx, claim, ['blocked'], async ({ task }) => {
    if (blockedByTaskId !== undefined) await addDependency(tx, kernel, task.id, blockedByTaskId, 'wait')
    const current = await loadTask(tx, task.id)
    const blocked = await moveTask(tx, kernel, current, 'block', {
      end: { reason: 'blocked' },
      change: { blocked_kind: kind, blocked_reason: reason },
      payload: { kind, reason, blockedByTaskId: blockedByTaskId ?? null },
    })
    // What it waits for may be done already.
    if (kind === 'dependency' && blocked.open_dependencies === 0) {
      await moveTask(tx, kernel, blocked, 'unblock_by_dependency')
    }
  })
}

async function finishOnce(
  tx: Tx,
  claim: Claim,
  reasons: readonly EndReason[],
  finish: (held: { task: TaskRow; runId: string }) => Promise<void>,
): Promise<Task> {
  const run = await findRunOfClaim(tx, claim)
  const isRepeat = run !== undefined && run.ended_at !== null && reasons.includes(run.end_reason!)
  if (!isRepeat) {
    const { task, lease } = await loadHeldTask(tx, claim)
    await finish({ task, runId: lease.run_id })
  }
  return readTask(tx, tx.workspaceId, claim.taskId)
}
