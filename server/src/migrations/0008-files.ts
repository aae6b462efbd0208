// Files of tasks, and what a task wants of its result: a schema for the output, names of artifacts.
import type { Knex } from 'knex'
import { busyWorkspace, flag, id, json, time } from './columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('files', (table) => {
    id(table).primary()
    busyWorkspace(table)
    id(table, 'task_id').notNullable().references('tasks.id')
    id(table, 'run_id')
    table.string('kind', 16).notNullable()
    table.string('name', 200).notNullable()
    table.integer('version').notNullable()
    flag(table, 'is_current')
    table.string('media_type', 255).notNullable()
    table.bigInteger('size').notNullable()
    table.string('sha256', 64).notNullable()
    table.string('author_kind', 16).notNullable()
    id(table, 'author_id').notNullable()
    time(table, 'created_at').notNullable()
    // A removed one stays as a row, so that removing it again has an answer; its bytes are gone.
    time(table, 'removed_at')
    table.unique(['task_id', 'kind', 'name', 'version'])
    table.index(['task_id', 'created_at', 'id'])
  })
  await knex.raw('create unique index files_current on files (task_id, kind, name) where is_current = 1')
  await knex.raw('create index files_content on files (sha256) where removed_at is null')
  await knex.schema.alterTable('tasks', (table) => {
    json(table, 'output_schema')
    json(table, 'required_artifacts').notNullable().defaultTo('[]')
  })
  await knex.schema.alterTable('deliverables', (table) => {
    json(table, 'file_ids').notNullable().defaultTo('[]')
  })
}
