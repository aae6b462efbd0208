// When a task is over, nobody needs to decide or answer anything about it any more.
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

const pendingOfTask = sql<{ taskId: string }, { id: string; kind: string }>(
  "select id, kind from approvals where task_id = :taskId and state = 'pending' order by id limit 1000",
)
const withdrawOne = sql<{ id: string; now: number }>(
  "update approvals set state = 'withdrawn', decided_at = :now where id = :id",
)

export async function withdrawPending(tx: Tx, taskId: string): Promise<void> {
  for (const { id, kind } of await tx.all(pendingOfTask, { taskId })) {
    await tx.run(withdrawOne, { id, now: tx.now })
    const because = 'task_over'
    if (kind === 'question') tx.append({ type: 'question.withdrawn', taskId, payload: { questionId: id, because } })
    else tx.append({ type: 'approval.withdrawn', taskId, payload: { approvalId: id, because } })
  }
}
