// What runs handed in.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

/** With the ids of its files, which are the business of another feature. */
export type StoredDeliverable = Omit<components['schemas']['Deliverable'], 'files'> & { readonly fileIds: string[] }

interface DeliverableRow {
  run_id: string
  agent_id: string
  summary: string
  content: string | null
  output: string | null
  file_ids: string
  created_at: number
}

const insert = sql(
  `insert into deliverables (run_id, workspace_id, task_id, agent_id, summary, content, output, file_ids, created_at)
   values (:runId, :workspaceId, :taskId, :agentId, :summary, :content, :output, :fileIds, :now)`,
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
    fileIds: readonly string[]
  },
): Promise<void> {
  const output = deliverable.output === null ? null : JSON.stringify(deliverable.output)
  const fileIds = JSON.stringify(deliverable.fileIds)
  await tx.run(insert, { ...deliverable, output, fileIds, workspaceId: tx.workspaceId, now: tx.now })
}

export async function latestDeliverable(reader: Reader, taskId: string): Promise<StoredDeliverable | null> {
  const row = await reader.get(latest, { taskId })
  if (!row) return null
  return {
    runId: row.run_id,
    agentId: row.agent_id,
    summary: row.summary,
    content: row.content,
    output: row.output === null ? null : JSON.parse(row.output),
    fileIds: JSON.parse(row.file_ids),
    createdAt: toTimestamp(row.created_at),
  }
}
