// A budget of a run or task is used up: the work stops at once, and a person is asked whether it may go on.
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { OpenWindow } from '../budgets/money-service.ts'
import type { RunEnd } from '../runs/end-service.ts'
import { moveTask, type TaskRow } from '../tasks/task-service.ts'
import { contentHashOf } from './content-hash.ts'
import { findSameContent, insertApproval } from './store.ts'

const daysToDecide = 7

export async function stopForBudget(
  tx: Tx,
  kernel: Kernel,
  task: TaskRow,
  window: OpenWindow,
  end: RunEnd = { reason: 'budget_exhausted' },
): Promise<void> {
  const { budget, key, limit } = window
  const spent = window.spent
  const payload = {
    budgetId: budget.id,
    scope: budget.scope,
    subjectId: key.subjectId,
    limitCostMicros: limit,
    spentCostMicros: spent,
  }
  tx.append({ type: 'budget.exceeded', taskId: task.id, payload })
  const move = task.state === 'needs_approval' ? 'end_lease_waiting' : 'exceed_budget'
  await moveTask(tx, kernel, task, move, { end, payload: { because: 'budget', budgetId: budget.id } })
  // The granted limit is part of the content, so that a second overrun after a grant is a question of its own.
  const content = { action: `Go on beyond the ${budget.scope} budget`, risk: 'YELLOW' as const, payload }
  const contentHash = contentHashOf(content)
  if ((await findSameContent(tx, task.id, contentHash))?.state === 'pending') return
  const id = newId('apr', tx.now)
  await insertApproval(tx, {
    id,
    workspace_id: tx.workspaceId,
    task_id: task.id,
    run_id: null,
    agent_id: null,
    fence: task.fence,
    kind: 'budget',
    risk: content.risk,
    action: content.action,
    payload: JSON.stringify(payload),
    content_hash: contentHash,
    justification: null,
    on_denial: 'block',
    state: 'pending',
    required_votes: 1,
    budget_id: budget.id,
    budget_subject_id: key.subjectId,
    budget_window_start_at: key.startAt,
    budget_limit: limit,
    budget_spent: spent,
    granted: null,
    created_at: tx.now,
    expires_at: tx.now + daysToDecide * 86_400_000,
    decided_at: null,
  })
  tx.append({ type: 'approval.requested', taskId: task.id, payload: { approvalId: id, kind: 'budget', ...content } })
}
