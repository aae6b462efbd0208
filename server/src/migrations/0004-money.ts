// Usage as it was reported, the prices it was booked at, and the budgets it moves.
import type { Knex } from 'knex'
import { busyWorkspace, createKeyedTable, flag, id, json, money, time, workspace } from './columns.ts'

export async function up(knex: Knex): Promise<void> {
  await createKeyedTable(knex, 'usage_reports', (table) => {
    // In the order they came: keyed by run, each report of another run would write another page.
    id(table).primary()
    busyWorkspace(table)
    id(table, 'run_id').notNullable()
    id(table, 'agent_id').notNullable()
    table.string('report_id', 128).notNullable()
    table.string('body_hash', 64).notNullable()
    table.string('measure_id', 128)
    table.string('origin', 16).notNullable()
    table.string('billing', 16).notNullable()
    table.string('provider', 100)
    table.string('model', 200)
    money(table, 'given_cost')
    money(table, 'priced_cost').notNullable()
    money(table, 'booked_cost').notNullable()
    // What it added to the list cost of its run: less than its own where it corrects an earlier report.
    money(table, 'list_cost').notNullable()
    money(table, 'overage_cost').notNullable()
    table.string('price_version', 64).notNullable()
    table.string('price_flag', 16).notNullable()
    time(table, 'used_at').notNullable()
    time(table, 'created_at').notNullable()
    flag(table, 'late')
    table.unique(['run_id', 'report_id'])
  })
  await knex.raw(
    'create index usage_reports_measure on usage_reports (run_id, measure_id) where measure_id is not null',
  )
  await createKeyedTable(knex, 'usage_lines', (table) => {
    id(table, 'usage_id').notNullable()
    table.string('meter', 32).notNullable()
    table.double('quantity').notNullable()
    money(table, 'cost').notNullable()
    table.primary(['usage_id', 'meter'])
  })
  await knex.schema.createTable('price_overrides', (table) => {
    id(table).primary()
    workspace(table)
    table.string('provider', 100).notNullable()
    table.string('model', 200).notNullable()
    table.string('meter', 32).notNullable()
    money(table, 'price_per_million').notNullable()
    time(table, 'created_at').notNullable()
    time(table, 'updated_at').notNullable()
    table.unique(['workspace_id', 'provider', 'model', 'meter'])
  })
  await knex.schema.createTable('budgets', (table) => {
    id(table).primary()
    workspace(table)
    table.string('scope', 16).notNullable()
    // Null: each one of the scope has this limit by itself.
    id(table, 'scope_id')
    table.string('window', 16).notNullable()
    table.integer('window_hours')
    table.string('metric', 16).notNullable()
    money(table, 'limit_cost').notNullable()
    table.integer('warn_at_percent').notNullable()
    json(table, 'on_exceed')
    time(table, 'created_at').notNullable()
    time(table, 'updated_at').notNullable()
    time(table, 'removed_at')
  })
  // One live budget for each thing and window. Null scope ids are equal here.
  await knex.raw(
    `create unique index budgets_live on budgets (workspace_id, scope, coalesce(scope_id, ''), "window", metric) where removed_at is null`,
  )
  await knex.raw('create index budgets_scope on budgets (workspace_id, scope_id) where removed_at is null')
  await createKeyedTable(knex, 'budget_windows', (table) => {
    id(table, 'budget_id').notNullable()
    id(table, 'subject_id').notNullable()
    time(table, 'start_at').notNullable()
    time(table, 'end_at')
    busyWorkspace(table)
    money(table, 'reserved').notNullable().defaultTo(0)
    money(table, 'spent').notNullable().defaultTo(0)
    money(table, 'overage').notNullable().defaultTo(0)
    money(table, 'granted').notNullable().defaultTo(0)
    flag(table, 'warned')
    table.primary(['budget_id', 'subject_id', 'start_at'])
  })
  await knex.raw('create index budget_windows_end on budget_windows (end_at) where reserved > 0 and end_at is not null')
}
