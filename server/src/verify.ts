// `npm run verify`: whether the ledger is whole and the money adds up, also while a server works on the same database.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFilename } from './data-folder.ts'
import { readConfig } from './kernel/config.ts'
import { sql } from './kernel/store/query.ts'
import { SqliteConnection } from './kernel/store/sqlite-connection.ts'
import { sqliteKnex } from './kernel/store/sqlite-knex.ts'
import { SqliteReader } from './kernel/store/sqlite-tx.ts'
import type { Reader } from './kernel/store/store.ts'
import { verifyLedger } from './kernel/verify-ledger.ts'

const ledgers = sql<Record<never, never>, { id: string; slug: string | null }>(
  `select l.id, w.slug from (select workspace_id as id from ledger_heads union select workspace_id from events) l
   left join workspaces w on w.id = l.id order by l.id`,
)

async function main(): Promise<void> {
  const { dataDir } = readConfig(process.env)
  const filename = join(dataDir, databaseFilename)
  if (!existsSync(filename)) throw new Error(`MC_DATA_DIR=${dataDir} holds no database yet: npm start makes one`)
  const connection = new SqliteConnection(filename, sqliteKnex(), { readOnly: true })
  try {
    // One view of everything: what a running server writes meanwhile is not in it.
    connection.database.exec('BEGIN')
    process.stdout.write(`Checking ${filename}\n`)
    process.exitCode = (await verifyAll(new SqliteReader(connection))) ? 0 : 1
  } finally {
    connection.close()
  }
}

/** @returns whether all is well. */
async function verifyAll(reader: Reader): Promise<boolean> {
  const all = { ledgers: 0, events: 0, windows: 0, problems: 0 }
  for (const { id, slug } of await reader.all(ledgers, {})) {
    const name = slug ?? id
    const { events, budgetWindows, problems } = await verifyLedger(reader, id, progressOf(name))
    process.stdout.write(`  ${name}: ${counted(events, 'event')}, ${counted(budgetWindows, 'budget window')}\n`)
    for (const problem of problems) process.stdout.write(`    wrong: ${problem}\n`)
    all.ledgers += 1
    all.events += events
    all.windows += budgetWindows
    all.problems += problems.length
  }
  const checked = `${counted(all.events, 'event')} in ${counted(all.ledgers, 'ledger')}, ${counted(all.windows, 'budget window')}`
  process.stdout.write(
    all.problems === 0
      ? `All is well: ${checked}. No event is missing or changed, and the counters are what the events add up to.\n`
      : `${counted(all.problems, 'thing')} wrong: ${checked}.\n`,
  )
  return all.problems === 0
}

/** On a terminal alone: in a file it would be one endless line. */
function progressOf(name: string): (done: number, all: number) => void {
  if (!process.stderr.isTTY) return () => {}
  return (done, all) => {
    process.stderr.write(done < all ? `\r  ${name}: ${figure(done)} of ${figure(all)} events` : '\r\x1b[K')
  }
}

const figure = (count: number): string => count.toLocaleString('en')
const counted = (count: number, one: string): string => `${figure(count)} ${one}${count === 1 ? '' : 's'}`

main().catch((error: Error) => {
  process.stderr.write(`Nothing was verified: ${error.message}\n`)
  process.exitCode = 1
})
