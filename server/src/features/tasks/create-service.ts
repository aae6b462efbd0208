// New tasks: ready at once, or waiting for what they depend on.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp } from '../../kernel/clock.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { initialState, isOver } from '../../rules/task-lifecycle.ts'
import { setTaskBudget } from '../budgets/task-budget-service.ts'
import { refuseUnusableSchema } from './acceptance.ts'
import { refuseHugeInput, refuseUnknownAgent } from './checks.ts'
import { internClass } from './claim-store.ts'
import { insertTask } from './create-store.ts'
import { refuseHandingBack } from './delegation.ts'
import { isLost, isOpenFor, linkDependency } from './dependency-service.ts'
import type { OnFailure } from './dependency-store.ts'
import { requireLease } from './lease-service.ts'
import { offerIfClaimable, settle } from './move-service.ts'
import { changeOpenChildren, findTask, loadTask, type TaskRow } from './store.ts'
import { priorities, type Task, toTask } from './view.ts'

type CreateTask = components['schemas']['CreateTask']

const deepestLevel = 3
const mostChildrenByAgent = 20
const mostChildren = 1000
/** Sorts tasks without a due date behind all that have one. */
export const noDueKey = Number.MAX_SAFE_INTEGER

export async function createTask(tx: Tx, kernel: Kernel, wanted: CreateTask, principal: Principal): Promise<Task> {
  refuseHugeInput(wanted.input)
  refuseUnusableSchema(wanted.outputSchema)
  if (wanted.assigneeAgentId !== undefined) await refuseUnknownAgent(tx, wanted.assigneeAgentId)
  const parent = await findParent(tx, wanted, principal)
  const id = newId('tsk', tx.now)
  const blockers = await resolveBlockers(tx, wanted.blockedBy ?? [])
  const type = wanted.type ?? 'task'
  const required = wanted.requiredCapabilities ?? []
  const openDependencies = blockers.filter(({ other, onFailure }) => isOpenFor(other, onFailure)).length
  const held = wanted.hold ?? false
  const dueAt = wanted.dueAt === undefined ? null : fromTimestamp(wanted.dueAt, 'dueAt')
  const row: TaskRow = settle(
    {
      id,
      workspace_id: tx.workspaceId,
      title: wanted.title,
      description: wanted.description ?? null,
      type,
      state: initialState({ openDependencies, held }),
      state_since: tx.now,
      priority: priorities.indexOf(wanted.priority ?? 'normal'),
      labels: JSON.stringify(wanted.labels ?? []),
      required_capabilities: JSON.stringify(required),
      claim_class_id: await internClass(tx, kernel, type, required),
      parent_id: parent?.id ?? null,
      depth: parent ? parent.depth + 1 : 0,
      due_at: dueAt,
      due_key: dueAt ?? noDueKey,
      ready_at: null,
      not_before: wanted.notBefore === undefined ? null : fromTimestamp(wanted.notBefore, 'notBefore'),
      claimable: 0,
      estimate_cost: wanted.estimateCostMicros ?? null,
      input: JSON.stringify(wanted.input ?? {}),
      output_schema: wanted.outputSchema === undefined ? null : JSON.stringify(wanted.outputSchema),
      required_artifacts: JSON.stringify(wanted.requiredArtifacts ?? []),
      attempts: 0,
      max_attempts: wanted.maxAttempts ?? 3,
      requires_review: wanted.requiresReview ? 1 : 0,
      assignee_agent_id: wanted.assigneeAgentId ?? null,
      preferred_agent_id: null,
      preferred_until: null,
      held: held ? 1 : 0,
      hold_id: null,
      blocked_kind: null,
      blocked_reason: null,
      dependency_failed: blockers.some(({ other, onFailure }) => isLost(other) && onFailure !== 'ignore') ? 1 : 0,
      open_dependencies: openDependencies,
      open_children: 0,
      fence: 0,
      version: 1,
      error: null,
      feedback: null,
      created_by_kind: tx.actor.kind,
      created_by_id: tx.actor.id,
      created_at: tx.now,
      updated_at: tx.now,
      finished_at: null,
    },
    null,
    tx.now,
  )
  await insertTask(tx, row)
  for (const { other, onFailure } of blockers) await linkDependency(tx, row, other.id, onFailure)
  if (parent) await changeOpenChildren(tx, parent.id, 1)
  tx.append({
    type: 'task.created',
    taskId: id,
    payload: { to: row.state, title: row.title, type, parentId: row.parent_id },
  })
  if (wanted.budgetCostMicros !== undefined) await setTaskBudget(tx, id, wanted.budgetCostMicros)
  offerIfClaimable(tx, kernel, row)
  return toTask(row, { lease: null, spent: 0, limit: wanted.budgetCostMicros ?? null })
}

interface Blocker {
  readonly other: TaskRow
  readonly onFailure: OnFailure
}

async function resolveBlockers(tx: Tx, wanted: NonNullable<CreateTask['blockedBy']>): Promise<Blocker[]> {
  const blockers = new Map<string, Blocker>()
  for (const { taskId, onFailure } of wanted) {
    const other = await findTask(tx, tx.workspaceId, taskId)
    if (!other) throw notFound('task', taskId)
    blockers.set(taskId, { other, onFailure: onFailure ?? 'wait' })
  }
  return [...blockers.values()]
}

async function findParent(tx: Tx, wanted: CreateTask, principal: Principal): Promise<TaskRow | null> {
  const { parentId, fence } = wanted
  if (principal.kind === 'agent') {
    if (parentId === undefined || fence === undefined) {
      throw new AppError('forbidden', 'an agent may create only children of a task it holds', {
        hint: 'Give parentId, and as fence the fence of your lease on that task.',
      })
    }
  } else if (fence !== undefined) {
    throw new AppError('validation_failed', 'fence: only an agent that holds the parent has one', {
      details: { issues: [{ path: 'fence', message: 'only an agent that holds the parent has one' }] },
    })
  }
  if (parentId === undefined) return null
  // Held: two children created at once must not both take the last place, and neither one below a parent that ends.
  const parent = await loadTask(tx, parentId)
  if (principal.kind === 'agent') {
    await requireLease(tx, { taskId: parentId, agentId: principal.agentId, fence: fence! })
  }
  if (isOver(parent.state)) {
    throw new AppError('invalid_transition', `the task '${parentId}' is ${parent.state}: it takes no more children`)
  }
  const most = principal.kind === 'agent' ? mostChildrenByAgent : mostChildren
  if (parent.open_children >= most) {
    throw new AppError(
      'limit_reached',
      `the task '${parentId}' has ${parent.open_children} open children; ${most} are the most`,
    )
  }
  if (principal.kind === 'agent' && wanted.assigneeAgentId !== undefined) {
    await refuseHandingBack(tx, parent, wanted.assigneeAgentId)
  }
  if (parent.depth + 1 > deepestLevel) {
    throw new AppError(
      'limit_reached',
      `the task '${parentId}' is ${parent.depth} levels deep; ${deepestLevel} are the most`,
    )
  }
  return parent
}
