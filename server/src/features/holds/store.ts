// Rows of holds: what may not run, and why.
import { newId } from '../../kernel/ids.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type HoldScope = 'workspace' | 'agent' | 'task'
export type HoldCause = 'operator' | 'budget' | 'provider' | 'emergency'

export interface HoldRow {
  id: string
  workspace_id: string
  scope: HoldScope
  scope_id: string
  cause: HoldCause
  reference: string
  reason: string | null
  created_at: number
  until: number | null
  lifted_at: number | null
}

const openHold = sql<{ scope: string; scopeId: string; cause: string; reference: string }, HoldRow>(
  `select * from holds where scope = :scope and scope_id = :scopeId and cause = :cause and reference = :reference
     and lifted_at is null`,
)
const openHoldsOf = sql<{ scope: string; scopeId: string }, HoldRow>(
  'select * from holds where scope = :scope and scope_id = :scopeId and lifted_at is null order by created_at, id limit 20',
)
const insert = sql(
  `insert into holds (id, workspace_id, scope, scope_id, cause, reference, reason, created_at, until)
   values (:id, :workspaceId, :scope, :scopeId, :cause, :reference, :reason, :now, :until)`,
)
const lift = sql<{ id: string; now: number }>('update holds set lifted_at = :now where id = :id and lifted_at is null')
const extend = sql<{ id: string; until: number; reason: string }>(
  'update holds set until = :until, reason = :reason where id = :id and until < :until',
)
const holdById = sql<{ id: string }, HoldRow>('select * from holds where id = :id')
const tasksOfHold = sql<{ holdId: string }, { id: string }>(
  'select id from tasks where hold_id = :holdId order by id limit 1000',
)
const setTaskHold = sql<{ taskId: string; holdId: string }>('update tasks set hold_id = :holdId where id = :taskId')
const holdsOfBudget = sql<{ budgetId: string }, HoldRow>(
  `select * from holds where scope = 'agent' and cause = 'budget' and reference = :budgetId and lifted_at is null
   order by id limit 1000`,
)
const dueHolds = sql<{ now: number }, HoldRow>(
  'select * from holds where lifted_at is null and until is not null and until <= :now order by until limit 100',
)

export interface NewHold {
  readonly scope: HoldScope
  readonly scopeId: string
  readonly cause: HoldCause
  /** What it is about, where a cause can have several: the budget. @default '' */
  readonly reference?: string
  readonly reason: string | null
  readonly until?: number | null
}

/** @returns the hold, and whether it is new: pausing twice keeps the first. */
export async function openOrFindHold(tx: Tx, hold: NewHold): Promise<{ id: string; isNew: boolean }> {
  const { scope, scopeId, cause, reason } = hold
  const reference = hold.reference ?? ''
  const known = await tx.get(openHold, { scope, scopeId, cause, reference })
  if (known) return { id: known.id, isNew: false }
  const id = newId('hld', tx.now)
  const { workspaceId, now } = tx
  await tx.run(insert, { id, workspaceId, scope, scopeId, cause, reference, reason, now, until: hold.until ?? null })
  return { id, isNew: true }
}

/** @returns whether it lasts longer now. */
export async function extendHold(tx: Tx, id: string, to: { until: number; reason: string }): Promise<boolean> {
  return (await tx.run(extend, { id, ...to })) === 1
}

/** Held against other writers until the unit ends. */
export const findHold = (tx: Tx, id: string) => tx.getForUpdate(holdById, { id })

export const findOpenHolds = (reader: Reader, scope: HoldScope, scopeId: string) =>
  reader.all(openHoldsOf, { scope, scopeId })

export async function markLifted(tx: Tx, id: string): Promise<boolean> {
  return (await tx.run(lift, { id, now: tx.now })) === 1
}

export const findTasksOfHold = (tx: Tx, holdId: string) => tx.all(tasksOfHold, { holdId })

export async function renameHold(tx: Tx, taskId: string, holdId: string): Promise<void> {
  await tx.run(setTaskHold, { taskId, holdId })
}

export const findHoldsOfBudget = (reader: Reader, budgetId: string) => reader.all(holdsOfBudget, { budgetId })

export const findDueHolds = (reader: Reader, now: number) => reader.all(dueHolds, { now })
