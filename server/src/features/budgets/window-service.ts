// Which window of a budget an instant belongs to.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { daySpan } from '../../rules/calendar.ts'
import type { BudgetRow, WindowKey } from './store.ts'

/** @param subjectId the agent, task or run whose spending is counted */
export async function windowKey(
  tx: Tx,
  kernel: Kernel,
  budget: BudgetRow,
  subjectId: string,
  at: number,
): Promise<WindowKey & { readonly endAt: number | null }> {
  const span = budget.window === 'day' ? daySpan(at, await timezoneOf(tx, kernel)) : { startAt: 0, endAt: null }
  return { budgetId: budget.id, subjectId, startAt: span.startAt, endAt: span.endAt }
}

async function timezoneOf(tx: Tx, kernel: Kernel): Promise<string> {
  return (await kernel.workspaces.find(tx.workspaceId))?.timezone ?? 'UTC'
}
