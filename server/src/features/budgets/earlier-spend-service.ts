// A budget made in the middle of things counts what was spent before it: else it would allow that much more.
import { boundedSum, sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { addToWindow, type BudgetRow, findWindow, type WindowKey, type WindowRow } from './store.ts'

interface Spent {
  spent: number
}

const spentByRun = sql<{ subjectId: string; madeAt: number }, Spent>(
  'select spent_cost as spent from runs where id = :subjectId and started_at <= :madeAt',
)
const spentOnTask = sql<{ subjectId: string }, Spent>(
  `select ${boundedSum('spent_cost')} as spent from runs where task_id = :subjectId`,
)
const spentByAgent = sql<{ subjectId: string; startAt: number; endAt: number }, Spent>(
  `select ${boundedSum('u.booked_cost')} as spent from runs r join usage_reports u on u.run_id = r.id
   where r.agent_id = :subjectId and r.started_at < :endAt and (r.ended_at is null or r.ended_at >= :startAt)
     and u.used_at >= :startAt and u.used_at < :endAt`,
)

/** @returns the window, opened with what was spent in it before there was this budget; undefined where that is nothing. */
export async function countEarlierSpend(
  tx: Tx,
  budget: BudgetRow,
  key: WindowKey & { readonly endAt: number | null },
): Promise<WindowRow | undefined> {
  const spent = await earlierSpend(tx, budget, key)
  if (spent <= 0) return undefined
  const overage = Math.max(0, spent - budget.limit_cost)
  await addToWindow(tx, key, { reserved: 0, spent, overage })
  const { budgetId, subjectId, startAt: windowStartAt } = key
  tx.append({
    type: 'budget.counted',
    payload: { budgetId, subjectId, budgetChanges: [{ budgetId, subjectId, windowStartAt, reserved: 0, spent }] },
  })
  return findWindow(tx, key)
}

async function earlierSpend(
  tx: Tx,
  { scope, created_at: madeAt }: BudgetRow,
  { subjectId, startAt, endAt }: WindowKey & { readonly endAt: number | null },
): Promise<number> {
  if (scope === 'run') return (await tx.get(spentByRun, { subjectId, madeAt }))?.spent ?? 0
  if (scope === 'task') return (await tx.get(spentOnTask, { subjectId }))!.spent
  // Made before the day began, it has missed nothing of it.
  if (madeAt <= startAt) return 0
  return (await tx.get(spentByAgent, { subjectId, startAt, endAt: endAt! }))!.spent
}
