// Rows of budgets and of their windows.
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Store, Tx } from '../../kernel/store/store.ts'
import { WorkspaceCache } from '../../kernel/workspace-cache.ts'

export interface BudgetRow {
  id: string
  workspace_id: string
  scope: 'agent' | 'task' | 'run'
  scope_id: string | null
  window: 'day' | 'none'
  limit_cost: number
  warn_at_percent: number
  created_at: number
  updated_at: number
}

export interface WindowRow {
  budget_id: string
  subject_id: string
  start_at: number
  end_at: number | null
  reserved: number
  spent: number
  overage: number
  granted: number
  warned: number
}

export interface WindowKey {
  readonly budgetId: string
  readonly subjectId: string
  readonly startAt: number
}

const standingBudgets = sql<{ workspaceId: string; most: number }, BudgetRow>(
  `select * from budgets where workspace_id = :workspaceId and removed_at is null and (scope_id is null or scope = 'agent')
   order by id limit :most`,
)
const budgetOfTask = sql<{ workspaceId: string; taskId: string }, BudgetRow>(
  `select * from budgets where workspace_id = :workspaceId and scope_id = :taskId and scope = 'task' and removed_at is null`,
)
const windowByKey = sql<{ budgetId: string; subjectId: string; startAt: number }, WindowRow>(
  'select * from budget_windows where budget_id = :budgetId and subject_id = :subjectId and start_at = :startAt',
)
const changeWindow = sql(
  `insert into budget_windows (budget_id, subject_id, start_at, end_at, workspace_id, reserved, spent, overage)
   values (:budgetId, :subjectId, :startAt, :endAt, :workspaceId, :reserved, :spent, :overage)
   on conflict (budget_id, subject_id, start_at) do update set reserved = budget_windows.reserved + excluded.reserved,
     spent = budget_windows.spent + excluded.spent, overage = budget_windows.overage + excluded.overage`,
)
const markWarned = sql<{ budgetId: string; subjectId: string; startAt: number }>(
  'update budget_windows set warned = 1 where budget_id = :budgetId and subject_id = :subjectId and start_at = :startAt',
)
const grant = sql<{ budgetId: string; subjectId: string; startAt: number; by: number }>(
  `update budget_windows set granted = granted + :by, warned = 0
   where budget_id = :budgetId and subject_id = :subjectId and start_at = :startAt`,
)
const endedWindows = sql<{ now: number }, WindowRow & { workspace_id: string }>(
  'select * from budget_windows where end_at <= :now and reserved > 0 order by end_at limit 100',
)
const budgetById = sql<{ workspaceId: string; budgetId: string }, BudgetRow>(
  'select * from budgets where workspace_id = :workspaceId and id = :budgetId and removed_at is null',
)
const anyBudgetById = sql<{ budgetId: string }, BudgetRow>('select * from budgets where id = :budgetId')

/** They are all kept in memory. */
export const mostStandingBudgets = 2_000

/** The budgets of each workspace that are not about one task, in memory: every claim and report counts against them. */
export const standing = new WorkspaceCache<BudgetRow[]>((reader, workspaceId) =>
  reader.all(standingBudgets, { workspaceId, most: mostStandingBudgets }),
)

/** In the order of their ids, which is also the order they are locked in. */
export async function findBudgetsAbove(
  tx: Tx,
  kernel: { readonly store: Store },
  agentId: string,
  taskId: string | null,
): Promise<BudgetRow[]> {
  const above = (await standing.get(kernel, tx.workspaceId)).filter(
    ({ scope_id }) => scope_id === null || scope_id === agentId,
  )
  const own = taskId === null ? undefined : await tx.get(budgetOfTask, { workspaceId: tx.workspaceId, taskId })
  return own ? [...above, own].sort((one, other) => (one.id < other.id ? -1 : 1)) : above
}

export const findWindow = (tx: Tx, { budgetId, subjectId, startAt }: WindowKey): Promise<WindowRow | undefined> =>
  tx.getForUpdate(windowByKey, { budgetId, subjectId, startAt })

export const findBudget = (reader: Reader, workspaceId: string, budgetId: string) =>
  reader.get(budgetById, { workspaceId, budgetId })

/** Also one that was removed: runs begun under it still have reservations there. */
export const findBudgetEverMade = (reader: Reader, budgetId: string) => reader.get(anyBudgetById, { budgetId })

export async function addToWindow(
  tx: Tx,
  key: WindowKey & { endAt: number | null },
  change: { reserved: number; spent: number; overage: number },
): Promise<void> {
  const { reserved, spent, overage } = change
  await tx.run(changeWindow, { ...key, workspaceId: tx.workspaceId, reserved, spent, overage })
}

export async function rememberWarning(tx: Tx, { budgetId, subjectId, startAt }: WindowKey): Promise<void> {
  await tx.run(markWarned, { budgetId, subjectId, startAt })
}

export async function grantToWindow(tx: Tx, { budgetId, subjectId, startAt }: WindowKey, by: number): Promise<void> {
  await tx.run(grant, { budgetId, subjectId, startAt, by })
}

export const findEndedWindows = (reader: Reader, now: number) => reader.all(endedWindows, { now })
