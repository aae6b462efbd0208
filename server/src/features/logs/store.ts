// Rows of logs, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { listPage, type Paged, type PageRequest } from '../../kernel/pages.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

type LogEntry = components['schemas']['LogEntry']

interface LineRow {
  run_id: string
  number: number
  at: number
  level: LogEntry['level']
  message: string
  data: string | null
}

const insert = sql(
  `insert into run_logs (run_id, number, at, level, message, data)
   values (:runId, :number, :at, :level, :message, :data) on conflict (run_id, number) do nothing`,
)

/** @returns whether it was not there before. */
export async function insertLine(
  tx: Tx,
  line: {
    runId: string
    number: number
    at: number
    level: LogEntry['level']
    message: string
    data: string | null
  },
): Promise<boolean> {
  return (await tx.run(insert, line)) === 1
}

/** Of a run that was found in its workspace. */
export const listLogs = (
  reader: Reader,
  runId: string,
  request: PageRequest & { level?: readonly LogEntry['level'][] },
): Promise<Paged<LogEntry>> =>
  listPage<LineRow, LogEntry>(reader, {
    request,
    sortable: { number: 'number' },
    defaultSort: 'number',
    tieBreaker: 'number',
    build: (knex) => {
      const query = knex('run_logs').select('*').where('run_id', runId)
      return request.level ? query.whereIn('level', request.level) : query
    },
    toItem: (row) => ({
      runId: row.run_id,
      number: row.number,
      at: toTimestamp(row.at),
      level: row.level,
      message: row.message,
      data: row.data === null ? null : JSON.parse(row.data),
    }),
  })
