// Budgets as people make and see them.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { roomIn } from '../../rules/budget.ts'
import type { BudgetRow, WindowRow } from './store.ts'

type Budget = components['schemas']['Budget']
type BudgetWindow = components['schemas']['BudgetWindow']
type CreateBudget = components['schemas']['CreateBudget']

const insert = sql(
  `insert into budgets (id, workspace_id, scope, scope_id, "window", metric, limit_cost, warn_at_percent, created_at, updated_at)
   values (:id, :workspaceId, :scope, :scopeId, :window, 'billed_micros', :limit, :warn, :now, :now)`,
)
const update = sql<{ id: string; limit: number; warn: number; now: number }>(
  'update budgets set limit_cost = :limit, warn_at_percent = :warn, updated_at = :now where id = :id',
)
const remove = sql<{ id: string; now: number }>('update budgets set removed_at = :now where id = :id')
const twin = sql<{ workspaceId: string; scope: string; scopeId: string }, { id: string }>(
  `select id from budgets where workspace_id = :workspaceId and scope = :scope and coalesce(scope_id, '') = :scopeId
     and removed_at is null`,
)
const windows = sql<{ budgetId: string; now: number }, WindowRow>(
  `select * from budget_windows where budget_id = :budgetId and (end_at is null or end_at > :now)
   order by start_at desc, subject_id desc limit 50`,
)
const agentExists = sql<{ workspaceId: string; id: string }, { id: string }>(
  'select id from agents where workspace_id = :workspaceId and id = :id and removed_at is null',
)
const taskExists = sql<{ workspaceId: string; id: string }, { id: string }>(
  'select id from tasks where workspace_id = :workspaceId and id = :id',
)

export async function insertBudget(tx: Tx, id: string, budget: CreateBudget): Promise<void> {
  const { scope, scopeId = null, window, limitCostMicros: limit, warnAtPercent: warn = 80 } = budget
  await tx.run(insert, { id, workspaceId: tx.workspaceId, scope, scopeId, window, limit, warn, now: tx.now })
}

export async function saveBudget(tx: Tx, id: string, limit: number, warn: number): Promise<void> {
  await tx.run(update, { id, limit, warn, now: tx.now })
}

export async function removeBudget(tx: Tx, id: string): Promise<void> {
  await tx.run(remove, { id, now: tx.now })
}

export async function liveTwin(tx: Tx, scope: string, scopeId: string | null): Promise<string | null> {
  return (await tx.get(twin, { workspaceId: tx.workspaceId, scope, scopeId: scopeId ?? '' }))?.id ?? null
}

export async function subjectExists(tx: Tx, scope: 'agent' | 'task' | 'run', id: string): Promise<boolean> {
  const query = scope === 'agent' ? agentExists : taskExists
  return (await tx.get(query, { workspaceId: tx.workspaceId, id })) !== undefined
}

export async function openWindowsOf(reader: Reader, budget: BudgetRow, now: number): Promise<BudgetWindow[]> {
  const rows = await reader.all(windows, { budgetId: budget.id, now })
  return rows.map((row) => {
    const limit = Math.min(budget.limit_cost + row.granted, Number.MAX_SAFE_INTEGER)
    return {
      subjectId: row.subject_id,
      startAt: row.end_at === null ? null : toTimestamp(row.start_at),
      endAt: toTimestampOrNull(row.end_at),
      limitCostMicros: limit,
      reservedCostMicros: row.reserved,
      spentCostMicros: row.spent,
      overageCostMicros: row.overage,
      remainingCostMicros: roomIn({ limit, reserved: row.reserved, spent: row.spent }),
    }
  })
}

export function listBudgets(
  reader: Reader,
  workspaceId: string,
  request: PageRequest & { scope?: string },
): Promise<Paged<Budget>> {
  return listPage<BudgetRow, Budget>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('budgets').select('*').where('workspace_id', workspaceId).whereNull('removed_at')
      return request.scope ? query.where('scope', request.scope) : query
    },
    toItem: toBudget,
  })
}

export function toBudget(row: BudgetRow): Budget {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    scope: row.scope,
    scopeId: row.scope_id,
    window: row.window,
    limitCostMicros: row.limit_cost,
    warnAtPercent: row.warn_at_percent,
    createdAt: toTimestamp(row.created_at),
    updatedAt: toTimestamp(row.updated_at),
  }
}
