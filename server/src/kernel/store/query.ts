// A query is written once, as SQL with :names or as a knex builder, and compiled once per database to a prepared statement.
import type { Knex } from 'knex'

export type Value = string | number | null
/** A sum that stays within what JSON can carry as a whole number. */
export const boundedSum = (of: string): string =>
  `case when coalesce(sum(${of}), 0) > ${Number.MAX_SAFE_INTEGER} then ${Number.MAX_SAFE_INTEGER} else coalesce(sum(${of}), 0) end`

export type Params = Record<string, Value>
export type Row = Record<string, Value>

/** Stands in a knex builder for a value that is bound when the query runs. */
export class Param {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export interface CompiledQuery {
  readonly sql: string
  /** In the order of the placeholders: a parameter's name, or a constant. */
  readonly bindings: readonly (Param | Value)[]
}

/** `R` types the rows and `P` the parameters; both live only in the types. */
export interface Query<P extends Params = Params, R = Row> {
  readonly build: (knex: Knex) => Knex.QueryBuilder | Knex.Raw
  readonly compiled: Map<string, CompiledQuery>
  readonly parameters?: (parameters: P) => void
  readonly row?: R
}

/** A query as SQL both databases understand, with `:name` where a parameter goes. */
export function sql<P extends Params = Params, R = Row>(text: string): Query<P, R> {
  const names = Array.from(text.matchAll(/(?<!:):([a-zA-Z]\w*)/g), (match) => match[1]!)
  const params = Object.fromEntries(names.map((name) => [name, new Param(name)]))
  return { build: (knex) => knex.raw(text, params as unknown as Knex.RawBinding), compiled: new Map() }
}

/** `insert into table (columns…)`, each column bound to the parameter of the same name. */
export function insertInto<R extends object>(
  table: string,
  columns: readonly (keyof R & string)[],
): Query<Params, Row> {
  const row = Object.fromEntries(columns.map((column) => [column, new Param(column)]))
  return { build: (knex) => knex(table).insert(row), compiled: new Map() }
}

export function compile(query: Query<never, unknown>, knex: Knex): CompiledQuery {
  const dialect = knex.client.dialect as string
  const known = query.compiled.get(dialect)
  if (known) return known
  const { sql, bindings } = query.build(knex).toSQL().toNative()
  const compiled = { sql, bindings: bindings as readonly (Param | Value)[] }
  query.compiled.set(dialect, compiled)
  return compiled
}

export function bind(compiled: CompiledQuery, params: Params): Value[] {
  const { bindings } = compiled
  const values = new Array<Value>(bindings.length)
  for (let index = 0; index < bindings.length; index += 1) {
    const binding = bindings[index]
    if (binding instanceof Param) {
      const value = params[binding.name]
      if (value === undefined) throw new Error(`parameter ':${binding.name}' is missing for: ${compiled.sql}`)
      values[index] = value
    } else {
      values[index] = binding as Value
    }
  }
  return values
}
