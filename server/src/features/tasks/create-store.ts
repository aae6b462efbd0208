// The one insert of a task.
import { insertInto } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { TaskRow } from './store.ts'

const insert = insertInto<TaskRow>('tasks', [
  'id',
  'workspace_id',
  'title',
  'description',
  'type',
  'state',
  'state_since',
  'priority',
  'labels',
  'required_capabilities',
  'claim_class_id',
  'parent_id',
  'depth',
  'due_at',
  'due_key',
  'ready_at',
  'not_before',
  'claimable',
  'estimate_cost',
  'input',
  'output_schema',
  'required_artifacts',
  'attempts',
  'max_attempts',
  'requires_review',
  'assignee_agent_id',
  'held',
  'dependency_failed',
  'open_dependencies',
  'created_by_kind',
  'created_by_id',
  'created_at',
  'updated_at',
])

export async function insertTask(tx: Tx, row: TaskRow): Promise<void> {
  await tx.run(insert, { ...row })
}
