// Edits of a task by people: its text, its place in the queue, who may take it, and whether it is held back.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp } from '../../kernel/clock.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { setTaskBudget } from '../budgets/task-budget-service.ts'
import { refuseUnusableSchema } from './acceptance.ts'
import { refuseHugeInput, refuseUnknownAgent } from './checks.ts'
import { internClass } from './claim-store.ts'
import { noDueKey } from './create-service.ts'
import { moveTask, offerIfClaimable, settle } from './move-service.ts'
import { loadTask, saveTaskState, type TaskRow } from './store.ts'
import { type EditedColumns, saveEdit } from './update-store.ts'
import { priorities, readTask, type Task } from './view.ts'

type UpdateTask = components['schemas']['UpdateTask']

export async function updateTask(tx: Tx, kernel: Kernel, taskId: string, change: UpdateTask): Promise<Task> {
  const { expectedVersion, hold, budgetCostMicros, ...edit } = change
  refuseHugeInput(edit.input)
  refuseUnusableSchema(edit.outputSchema)
  const task = await loadTask(tx, taskId)
  if (expectedVersion !== undefined && expectedVersion !== task.version) {
    throw new AppError(
      'version_conflict',
      `the task '${taskId}' is at version ${task.version}, not ${expectedVersion}`,
      {
        details: { version: task.version },
      },
    )
  }
  if (task.state === 'closed' || task.state === 'canceled') {
    throw new AppError('invalid_transition', `the task '${taskId}' is ${task.state} and cannot be changed`, {
      details: { state: task.state },
    })
  }
  if (edit.assigneeAgentId) await refuseUnknownAgent(tx, edit.assigneeAgentId)
  let current = task
  if (Object.keys(edit).length > 0) {
    current = await applyEdit(tx, kernel, task, edit)
    tx.append({ type: 'task.updated', taskId, payload: { change: edit } })
  }
  if (budgetCostMicros !== undefined) {
    await setTaskBudget(tx, taskId, budgetCostMicros)
    await saveTaskState(tx, current)
    tx.append({ type: 'task.updated', taskId, payload: { change: { budgetCostMicros } } })
  }
  if (hold !== undefined && hold !== (current.held === 1)) current = await setHeld(tx, kernel, current, hold)
  offerIfClaimable(tx, kernel, current)
  return readTask(tx, tx.workspaceId, taskId)
}

type Edit = Omit<UpdateTask, 'expectedVersion' | 'hold' | 'budgetCostMicros'>

async function applyEdit(tx: Tx, kernel: Kernel, task: TaskRow, edit: Edit): Promise<TaskRow> {
  const required = edit.requiredCapabilities ?? (JSON.parse(task.required_capabilities) as string[])
  const dueAt = timeOf('dueAt', edit, task.due_at)
  const columns: EditedColumns = {
    title: edit.title ?? task.title,
    description: edit.description === undefined ? task.description : edit.description,
    priority: edit.priority === undefined ? task.priority : priorities.indexOf(edit.priority),
    labels: edit.labels === undefined ? task.labels : JSON.stringify(edit.labels),
    required_capabilities: JSON.stringify(required),
    claim_class_id: edit.requiredCapabilities
      ? await internClass(tx, kernel, task.type, required)
      : task.claim_class_id,
    due_at: dueAt,
    due_key: dueAt ?? noDueKey,
    estimate_cost: edit.estimateCostMicros === undefined ? task.estimate_cost : edit.estimateCostMicros,
    input: edit.input === undefined ? task.input : JSON.stringify(edit.input),
    output_schema:
      edit.outputSchema === undefined ? task.output_schema : edit.outputSchema && JSON.stringify(edit.outputSchema),
    required_artifacts:
      edit.requiredArtifacts === undefined ? task.required_artifacts : JSON.stringify(edit.requiredArtifacts),
    max_attempts: edit.maxAttempts ?? task.max_attempts,
    requires_review: edit.requiresReview === undefined ? task.requires_review : edit.requiresReview ? 1 : 0,
    assignee_agent_id: edit.assigneeAgentId === undefined ? task.assignee_agent_id : edit.assigneeAgentId,
  }
  await saveEdit(tx, task.id, columns)
  const after = settle(
    { ...task, ...columns, not_before: timeOf('notBefore', edit, task.not_before) },
    task.state,
    tx.now,
  )
  await saveTaskState(tx, after)
  return after
}

async function setHeld(tx: Tx, kernel: Kernel, task: TaskRow, hold: boolean): Promise<TaskRow> {
  const change = { held: hold ? 1 : 0 }
  if (hold && task.state === 'ready') return moveTask(tx, kernel, task, 'hold', { change })
  if (!hold && task.state === 'backlog' && task.open_dependencies === 0) {
    return moveTask(tx, kernel, task, 'take_off_hold', { change })
  }
  if (hold && task.state === 'in_progress') {
    throw new AppError(
      'invalid_transition',
      `the task '${task.id}' is being worked on: hold keeps back only what is not`,
      {
        hint: 'Stop it with tasks.pause, or cancel it.',
        details: { state: task.state },
      },
    )
  }
  const after = { ...task, ...change }
  await saveTaskState(tx, after)
  tx.append({ type: 'task.updated', taskId: task.id, payload: { change: { hold } } })
  return after
}

function timeOf(place: 'dueAt' | 'notBefore', edit: Edit, before: number | null): number | null {
  const given = edit[place]
  if (given === undefined) return before
  return given === null ? null : fromTimestamp(given, place)
}
