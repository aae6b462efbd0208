// SQLite in one file: one writer connection, one read-only connection, one server process.
import type { Clock } from '../clock.ts'
import { migrate } from './migrate.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { sqliteKnex } from './sqlite-knex.ts'
import { lockDatabaseFile } from './sqlite-lock.ts'
import { SqliteReader } from './sqlite-tx.ts'
import { SqliteWriter } from './sqlite-writer.ts'
import type { Store } from './store.ts'

export interface SqliteOptions {
  readonly filename: string
  readonly clock: Clock
  /** Tests that would rather be quick than survive a power cut set OFF. @default FULL */
  readonly synchronous?: 'FULL' | 'OFF'
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
    if (options.synchronous === 'OFF') writing.database.exec('PRAGMA synchronous = OFF')
    const reading = new SqliteConnection(options.filename, builder, { readOnly: true })
    const writer = new SqliteWriter(writing, options.clock)
    return {
      dialect: 'sqlite',
      reader: new SqliteReader(reading),
      writerConnection: writing,
      write: (context, unit) => writer.write(context, unit),
      settleLedger: async () => {},
      onEvents: (listener) => writer.onEvents(listener),
      onEffectFailure: (listener) => writer.aftermath.onFailure(listener),
      onRollback: (listener) => writer.onRollback(listener),
      async close() {
        await writer.close()
        reading.close()
        writing.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
