// What open runs have set aside, on the run's own row: a row for each run and budget would be a fifth of what a claim writes.
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { WindowKey } from './store.ts'

/** The part of one budget window a run may still spend. */
export interface Reservation extends WindowKey {
  readonly remaining: number
}

interface OpenRunRow {
  id: string
  agent_id: string
  reservations: string | null
}

const mostRunsPerPage = 500

const byRun = sql<{ runId: string }, { reservations: string | null }>('select reservations from runs where id = :runId')
const save = sql<{ runId: string; reservations: string | null }>(
  'update runs set reservations = :reservations where id = :runId',
)
/** A run of a task goes on as long as its lease is there; the others are few, and have an index of their own. */
const openRunsWhere = (agent: string) =>
  sql<{ workspaceId: string; agentId: string; runId: string; most: number }, OpenRunRow>(
    `select id, agent_id, reservations from (
       select r.id, r.agent_id, r.reservations from leases l join runs r on r.id = l.run_id
         where l.workspace_id = :workspaceId ${agent && 'and l.agent_id = :agentId'}
       union all
       select id, agent_id, reservations from runs
         where workspace_id = :workspaceId and status = 'running' and task_id is null ${agent}
     ) o where (o.agent_id, o.id) > (:agentId, :runId) order by o.agent_id, o.id limit :most`,
  )
const openRuns = openRunsWhere('')
const openRunsOfAgent = openRunsWhere('and agent_id = :agentId')

export const readReservations = (column: string | null): Reservation[] => (column === null ? [] : JSON.parse(column))

export const writeReservations = (reservations: readonly Reservation[]): string | null =>
  reservations.length === 0 ? null : JSON.stringify(reservations)

/** What a run still has set aside. */
export const reservedIn = (column: string | null): number =>
  Math.max(0, ...readReservations(column).map(({ remaining }) => remaining))

export async function findReservations(tx: Tx, runId: string): Promise<Reservation[]> {
  const row = await tx.getForUpdate(byRun, { runId })
  return readReservations(row?.reservations ?? null)
}

export async function saveReservations(tx: Tx, runId: string, reservations: readonly Reservation[]): Promise<void> {
  await tx.run(save, { runId, reservations: writeReservations(reservations) })
}

/**
 * The running runs with something set aside that is looked for, of one agent or of all, each held against other
 * writers until the unit ends.
 */
export async function* runsHolding(
  tx: Tx,
  isWanted: (reservation: Reservation) => boolean,
  agentId?: string,
): AsyncGenerator<{ runId: string; found: Reservation; others: Reservation[] }> {
  let last = { agentId: agentId ?? '', runId: '' }
  for (;;) {
    const query = agentId === undefined ? openRuns : openRunsOfAgent
    const rows = await tx.all(query, { workspaceId: tx.workspaceId, ...last, most: mostRunsPerPage })
    for (const { id, agent_id, reservations } of rows) {
      last = { agentId: agent_id, runId: id }
      if (!readReservations(reservations).some(isWanted)) continue
      const held = await findReservations(tx, id)
      const found = held.find(isWanted)
      if (found) yield { runId: id, found, others: held.filter((other) => other !== found) }
    }
    if (rows.length < mostRunsPerPage) return
  }
}

export const isIn = (reservation: WindowKey, window: WindowKey): boolean =>
  reservation.budgetId === window.budgetId &&
  reservation.subjectId === window.subjectId &&
  reservation.startAt === window.startAt
