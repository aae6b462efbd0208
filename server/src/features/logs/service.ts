// Logs of runs: each line is taken once, from the agent whose run it is, and not without end.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp } from '../../kernel/clock.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { findRun, refuseStranger } from '../runs/service.ts'
import { insertLine } from './store.ts'

type Entry = components['schemas']['AppendLogs']['entries'][number]

const mostLines = 10_000
const mostDataBytes = 4_096
const takenAfterEndMilliseconds = 7 * 86_400_000

export async function appendLogs(
  tx: Tx,
  runId: string,
  agentId: string,
  entries: readonly Entry[],
): Promise<components['schemas']['LogsAppended']> {
  const run = await findRun(tx, runId)
  if (!run) throw notFound('run', runId)
  refuseStranger(run, agentId)
  if (run.ended_at !== null && tx.now > run.ended_at + takenAfterEndMilliseconds) {
    throw new AppError('run_ended', `the run '${runId}' ended more than seven days ago: its log is closed`, {
      hint: 'Drop these lines.',
      details: { reason: run.end_reason },
    })
  }
  const last = Math.max(...entries.map(({ number }) => number))
  // Numbers count the lines, so nobody has to.
  if (last > mostLines) {
    throw new AppError('limit_reached', `the log of a run has ${mostLines} lines at most, this would be line ${last}`, {
      hint: 'Log less: leave out what is debug, or put what belongs together into one line.',
    })
  }
  let written = 0
  for (const [index, { number, at, level, message, data }] of entries.entries()) {
    const line = {
      runId,
      number,
      at: fromTimestamp(at, `entries.${index}.at`),
      level,
      message,
      data: dataOf(data, index),
    }
    if (await insertLine(tx, line)) written += 1
  }
  return { written, known: entries.length - written }
}

function dataOf(data: Entry['data'], index: number): string | null {
  if (data === undefined) return null
  const json = JSON.stringify(data)
  const bytes = Buffer.byteLength(json)
  if (bytes <= mostDataBytes) return json
  const issue = { path: `entries.${index}.data`, message: `${bytes} bytes of JSON, at most ${mostDataBytes} are taken` }
  throw new AppError('validation_failed', `${issue.path}: ${issue.message}`, { details: { issues: [issue] } })
}
