// knex over node:sqlite: the better-sqlite3 dialect with the three methods that touch the driver replaced.
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import knex, { type Knex } from 'knex'
import BetterSqlite3Client from 'knex/lib/dialects/better-sqlite3/index.js'

interface KnexQuery {
  sql: string
  bindings?: unknown[]
  response?: unknown
  context?: { lastID: number | bigint; changes: number | bigint }
}

class NodeSqliteClient extends BetterSqlite3Client {
  _driver() {
    return DatabaseSync
  }

  async acquireRawConnection(): Promise<DatabaseSync> {
    const database = new DatabaseSync(this.connectionSettings.filename)
    database.exec('PRAGMA busy_timeout = 5000')
    return database
  }

  async destroyRawConnection(connection: DatabaseSync): Promise<void> {
    connection.close()
  }

  async _query(connection: DatabaseSync, query: KnexQuery): Promise<KnexQuery> {
    const statement = connection.prepare(query.sql)
    const bindings = this._formatBindings(query.bindings ?? []) as SQLInputValue[]
    if (statement.columns().length > 0) {
      query.response = statement.all(...bindings)
      return query
    }
    const { lastInsertRowid, changes } = statement.run(...bindings)
    query.response = { lastInsertRowid, changes }
    query.context = { lastID: lastInsertRowid, changes }
    return query
  }
}

/** A knex for migrations on the file; without a file it only compiles queries. */
export function sqliteKnex(filename?: string): Knex {
  return knex({
    client: NodeSqliteClient as unknown as typeof Knex.Client,
    useNullAsDefault: true,
    ...(filename ? { connection: { filename } } : {}),
    pool: { min: 1, max: 1 },
  })
}
