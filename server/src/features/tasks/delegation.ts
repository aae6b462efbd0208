// What an agent may hand to whom: work never goes back to the one it came from.
import { AppError } from '../../kernel/errors.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isOver } from '../../rules/task-lifecycle.ts'
import { findTask, type TaskRow } from './store.ts'

/** Two agents that hand a task to and fro would spend without end, and each would wait for the other. */
export async function refuseHandingBack(tx: Tx, parent: TaskRow, assigneeAgentId: string): Promise<void> {
  for (let above: TaskRow | undefined = parent; above; above = await parentOf(tx, above)) {
    const isTheirs = above.created_by_kind === 'agent' && above.created_by_id === assigneeAgentId
    if (!isTheirs || isOver(above.state)) continue
    throw new AppError(
      'forbidden',
      `the agent '${assigneeAgentId}' created the open task '${above.id}' above this child: work is not handed back`,
      {
        hint: 'Assign it to another agent or to nobody; if you cannot do the work yourself, block or fail the task you hold and say why.',
        details: { taskId: above.id, assigneeAgentId },
      },
    )
  }
}

const parentOf = async (tx: Tx, { parent_id: id }: TaskRow) =>
  id === null ? undefined : findTask(tx, tx.workspaceId, id)
