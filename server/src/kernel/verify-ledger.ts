// Checks that the ledger is whole and that the money's counters are what its events add up to.
import { hash } from 'node:crypto'
import type { EventType } from '../generated/rules.ts'
import { hashEvent } from './ledger.ts'
import { headOf } from './store/ledger-queries.ts'
import { sql } from './store/query.ts'
import type { BudgetChange, Reader } from './store/store.ts'

export interface LedgerReport {
  readonly events: number
  readonly budgetWindows: number
  /** One line each; none when all is well. */
  readonly problems: string[]
}

interface EventRow {
  seq: number
  type: EventType
  at: number
  actor_kind: string
  actor_id: string | null
  task_id: string | null
  run_id: string | null
  agent_id: string | null
  payload: string
  payload_hash: string
  hash: string
}

interface WindowKey {
  budget_id: string
  subject_id: string
  start_at: number
}

interface WindowRow extends WindowKey {
  reserved: number
  spent: number
}

interface Sums {
  reserved: number
  spent: number
}

const rowsPerPage = 500
/** Beyond these a report helps nobody. */
const mostProblems = 100

const eventsAfter = sql<{ workspaceId: string; after: number; last: number }, EventRow>(
  `select seq, type, at, actor_kind, actor_id, task_id, run_id, agent_id, payload, payload_hash, hash from events
   where workspace_id = :workspaceId and seq > :after and seq <= :last order by seq limit ${rowsPerPage}`,
)
const lastEvent = sql<{ workspaceId: string }, { seq: number }>(
  'select seq from events where workspace_id = :workspaceId order by seq desc limit 1',
)
const windowsAfter = sql<{ workspaceId: string; budgetId: string; subjectId: string; startAt: number }, WindowRow>(
  `select budget_id, subject_id, start_at, reserved, spent from budget_windows
   where workspace_id = :workspaceId and (budget_id, subject_id, start_at) > (:budgetId, :subjectId, :startAt)
   order by budget_id, subject_id, start_at limit ${rowsPerPage}`,
)
const openRunsAfter = sql<{ workspaceId: string; after: string }, { id: string; reservations: string }>(
  `select id, reservations from runs
   where workspace_id = :workspaceId and reservations is not null and id > :after order by id limit ${rowsPerPage}`,
)

/**
 * The counters are compared with the whole ledger, so nothing should be written meanwhile, or the reader sees none of it.
 * @param onProgress hears now and then how many events of how many are looked at
 */
export async function verifyLedger(
  reader: Reader,
  workspaceId: string,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<LedgerReport> {
  const problems: string[] = []
  const report = (problem: string) => problems.length < mostProblems && problems.push(problem)
  const head = (await reader.get(headOf, { workspaceId })) ?? { seq: 0, hash: '' }
  const sums = new Map<string, Sums>()
  let seq = 0
  let previous = ''
  for (;;) {
    const rows = await reader.all(eventsAfter, { workspaceId, after: seq, last: head.seq })
    for (const row of rows) {
      if (row.seq !== seq + 1) report(`after event ${seq} comes ${row.seq}`)
      for (const problem of problemsOf(row, previous)) report(problem)
      addBudgetChanges(sums, row)
      seq = row.seq
      previous = row.hash
    }
    onProgress(seq, head.seq)
    if (rows.length < rowsPerPage) break
  }
  if (seq !== head.seq) report(`the head is at event ${head.seq}, the last event is ${seq}`)
  if (previous !== head.hash) report(`the head's hash is not that of event ${seq}`)
  const last = (await reader.get(lastEvent, { workspaceId }))?.seq ?? 0
  if (last > head.seq) report(`the head is at event ${head.seq}, and there are events up to ${last}`)
  const budgetWindows = await compareWindows(reader, workspaceId, sums, report)
  return { events: seq, budgetWindows, problems }
}

function problemsOf(row: EventRow, previous: string): string[] {
  const problems: string[] = []
  if (hash('sha256', row.payload) !== row.payload_hash) problems.push(`event ${row.seq}: the payload was changed`)
  const expected = hashEvent(previous, {
    seq: row.seq,
    at: row.at,
    type: row.type,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    taskId: row.task_id,
    runId: row.run_id,
    agentId: row.agent_id,
    payloadHash: row.payload_hash,
  })
  if (expected !== row.hash)
    problems.push(`event ${row.seq}: its hash does not follow from the event before and itself`)
  return problems
}

function addBudgetChanges(sums: Map<string, Sums>, row: EventRow): void {
  // Most events move no money, and parsing each would cost more than all the rest.
  if (!row.payload.includes('"budgetChanges"')) return
  const { budgetChanges = [] } = JSON.parse(row.payload) as { budgetChanges?: BudgetChange[] }
  for (const { budgetId, subjectId, windowStartAt, reserved, spent } of budgetChanges) {
    const key = keyOf({ budget_id: budgetId, subject_id: subjectId, start_at: windowStartAt })
    const sum = sums.get(key) ?? { reserved: 0, spent: 0 }
    sums.set(key, { reserved: sum.reserved + reserved, spent: sum.spent + spent })
  }
}

/** @returns how many there are. */
async function compareWindows(
  reader: Reader,
  workspaceId: string,
  sums: Map<string, Sums>,
  report: (problem: string) => void,
): Promise<number> {
  const setAside = await sumReservations(reader, workspaceId)
  let count = 0
  let last: WindowKey = { budget_id: '', subject_id: '', start_at: 0 }
  for (;;) {
    const { budget_id: budgetId, subject_id: subjectId, start_at: startAt } = last
    const windows = await reader.all(windowsAfter, { workspaceId, budgetId, subjectId, startAt })
    for (const window of windows) {
      const name = nameOf(window)
      const { reserved, spent } = sums.get(keyOf(window)) ?? { reserved: 0, spent: 0 }
      sums.delete(keyOf(window))
      if (window.spent !== spent) report(`${name}: spent is ${window.spent}, the events add up to ${spent}`)
      if (window.reserved !== reserved)
        report(`${name}: reserved is ${window.reserved}, the events add up to ${reserved}`)
      const reservations = setAside.get(keyOf(window)) ?? 0
      if (window.reserved !== reservations)
        report(`${name}: reserved is ${window.reserved}, its reservations add up to ${reservations}`)
      last = window
      count += 1
    }
    if (windows.length < rowsPerPage) break
  }
  for (const key of sums.keys()) report(`events move money of a budget window that does not exist: ${key}`)
  return count
}

/** What the open runs say they have set aside in each window. */
async function sumReservations(reader: Reader, workspaceId: string): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  let after = ''
  for (;;) {
    const rows = await reader.all(openRunsAfter, { workspaceId, after })
    for (const { id, reservations } of rows) {
      for (const { budgetId, subjectId, startAt, remaining } of JSON.parse(reservations)) {
        const key = keyOf({ budget_id: budgetId, subject_id: subjectId, start_at: startAt })
        sums.set(key, (sums.get(key) ?? 0) + remaining)
      }
      after = id
    }
    if (rows.length < rowsPerPage) return sums
  }
}

const keyOf = ({ budget_id, subject_id, start_at }: WindowKey): string => `${budget_id} ${subject_id} ${start_at}`

const nameOf = ({ budget_id, subject_id, start_at }: WindowKey): string =>
  `budget ${budget_id}, ${subject_id}, window from ${start_at}`
