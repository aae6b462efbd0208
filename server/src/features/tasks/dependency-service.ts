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
  edgesOutOf,
  findEdge,
  hasFailedDependency,
  type OnFailure,
  pathBetween,
  saveEdge,
} from './dependency-store.ts'
import { moveTask } from './move-service.ts'
import { findTask, loadTask, saveTaskState, type TaskRow } from './store.ts'

const mostDependencies = 100
const mostDependents = 1000

/** The task was accepted: one thing less to wait for. */
export async function dependenciesMet(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  for (const edge of await edgesInto(tx, task.id, 1)) await meet(tx, kernel, edge)
}

/** The task was over and is to be done after all: those that wait for it do so again, and nothing is lost any more. */
export async function dependenciesReopened(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  for (const edge of await edgesInto(tx, task.id, 1)) {
    const dependent = await loadTask(tx, edge.task_id)
    const failed = (await hasFailedDependency(tx, dependent.id)) ? 1 : 0
    if (dependent.dependency_failed !== failed) await saveTaskState(tx, { ...dependent, dependency_failed: failed })
  }
  for (const edge of await edgesInto(tx, task.id, 0)) {
    const dependent = await loadTask(tx, edge.task_id)
    // Who is over counts anew when it is reopened itself.
    if (isOver(dependent.state)) continue
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
    if (known.on_failure !== onFailure) await changeOnFailure(tx, kernel, task, known, onFailure)
    return
  }
  if (isOver(task.state)) {
    throw new AppError('invalid_transition', `the task '${taskId}' is ${task.state}: it waits for nothing any more`)
  }
  const other = await linkDependency(tx, task, blockedByTaskId, onFailure)
  tx.append({ type: 'task.dependency_added', taskId, payload: { blockedBy: blockedByTaskId, onFailure } })
  if (isOpenFor(other, onFailure)) await waitForOneMore(tx, kernel, task)
}

async function changeOnFailure(
  tx: Tx,
  kernel: Kernel,
  task: TaskRow,
  edge: EdgeRow,
  onFailure: OnFailure,
): Promise<void> {
  const { blocked_by: blockedBy } = edge
  tx.append({ type: 'task.updated', taskId: task.id, payload: { change: { dependency: { blockedBy, onFailure } } } })
  const other = await loadTask(tx, blockedBy)
  // Only the fate of a task that is lost hangs on it.
  const open = isLost(other) && !isOver(task.state) ? (isOpenFor(other, onFailure) ? 1 : 0) : edge.open
  await saveEdge(tx, edge, { on_failure: onFailure, open })
  if (open > edge.open) await waitForOneMore(tx, kernel, task)
  if (open < edge.open) await waitForOneLess(tx, kernel, task)
}

/** How the dependencies of a task stand now; while it was over nobody kept count. */
export async function recountDependencies(
  tx: Tx,
  taskId: string,
): Promise<{ open_dependencies: number; dependency_failed: number }> {
  let count = 0
  for (const edge of await edgesOutOf(tx, taskId)) {
    const open = isOpenFor(await loadTask(tx, edge.blocked_by), edge.on_failure) ? 1 : 0
    if (open !== edge.open) await saveEdge(tx, edge, { open })
    count += open
  }
  return { open_dependencies: count, dependency_failed: (await hasFailedDependency(tx, taskId)) ? 1 : 0 }
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
  return !(isLost(other) && onFailure === 'ignore')
}

export const isLost = ({ state }: TaskRow): boolean => state === 'failed' || state === 'canceled'

async function meet(tx: Tx, kernel: Kernel, edge: EdgeRow): Promise<void> {
  await saveEdge(tx, edge, { open: 0 })
  await waitForOneLess(tx, kernel, await loadTask(tx, edge.task_id))
}

async function waitForOneMore(tx: Tx, kernel: Kernel, task: TaskRow): Promise<void> {
  const change = {
    open_dependencies: task.open_dependencies + 1,
    dependency_failed: (await hasFailedDependency(tx, task.id)) ? 1 : 0,
  }
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
