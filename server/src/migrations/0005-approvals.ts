// What a person must decide or answer, and who did.
import type { Knex } from 'knex'
import { createKeyedTable, id, json, money, time, workspace } from './columns.ts'

export async function up(knex: Knex): Promise<void> {
  // A question waits as an approval does and holds the task back the same way, so it lies in the same table, of kind 'question'.
  await knex.schema.createTable('approvals', (table) => {
    id(table).primary()
    workspace(table)
    id(table, 'task_id').notNullable().references('tasks.id')
    id(table, 'run_id')
    id(table, 'agent_id')
    table.integer('fence')
    table.string('kind', 16).notNullable()
    // Null for questions.
    table.string('risk', 8)
    // What would be done, or what is asked.
    table.text('action').notNullable()
    // What would be executed, or the options of a question.
    json(table, 'payload').notNullable()
    table.string('content_hash', 64).notNullable()
    // Why, or what one should know to answer.
    table.text('justification')
    table.string('on_denial', 16).notNullable()
    table.string('state', 16).notNullable()
    table.integer('required_votes').notNullable()
    id(table, 'budget_id')
    id(table, 'budget_subject_id')
    time(table, 'budget_window_start_at')
    money(table, 'budget_limit')
    money(table, 'budget_spent')
    money(table, 'granted')
    table.string('answer_option', 200)
    table.text('answer_text')
    id(table, 'answered_by')
    time(table, 'created_at').notNullable()
    time(table, 'expires_at').notNullable()
    time(table, 'decided_at')
    table.index(['workspace_id', 'created_at', 'id'])
    table.index(['workspace_id', 'state', 'created_at', 'id'])
    table.index(['task_id', 'content_hash'])
  })
  await knex.raw("create unique index approvals_pending on approvals (task_id, content_hash) where state = 'pending'")
  await knex.raw("create index approvals_expiry on approvals (expires_at) where state = 'pending'")
  await createKeyedTable(knex, 'approval_votes', (table) => {
    id(table, 'approval_id').notNullable().references('approvals.id')
    id(table, 'user_id').notNullable().references('users.id')
    table.string('decision', 8).notNullable()
    table.text('note')
    time(table, 'created_at').notNullable()
    table.primary(['approval_id', 'user_id'])
  })
}
