// What runs handed in.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

type Deliverable = components['schemas']['Deliverable']

interface DeliverableRow {
  run_id: string
  agent_id: string
  summary: string
  content: string | null
  output: string | null
  created_at: number
}

const insert = sql(
  `insert into deliverables (run_id, workspace_id, task_id, agent_id, summary, content, output, created_at)
   values (:runId, :workspaceId, :taskId, :agentId, :summary, :content, :output, :now)`,
)
const latest = sql<{ taskId: string }, DeliverableRow>(
  `select d.* from deliverables d join runs r on r.id = d.run_id
   where d.task_id = :taskId order by d.created_at desc, r.fence desc limit 1`,
)

export async function insertDeliverable(
  tx: Tx,
  deliverable: {
    runId: string
    taskId: string
    agentId: string
    summary: string
    content: string | null
    output: Record<string, unknown> | null
  },
): Promise<void> {
  const output = deliverable.output === null ? null : JSON.stringify(deliverable.output)
  await tx.run(insert, { ...deliverable, output, workspaceId: tx.workspaceId, now: tx.now })
}

export async function latestDeliverable(reader: Reader, taskId: string): Promise<Deliverable | null> {
  const row = await reader.get(latest, { taskId })
  if (!row) return null
  return {
    runId: row.run_id,
    agentId: row.agent_id,
    summary: row.summary,
    content: row.content,
    output: row.output === null ? null : JSON.parse(row.output),
    createdAt: toTimestamp(row.created_at),
  }
}
