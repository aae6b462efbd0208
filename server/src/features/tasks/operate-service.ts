// What people do to tasks: cancel, pause, resume, unblock, reopen, close, and the verdict on a review.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { liftTaskHold, placeTaskHold } from '../holds/task-hold-service.ts'
import { postMessage } from '../messages/service.ts'
import { forgetSteps } from '../steps/forget-service.ts'
import { refuseOpenChildren } from './checks.ts'
import { latestDeliverable } from './deliverable-store.ts'
import { recountDependencies } from './dependency-service.ts'
import { moveTask } from './move-service.ts'
import { loadTask } from './store.ts'
import { preferenceMilliseconds } from './task-service.ts'
import { readTask, type Task } from './view.ts'

export async function cancelTask(tx: Tx, kernel: Kernel, taskId: string, reason: string): Promise<Task> {
  await moveTask(tx, kernel, await loadTask(tx, taskId), 'cancel', { end: { reason: 'canceled' }, payload: { reason } })
  return readTask(tx, tx.workspaceId, taskId)
}

export async function pauseTask(tx: Tx, kernel: Kernel, taskId: string, reason: string): Promise<Task> {
  const task = await loadTask(tx, taskId)
  const holdId = await placeTaskHold(tx, taskId, reason)
  const change = { hold_id: holdId }
  await moveTask(tx, kernel, task, 'pause', { end: { reason: 'paused' }, change, payload: { reason, holdId } })
  return readTask(tx, tx.workspaceId, taskId)
}

export async function resumeTask(tx: Tx, kernel: Kernel, taskId: string): Promise<Task> {
  const task = await loadTask(tx, taskId)
  const lifted = await liftTaskHold(tx, taskId)
  if (!lifted.found && task.state === 'paused') {
    throw new AppError(
      'invalid_transition',
      `the task '${taskId}' is paused by the hold '${task.hold_id}', not by tasks.pause`,
      {
        hint: 'It goes on when that hold is lifted: resume the agent, or wait until its budget window ends.',
        details: { state: task.state, holdId: task.hold_id },
      },
    )
  }
  if (lifted.coveredBy === null) await moveTask(tx, kernel, task, 'resume')
  return readTask(tx, tx.workspaceId, taskId)
}

export async function unblockTask(tx: Tx, kernel: Kernel, taskId: string, note: string | null): Promise<Task> {
  await moveTask(tx, kernel, await loadTask(tx, taskId), 'unblock', { payload: { note } })
  if (note !== null) await postMessage(tx, { taskId, type: 'SYSTEM', body: note, runId: null, progress: null })
  return readTask(tx, tx.workspaceId, taskId)
}

export async function reopenTask(tx: Tx, kernel: Kernel, taskId: string, reason: string | null): Promise<Task> {
  const task = await loadTask(tx, taskId)
  const change = { attempts: 0, error: null, not_before: null, ...(await recountDependencies(tx, taskId)) }
  await moveTask(tx, kernel, task, 'reopen', { change, payload: { reason } })
  await forgetSteps(tx, taskId)
  if (reason !== null) await postMessage(tx, { taskId, type: 'SYSTEM', body: reason, runId: null, progress: null })
  return readTask(tx, tx.workspaceId, taskId)
}

export async function closeTask(tx: Tx, kernel: Kernel, taskId: string): Promise<Task> {
  await moveTask(tx, kernel, await loadTask(tx, taskId), 'close')
  return readTask(tx, tx.workspaceId, taskId)
}

export async function reviewTask(
  tx: Tx,
  kernel: Kernel,
  taskId: string,
  principal: Principal,
  review: components['schemas']['ReviewTask'],
): Promise<Task> {
  if (principal.kind === 'agent') {
    throw new AppError('forbidden', 'no policy lets agents review here: a person must')
  }
  const { decision, body } = review
  if (decision === 'request_changes' && body === undefined) {
    throw new AppError('validation_failed', 'body: say what must change', {
      details: { issues: [{ path: 'body', message: 'say what must change' }] },
    })
  }
  const task = await loadTask(tx, taskId)
  if (decision === 'approve') {
    refuseOpenChildren(task)
    await moveTask(tx, kernel, task, 'approve_review', { payload: { decision, body: body ?? null } })
  } else {
    const author = (await latestDeliverable(tx, taskId))?.agentId ?? null
    await moveTask(tx, kernel, task, 'request_changes', {
      change: {
        feedback: body!,
        preferred_agent_id: author,
        preferred_until: author === null ? null : tx.now + preferenceMilliseconds,
      },
      payload: { decision, body },
    })
    await forgetSteps(tx, taskId)
  }
  await postMessage(tx, { taskId, type: 'REVIEW', body: body ?? 'Approved.', runId: null, progress: null })
  return readTask(tx, tx.workspaceId, taskId)
}
