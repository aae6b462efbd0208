// The one update of what people edit on a task.
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { TaskRow } from './store.ts'

export type EditedColumns = Pick<
  TaskRow,
  | 'title'
  | 'description'
  | 'priority'
  | 'labels'
  | 'required_capabilities'
  | 'claim_class_id'
  | 'due_at'
  | 'due_key'
  | 'estimate_cost'
  | 'input'
  | 'output_schema'
  | 'required_artifacts'
  | 'max_attempts'
  | 'requires_review'
  | 'assignee_agent_id'
>

const update = sql(
  `update tasks set title = :title, description = :description, priority = :priority, labels = :labels,
     required_capabilities = :required_capabilities, claim_class_id = :claim_class_id, due_at = :due_at, due_key = :due_key,
     estimate_cost = :estimate_cost, input = :input, output_schema = :output_schema,
     required_artifacts = :required_artifacts, max_attempts = :max_attempts, requires_review = :requires_review,
     assignee_agent_id = :assignee_agent_id
   where id = :id`,
)

export async function saveEdit(tx: Tx, id: string, columns: EditedColumns): Promise<void> {
  await tx.run(update, { id, ...columns })
}
