// The limit a task brings with it: a budget of scope task, about that one task.
import { newId } from '../../kernel/ids.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

const liveBudget = sql<{ workspaceId: string; taskId: string }, { id: string }>(
  `select id from budgets where workspace_id = :workspaceId and scope_id = :taskId and scope = 'task' and removed_at is null`,
)
const insert = sql(
  `insert into budgets (id, workspace_id, scope, scope_id, "window", metric, limit_cost, warn_at_percent, created_at, updated_at)
   values (:id, :workspaceId, 'task', :taskId, 'none', 'billed_micros', :limit, 80, :now, :now)`,
)
const setLimit = sql<{ id: string; limit: number; now: number }>(
  'update budgets set limit_cost = :limit, updated_at = :now where id = :id',
)
const remove = sql<{ id: string; now: number }>('update budgets set removed_at = :now where id = :id')

/** @param limit in micro-dollars; null takes the limit off. */
export async function setTaskBudget(tx: Tx, taskId: string, limit: number | null): Promise<void> {
  const known = await tx.get(liveBudget, { workspaceId: tx.workspaceId, taskId })
  if (known && limit === null) await tx.run(remove, { id: known.id, now: tx.now })
  else if (known && limit !== null) await tx.run(setLimit, { id: known.id, limit, now: tx.now })
  else if (limit !== null) {
    await tx.run(insert, { id: newId('bud', tx.now), workspaceId: tx.workspaceId, taskId, limit, now: tx.now })
  }
}
