// The tasks assigned to an agent, so that its name can be taken off them.
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface AssignedRow {
  id: string
  claim_class_id: string
  claimable: number
}

export const mostAssignedAtOnce = 500

const assigned = sql<{ workspaceId: string; agentId: string }, AssignedRow>(
  `select id, claim_class_id, claimable from tasks where workspace_id = :workspaceId and assignee_agent_id = :agentId
     and state in ('backlog', 'ready', 'in_progress', 'needs_approval', 'paused', 'blocked', 'review')
   order by id limit ${mostAssignedAtOnce}`,
)
const unassign = sql<{ taskId: string; now: number }>(
  'update tasks set assignee_agent_id = null, version = version + 1, updated_at = :now where id = :taskId',
)

export const findAssigned = (tx: Tx, agentId: string): Promise<AssignedRow[]> =>
  tx.all(assigned, { workspaceId: tx.workspaceId, agentId })

export async function clearAssignee(tx: Tx, taskId: string): Promise<void> {
  await tx.run(unassign, { taskId, now: tx.now })
}
