// A connection with its cache of prepared statements; the only place that calls node:sqlite for rows.
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Knex } from 'knex'
import { bind, type CompiledQuery, compile, type Params, type Query, type Row, type Value } from './query.ts'

/** Statements of lists differ by filter; a bound keeps odd callers from filling memory. */
const mostListStatements = 500

interface Prepared {
  readonly compiled: CompiledQuery
  readonly statement: StatementSync
  readonly columns: readonly string[]
}

export class SqliteConnection {
  readonly database: DatabaseSync
  readonly #knex: Knex
  readonly #queries = new Map<Query<never, unknown>, Prepared>()
  readonly #lists = new Map<string, Omit<Prepared, 'compiled'>>()

  constructor(filename: string, knex: Knex, options: { readOnly: boolean }) {
    this.#knex = knex
    this.database = new DatabaseSync(filename, { readOnly: options.readOnly })
    this.database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY')
    if (!options.readOnly) {
      // With NORMAL a commit itself waits for no fsync: the writer answers only after one, see SqliteLog.
      this.database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 16000',
      )
    }
  }

  get<R>(query: Query<never, R>, params: Params): R | undefined {
    const { compiled, statement, columns } = this.#prepare(query)
    const values = statement.get(...bind(compiled, params)) as unknown as Value[] | undefined
    return values && (toRow(columns, values) as R)
  }

  all<R>(query: Query<never, R>, params: Params): R[] {
    const { compiled, statement, columns } = this.#prepare(query)
    const rows = statement.all(...bind(compiled, params)) as unknown as Value[][]
    return rows.map((values) => toRow(columns, values) as R)
  }

  run(query: Query<never, unknown>, params: Params): number {
    const { compiled, statement } = this.#prepare(query)
    return Number(statement.run(...bind(compiled, params)).changes)
  }

  list<R>(build: (knex: Knex) => Knex.QueryBuilder): R[] {
    const { sql, bindings } = build(this.#knex).toSQL().toNative()
    let prepared = this.#lists.get(sql)
    if (!prepared) {
      if (this.#lists.size >= mostListStatements) this.#lists.clear()
      prepared = this.#statement(sql)
      this.#lists.set(sql, prepared)
    }
    const { statement, columns } = prepared
    const rows = statement.all(...(bindings as Value[])) as unknown as Value[][]
    return rows.map((values) => toRow(columns, values) as R)
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
      prepared = { compiled, ...this.#statement(compiled.sql) }
      this.#queries.set(query, prepared)
    }
    return prepared
  }

  #statement(sql: string): Omit<Prepared, 'compiled'> {
    const statement = this.database.prepare(sql)
    statement.setReturnArrays(true)
    return { statement, columns: statement.columns().map(({ name }) => name) }
  }
}

/** The objects node:sqlite makes are dictionaries: a wide one takes twice as long to read and ten times as long to copy. */
function toRow(columns: readonly string[], values: readonly Value[]): Row {
  const row: Row = {}
  for (let index = 0; index < columns.length; index += 1) row[columns[index]!] = values[index]!
  return row
}
