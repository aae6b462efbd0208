// SQLite in one file: one writer connection, one read-only connection, one server process.
import type { Clock } from '../clock.ts'
import { migrate } from './migrate.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { sqliteKnex } from './sqlite-knex.ts'
import { lockDatabaseFile } from './sqlite-lock.ts'
import { SqliteLog, type SyncFile } from './sqlite-log.ts'
import { SqliteReader } from './sqlite-tx.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import type { Store } from './store.ts'

export interface SqliteOptions {
  readonly filename: string
  readonly clock: Clock
  /** Brings the log to the disk; null: nobody, for tests that would rather be quick than survive a power cut. @default fdatasync */
  readonly sync?: SyncFile | null
}

export interface SqliteStore extends Store {
  /** The writer's connection, for tests that need the real database to fail. */
  readonly writerConnection: SqliteConnection
}

export async function openSqliteStore(options: SqliteOptions): Promise<SqliteStore> {
  const lock = lockDatabaseFile(options.filename)
  try {
    const migrating = sqliteKnex(options.filename)
    try {
      await migrate(migrating)
    } finally {
      await migrating.destroy()
    }
    const builder = sqliteKnex()
    const writing = new SqliteConnection(options.filename, builder, { readOnly: false })
    if (options.sync === null) writing.database.exec('PRAGMA synchronous = OFF')
    const reading = new SqliteConnection(options.filename, builder, { readOnly: true })
    const log = new SqliteLog(options.filename, options.sync)
    const writer = new SqliteWriter(writing, options.clock, log)
    return {
      dialect: 'sqlite',
      reader: new SqliteReader(reading),
      writerConnection: writing,
      write: (context, unit) => writer.write(context, unit),
      durable: () => log.durable(),
      settleLedger: async () => {},
      onEvents: (listener) => writer.onEvents(listener),
      onEffectFailure: (listener) => writer.aftermath.onFailure(listener),
      onRollback: (listener) => writer.onRollback(listener),
      onLoss: (listener) => log.onFailure(listener),
      async close() {
        await writer.close()
        reading.close()
        writing.close()
        log.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
