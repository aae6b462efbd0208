// What a task's fate means for those that wait for it, and how dependencies come and go.

import { AppError, notFound } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isOver, meetsDependents } from '../../rules/task-lifecycle.ts'
import {
  addEdge,
  countEdges,
  deleteEdge,
  type EdgeRow,
  edgesInto,
  findEdge,
  hasFailedDependency,
  pathBetween,
  saveEdge,
} from './dependency-store.ts'
import { moveTask } from './move-service.ts'
import { findTask, loadTask, saveTaskState, type TaskRow } from './store.ts'

export type OnFailure = 'wait' | 'cancel' | 'ignore'

export const mostDependencies = 100
const mostDependents = 1000

/** The task was accepted: one thing less to wait for. */
export async function dependenciesMet(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  for (const edge of await edgesInto(tx, task.id, 1)) await meet(tx, kernel, edge)
}

/** The task was accepted and is not any more: who has not begun waits again. */
export async function dependenciesReopened(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  for (const edge of await edgesInto(tx, task.id, 0)) {
    const dependent = await loadTask(tx, edge.task_id)
    if (!notBegun.has(dependent.state)) continue
    await saveEdge(tx, edge, { open: 1 })
    await waitForOneMore(tx, kernel, dependent)
  }
}

/** The task failed or was canceled: each edge says what that means. */
export async function dependenciesFailed(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  for (const edge of await edgesInto(tx, task.id, 1)) {
    if (edge.on_failure === 'ignore') {
      await meet(tx, kernel, edge)
      continue
    }
    const dependent = await loadTask(tx, edge.task_id)
    if (isOver(dependent.state)) continue
    tx.append({
      type: 'task.dependency_failed',
      taskId: dependent.id,
      payload: { blockedBy: task.id, state: task.state },
    })
    if (edge.on_failure === 'cancel') {
      await moveTask(tx, kernel, dependent, 'cancel_by_cascade', {
        end: { reason: 'canceled' },
        payload: { because: task.id },
      })
    } else if (dependent.dependency_failed !== 1) {
      await saveTaskState(tx, { ...dependent, dependency_failed: 1 })
    }
  }
}

export async function addDependency(
  tx: Tx,
  kernel: Kernel,
  taskId: string,
  blockedByTaskId: string,
  onFailure: OnFailure,
): Promise<void> {
  const task = await loadTask(tx, taskId)
  const known = await findEdge(tx, taskId, blockedByTaskId)
  if (known) {
    if (known.on_failure !== onFailure) await saveEdge(tx, known, { on_failure: onFailure })
    return
  }
  if (isOver(task.state)) {
    throw new AppError('invalid_transition', `the task '${taskId}' is ${task.state}: it waits for nothing any more`)
  }
  const other = await linkDependency(tx, task, blockedByTaskId, onFailure)
  tx.append({ type: 'task.dependency_added', taskId, payload: { blockedBy: blockedByTaskId, onFailure } })
  if (isOpenFor(other, onFailure)) await waitForOneMore(tx, kernel, task)
}

/** Writes the edge of a new or known task; the caller counts it. @returns the task waited for. */
export async function linkDependency(
  tx: Tx,
  task: Pick<TaskRow, 'id'>,
  blockedByTaskId: string,
  onFailure: OnFailure,
): Promise<TaskRow> {
  const other = await findTask(tx, tx.workspaceId, blockedByTaskId)
  if (!other) throw notFound('task', blockedByTaskId)
  const path = task.id === other.id ? [task.id] : await pathBetween(tx, other.id, task.id)
  if (path) {
    throw new AppError('dependency_cycle', `'${task.id}' cannot wait for '${other.id}': that one waits for it`, {
      details: { path: [...path, other.id] },
    })
  }
  const counts = await countEdges(tx, task.id, other.id)
  if (counts.outgoing >= mostDependencies) {
    throw new AppError('limit_reached', `the task '${task.id}' waits for ${mostDependencies} tasks already`)
  }
  if (counts.incoming >= mostDependents) {
    throw new AppError('limit_reached', `${mostDependents} tasks wait for '${other.id}' already`, {
      hint: 'Let them wait for one task in between that waits for it.',
    })
  }
  await addEdge(tx, { taskId: task.id, blockedBy: other.id, onFailure, open: isOpenFor(other, onFailure) ? 1 : 0 })
  return other
}

export async function removeDependency(tx: Tx, kernel: Kernel, taskId: string, blockedByTaskId: string): Promise<void> {
  const task = await loadTask(tx, taskId)
  const edge = await findEdge(tx, taskId, blockedByTaskId)
  if (!edge) return
  await deleteEdge(tx, edge)
  tx.append({ type: 'task.dependency_removed', taskId, payload: { blockedBy: blockedByTaskId } })
  if (edge.open === 1) await waitForOneLess(tx, kernel, task)
}

/** Whether the edge keeps the dependent waiting, given how the other one stands. */
export function isOpenFor(other: TaskRow, onFailure: OnFailure): boolean {
  if (meetsDependents(other.state)) return false
  const isLost = other.state === 'failed' || other.state === 'canceled'
  return !(isLost && onFailure === 'ignore')
}

const notBegun = new Set<TaskRow['state']>(['backlog', 'ready', 'paused', 'blocked'])

async function meet(tx: Tx, kernel: Kernel, edge: EdgeRow): Promise<void> {
  await saveEdge(tx, edge, { open: 0 })
  await waitForOneLess(tx, kernel, await loadTask(tx, edge.task_id))
}

async function waitForOneMore(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  const change = { open_dependencies: task.open_dependencies + 1 }
  if (task.state === 'ready') await moveTask(tx, kernel, task, 'wait_for_dependency', { change })
  else await saveTaskState(tx, { ...task, ...change })
}

async function waitForOneLess(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  const change = {
    open_dependencies: Math.max(0, task.open_dependencies - 1),
    dependency_failed: (await hasFailedDependency(tx, task.id)) ? 1 : 0,
  }
  const isFree = change.open_dependencies === 0
  if (isFree && task.state === 'backlog' && task.held === 0) {
    await moveTask(tx, kernel, task, 'make_ready', { change })
  } else if (isFree && task.state === 'blocked' && task.blocked_kind === 'dependency') {
    await moveTask(tx, kernel, task, 'unblock_by_dependency', { change })
  } else {
    await saveTaskState(tx, { ...task, ...change })
  }
}
