// Ends a run that no budget has room for any more: nobody overspent, so nobody is asked.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { endRun, findRun } from '../runs/service.ts'
import { loadTask, moveTask } from '../tasks/task-service.ts'

/** Its money is gone though nobody overspent: the task goes back to the queue, no attempt is counted. */
export async function endUnfundedRun(tx: Tx, kernel: Kernel, runId: string): Promise<void> {
  const run = await findRun(tx, runId)
  if (!run || run.ended_at !== null) return
  const end = { reason: 'budget_exhausted' } as const
  if (run.task_id === null) {
    await endRun(tx, { id: run.id, taskId: null, agentId: run.agent_id }, end)
    return
  }
  const task = await loadTask(tx, run.task_id)
  await moveTask(tx, kernel, task, task.state === 'needs_approval' ? 'end_lease_waiting' : 'take_back', { end })
}
