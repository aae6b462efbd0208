// Column kinds shared by the migrations, so that both databases hold the same values: text ids, integer times and money.
import type { Knex } from 'knex'

/**
 * A table whose primary key is where its rows lie. SQLite would otherwise keep a second tree beside each text key,
 * which a busy table pays for with every write.
 */
export async function createKeyedTable(
  knex: Knex,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  const statements = knex.schema.createTable(name, build).toSQL() as unknown as { sql: string; bindings: never[] }[]
  for (const { sql, bindings } of statements) {
    const isTable = knex.client.dialect === 'sqlite3' && sql.startsWith('create table')
    await knex.raw(isTable ? `${sql} without rowid` : sql, bindings)
  }
}

export const id = (table: Knex.CreateTableBuilder, name = 'id') => table.string(name, 64)

/** Milliseconds since 1970. */
export const time = (table: Knex.CreateTableBuilder, name: string) => table.bigInteger(name)

/** Micro-dollars. */
export const money = (table: Knex.CreateTableBuilder, name: string) => table.bigInteger(name)

/** 0 or 1: SQLite has no boolean, and one mapping is enough. */
export const flag = (table: Knex.CreateTableBuilder, name: string) => table.integer(name).notNullable().defaultTo(0)

/** JSON as text: its exact bytes come back. */
export const json = (table: Knex.CreateTableBuilder, name: string) => table.text(name)

export const workspace = (table: Knex.CreateTableBuilder) =>
  id(table, 'workspace_id').notNullable().references('workspaces.id')

/** Of the tables each claim and report writes: a look-up of the workspace with every row would be paid for every time. */
export const busyWorkspace = (table: Knex.CreateTableBuilder) => id(table, 'workspace_id').notNullable()
