// Tasks to look at: one with what surrounds it, lists, counts, the moves from here, and the timeline.
import type { components } from '../../generated/openapi.ts'
import { type TaskState, taskStates } from '../../generated/rules.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import type { Principal } from '../../kernel/principal.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { movesFrom } from '../../rules/task-lifecycle.ts'
import { pendingApprovals } from '../approvals/read-service.ts'
import { filesOfTask } from '../files/read-service.ts'
import { pendingQuestions } from '../questions/read-service.ts'
import { latestDeliverable } from './deliverable-store.ts'
import { blockersOf, dependentsOf } from './dependency-store.ts'
import { findLease, findTask, type TaskRow } from './store.ts'
import { priorities, readTask, type Task, type TaskViewRow, taskViewColumns, viewToTask } from './view.ts'

type Schemas = components['schemas']

/** Counting further would cost more than the figure is worth. */
const mostCounted = 1000

const childrenOf = sql<{ taskId: string }, { id: string; title: string; state: TaskState }>(
  'select id, title, state from tasks where parent_id = :taskId order by created_at, id limit 100',
)
const countState = sql<{ workspaceId: string; state: string; most: number }, { count: number }>(
  `select count(*) as count from (select 1 as one from tasks where workspace_id = :workspaceId and state = :state limit :most) counted`,
)

export interface TaskFilter extends PageRequest {
  readonly state?: readonly TaskState[]
  readonly type?: string
  readonly label?: string
  readonly priority?: (typeof priorities)[number]
  readonly assigneeAgentId?: string
  readonly parentId?: string
  readonly capability?: string
  readonly q?: string
}

export function listTasks(reader: Reader, workspaceId: string, filter: TaskFilter): Promise<Paged<Task>> {
  return listPage<TaskViewRow, Task>(reader, {
    request: filter,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    table: 't',
    build: (knex) => {
      const query = knex('tasks as t')
        .leftJoin('leases as l', 'l.task_id', 't.id')
        .select(knex.raw(taskViewColumns))
        .where('t.workspace_id', workspaceId)
      if (filter.state) query.whereIn('t.state', filter.state)
      if (filter.type) query.where('t.type', filter.type)
      if (filter.label) query.whereRaw("t.labels like ? escape '!'", [containing(JSON.stringify(filter.label))])
      if (filter.capability) {
        query.whereRaw("t.required_capabilities like ? escape '!'", [containing(JSON.stringify(filter.capability))])
      }
      if (filter.priority) query.where('t.priority', priorities.indexOf(filter.priority))
      if (filter.assigneeAgentId) query.where('t.assignee_agent_id', filter.assigneeAgentId)
      if (filter.parentId) query.where('t.parent_id', filter.parentId)
      // Lowered by the database on both sides: SQLite knows only the case of ASCII letters.
      if (filter.q) query.whereRaw("lower(t.title) like lower(?) escape '!'", [containing(filter.q)])
      return query
    },
    toItem: viewToTask,
  })
}

export async function readTaskDetail(
  reader: Reader,
  workspaceId: string,
  taskId: string,
): Promise<Schemas['TaskDetail']> {
  const task = await readTask(reader, workspaceId, taskId)
  const neighbours = (rows: Awaited<ReturnType<typeof blockersOf>>) =>
    rows.map(({ id, title, state, on_failure }) => ({
      taskId: id,
      title,
      state: state as TaskState,
      onFailure: on_failure,
    }))
  const children = await reader.all(childrenOf, { taskId })
  return {
    task,
    deliverable: await deliverableOf(reader, workspaceId, taskId),
    blockedBy: neighbours(await blockersOf(reader, taskId)),
    blocks: neighbours(await dependentsOf(reader, taskId)),
    children: children.map(({ id, title, state }) => ({ taskId: id, title, state })),
    approvals: await pendingApprovals(reader, taskId),
    questions: await pendingQuestions(reader, taskId),
  }
}

/** Most have no files, and then they are not looked for. */
async function deliverableOf(
  reader: Reader,
  workspaceId: string,
  taskId: string,
): Promise<Schemas['Deliverable'] | null> {
  const stored = await latestDeliverable(reader, taskId)
  if (!stored) return null
  const { fileIds, ...deliverable } = stored
  const all = fileIds.length === 0 ? [] : await filesOfTask(reader, workspaceId, taskId)
  return { ...deliverable, files: all.filter(({ id }) => fileIds.includes(id)) }
}

/** What its latest completed run said came of it. */
export const summaryOf = async (reader: Reader, taskId: string): Promise<string | null> =>
  (await latestDeliverable(reader, taskId))?.summary ?? null

export async function countTasks(reader: Reader, workspaceId: string): Promise<Schemas['TaskCounts']> {
  const states: Partial<Schemas['TaskCounts']['states']> = {}
  for (const { name } of taskStates) {
    const { count } = (await reader.get(countState, { workspaceId, state: name, most: mostCounted + 1 }))!
    states[name] = { count: Math.min(count, mostCounted), more: count > mostCounted }
  }
  return { states: states as Schemas['TaskCounts']['states'] }
}

export async function readTransitions(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  caller: { principal: Principal; isOperator: boolean; now: number },
): Promise<Schemas['TaskTransitions']> {
  const task = await findTask(reader, workspaceId, taskId)
  if (!task) throw notFound('task', taskId)
  const lease = await findLease(reader, taskId)
  const holder = lease && caller.now < lease.expires_at ? lease.agent_id : null
  return {
    state: task.state,
    transitions: movesFrom(task.state).map(({ name, to, by, operation }) => ({
      to: (to === 'ready*' ? 'ready' : to) as TaskState,
      by: [...by],
      operation,
      allowed: by.some((who) => mayMake(who, caller, holder)) && obstacleTo(name, task) === null,
      requires: requirementOf(name, task),
    })),
  }
}

function mayMake(
  who: string,
  { principal, isOperator }: { principal: Principal; isOperator: boolean },
  holder: string | null,
) {
  if (who === 'operator' || who === 'reviewer') return isOperator
  if (principal.kind !== 'agent') return false
  return who === 'agent' || (who === 'lease_holder' && holder === principal.agentId)
}

function requirementOf(move: string, task: TaskRow): string | null {
  const obstacle = obstacleTo(move, task)
  if (obstacle) return obstacle
  if (move === 'complete' || move === 'complete_for_review') return acceptanceOf(task)
  if (move === 'cancel' || move === 'pause') return 'a reason'
  if (move === 'block') return 'a kind and a reason, and the fence of the lease'
  if (move === 'request_changes') return 'what must change'
  if (
    ['release', 'give_back_limited', 'retry', 'fail', 'request_approval', 'ask_question', 'give_back_waiting'].includes(
      move,
    )
  )
    return 'the fence of the lease'
  return null
}

function acceptanceOf(task: TaskRow): string {
  const output = task.output_schema === null ? [] : ['an output that fits outputSchema']
  const artifacts = (JSON.parse(task.required_artifacts) as string[]).map((name) => `the artifact '${name}'`)
  return ['a deliverable', ...output, ...artifacts, 'and the fence of the lease'].join(', ')
}

/** What stands in the way of a move the state allows. */
function obstacleTo(move: string, task: TaskRow): string | null {
  const completes = move === 'complete' || move === 'complete_for_review'
  if (completes && task.open_children > 0) return `its ${task.open_children} open children to be finished first`
  if (move === 'complete' && task.requires_review === 1) return 'a task that asks for no review'
  if (move === 'complete_for_review' && task.requires_review === 0) return 'a task that asks for review'
  if (move === 'take_off_hold' && task.open_dependencies > 0)
    return `${task.open_dependencies} dependencies to be met first`
  return null
}

const containing = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`
