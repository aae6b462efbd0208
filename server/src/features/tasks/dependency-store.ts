// Rows of dependencies: who waits for whom, and whether still.
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

/** What becomes of the dependent when the other fails or is canceled. */
export type OnFailure = 'wait' | 'cancel' | 'ignore'

export interface EdgeRow {
  task_id: string
  blocked_by: string
  on_failure: OnFailure
  open: number
}

export interface NeighbourRow {
  id: string
  title: string
  state: string
  on_failure: OnFailure
}

const edge = sql<{ taskId: string; blockedBy: string }, EdgeRow>(
  'select task_id, blocked_by, on_failure, open from task_dependencies where task_id = :taskId and blocked_by = :blockedBy',
)
const into = sql<{ taskId: string; open: number }, EdgeRow>(
  `select task_id, blocked_by, on_failure, open from task_dependencies
   where blocked_by = :taskId and open = :open order by task_id limit 1000`,
)
const outOf = sql<{ taskId: string }, EdgeRow>(
  'select task_id, blocked_by, on_failure, open from task_dependencies where task_id = :taskId order by blocked_by limit 100',
)
const insert = sql(
  `insert into task_dependencies (task_id, blocked_by, workspace_id, on_failure, open, created_at)
   values (:taskId, :blockedBy, :workspaceId, :onFailure, :open, :now)`,
)
const update = sql<{ taskId: string; blockedBy: string; onFailure: string; open: number }>(
  'update task_dependencies set on_failure = :onFailure, open = :open where task_id = :taskId and blocked_by = :blockedBy',
)
const remove = sql<{ taskId: string; blockedBy: string }>(
  'delete from task_dependencies where task_id = :taskId and blocked_by = :blockedBy',
)
const counts = sql<{ taskId: string; blockedBy: string }, { outgoing: number; incoming: number }>(
  `select (select count(*) from task_dependencies where task_id = :taskId) as outgoing,
          (select count(*) from task_dependencies where blocked_by = :blockedBy) as incoming`,
)
const failedDependency = sql<{ taskId: string }, { blocked_by: string }>(
  `select d.blocked_by from task_dependencies d join tasks t on t.id = d.blocked_by
   where d.task_id = :taskId and d.open = 1 and t.state in ('failed', 'canceled') limit 1`,
)
const waitsFor = sql<{ taskId: string }, { blocked_by: string }>(
  'select blocked_by from task_dependencies where task_id = :taskId order by blocked_by limit 100',
)
const blockers = sql<{ taskId: string }, NeighbourRow>(
  `select t.id, t.title, t.state, d.on_failure from task_dependencies d join tasks t on t.id = d.blocked_by
   where d.task_id = :taskId order by d.created_at, t.id limit 100`,
)
const dependents = sql<{ taskId: string }, NeighbourRow>(
  `select t.id, t.title, t.state, d.on_failure from task_dependencies d join tasks t on t.id = d.task_id
   where d.blocked_by = :taskId order by d.created_at, t.id limit 100`,
)

/** How far a search for a circle goes; a graph beyond that is refused like one. */
const mostVisited = 10_000

export const findEdge = (tx: Tx, taskId: string, blockedBy: string) => tx.get(edge, { taskId, blockedBy })

/** The edges of those that wait for a task. */
export const edgesInto = (tx: Tx, taskId: string, open: 0 | 1) => tx.all(into, { taskId, open })

/** The edges to those a task waits for. */
export const edgesOutOf = (tx: Tx, taskId: string) => tx.all(outOf, { taskId })

export async function addEdge(
  tx: Tx,
  row: { taskId: string; blockedBy: string; onFailure: OnFailure; open: number },
): Promise<void> {
  await tx.run(insert, { ...row, workspaceId: tx.workspaceId, now: tx.now })
}

export async function saveEdge(
  tx: Tx,
  row: EdgeRow,
  change: Partial<Pick<EdgeRow, 'on_failure' | 'open'>>,
): Promise<void> {
  const after = { ...row, ...change }
  await tx.run(update, {
    taskId: row.task_id,
    blockedBy: row.blocked_by,
    onFailure: after.on_failure,
    open: after.open,
  })
}

export async function deleteEdge(tx: Tx, row: EdgeRow): Promise<void> {
  await tx.run(remove, { taskId: row.task_id, blockedBy: row.blocked_by })
}

export const countEdges = async (tx: Tx, taskId: string, blockedBy: string) =>
  (await tx.get(counts, { taskId, blockedBy }))!

export const hasFailedDependency = async (tx: Tx, taskId: string) =>
  (await tx.get(failedDependency, { taskId })) !== undefined

export const blockersOf = (reader: Reader, taskId: string) => reader.all(blockers, { taskId })

export const dependentsOf = (reader: Reader, taskId: string) => reader.all(dependents, { taskId })

/** @returns the way from one task to another along "waits for", or null where there is none. */
export async function pathBetween(tx: Tx, from: string, to: string): Promise<string[] | null> {
  const cameFrom = new Map<string, string | null>([[from, null]])
  const open = [from]
  while (open.length > 0) {
    const current = open.shift()!
    for (const { blocked_by: next } of await tx.all(waitsFor, { taskId: current })) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, current)
      if (next === to || cameFrom.size > mostVisited) return wayBack(cameFrom, next)
      open.push(next)
    }
  }
  return null
}

function wayBack(cameFrom: ReadonlyMap<string, string | null>, end: string): string[] {
  const path: string[] = []
  for (let step: string | null = end; step !== null; step = cameFrom.get(step) ?? null) path.unshift(step)
  return path
}
