// Rows of steps, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Step = components['schemas']['Step']

interface StepRow {
  task_id: string
  name: string
  run_id: string
  result: string
  created_at: number
}

const byName = sql<{ taskId: string; name: string }, StepRow>(
  'select * from task_steps where task_id = :taskId and name = :name',
)
const count = sql<{ taskId: string }, { count: number }>(
  'select count(*) as count from task_steps where task_id = :taskId',
)
const insert = sql(
  `insert into task_steps (task_id, name, workspace_id, run_id, result, created_at)
   values (:taskId, :name, :workspaceId, :runId, :result, :now) on conflict (task_id, name) do nothing`,
)
const remove = sql<{ taskId: string }>('delete from task_steps where task_id = :taskId')

export async function findStep(reader: Reader, taskId: string, name: string): Promise<Step | undefined> {
  const row = await reader.get(byName, { taskId, name })
  return row && toStep(row)
}

export const countSteps = async (reader: Reader, taskId: string): Promise<number> =>
  (await reader.get(count, { taskId }))!.count

/** @returns whether it was not there before. */
export async function insertStep(
  tx: Tx,
  step: { taskId: string; name: string; runId: string; result: string },
): Promise<boolean> {
  return (await tx.run(insert, { ...step, workspaceId: tx.workspaceId, now: tx.now })) === 1
}

export async function deleteSteps(tx: Tx, taskId: string): Promise<void> {
  await tx.run(remove, { taskId })
}

export const listSteps = (
  reader: Reader,
  workspaceId: string,
  taskId: string,
  request: PageRequest,
): Promise<Paged<Step>> =>
  listPage<StepRow, Step>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: 'createdAt',
    tieBreaker: 'name',
    build: (knex) => knex('task_steps').select('*').where({ workspace_id: workspaceId, task_id: taskId }),
    toItem: toStep,
  })

const toStep = (row: StepRow): Step => ({
  taskId: row.task_id,
  name: row.name,
  result: JSON.parse(row.result),
  runId: row.run_id,
  createdAt: toTimestamp(row.created_at),
})
