// A connection with its cache of prepared statements; the only place that calls node:sqlite for rows.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Knex } from 'knex'
import { bind, type CompiledQuery, compile, type Params, type Query, type Value } from './query.ts'

/** Statements of lists differ by filter; a bound keeps odd callers from filling memory. */
const mostListStatements = 500

interface Prepared {
  readonly compiled: CompiledQuery
  readonly statement: StatementSync
}

export class SqliteConnection {
  readonly database: DatabaseSync
  readonly #knex: Knex
  readonly #queries = new Map<Query<never, unknown>, Prepared>()
  readonly #lists = new Map<string, StatementSync>()

  constructor(filename: string, knex: Knex, options: { readOnly: boolean }) {
    this.#knex = knex
    this.database = new DatabaseSync(filename, { readOnly: options.readOnly })
    this.database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY')
    if (!options.readOnly) {
      this.database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 16000',
      )
    }
  }

  get<R>(query: Query<never, R>, params: Params): R | undefined {
    const { compiled, statement } = this.#prepare(query)
    return statement.get(...bind(compiled, params)) as R | undefined
  }

  all<R>(query: Query<never, R>, params: Params): R[] {
    const { compiled, statement } = this.#prepare(query)
    return statement.all(...bind(compiled, params)) as R[]
  }

  run(query: Query<never, unknown>, params: Params): number {
    const { compiled, statement } = this.#prepare(query)
    return Number(statement.run(...bind(compiled, params)).changes)
  }

  list<R>(build: (knex: Knex) => Knex.QueryBuilder): R[] {
    const { sql, bindings } = build(this.#knex).toSQL().toNative()
    let statement = this.#lists.get(sql)
    if (!statement) {
      if (this.#lists.size >= mostListStatements) this.#lists.clear()
      statement = this.database.prepare(sql)
      this.#lists.set(sql, statement)
    }
    return statement.all(...(bindings as Value[])) as R[]
  }

  close(): void {
    this.#queries.clear()
    this.#lists.clear()
    this.database.close()
  }

  #prepare(query: Query<never, unknown>): Prepared {
    let prepared = this.#queries.get(query)
    if (!prepared) {
      const compiled = compile(query, this.#knex)
      prepared = { compiled, statement: this.database.prepare(compiled.sql) }
      this.#queries.set(query, prepared)
    }
    return prepared
  }
}
