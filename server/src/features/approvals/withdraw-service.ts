// When a task is over, nobody needs to decide about it any more.
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

const pendingOfTask = sql<{ taskId: string }, { id: string }>(
  "select id from approvals where task_id = :taskId and state = 'pending' order by id limit 1000",
)
const withdrawOne = sql<{ id: string; now: number }>(
  "update approvals set state = 'withdrawn', decided_at = :now where id = :id",
)

export async function withdrawPending(tx: Tx, taskId: string): Promise<void> {
  for (const { id } of await tx.all(pendingOfTask, { taskId })) {
    await tx.run(withdrawOne, { id, now: tx.now })
    tx.append({ type: 'approval.withdrawn', taskId, payload: { approvalId: id, because: 'task_over' } })
  }
}
