// The append-only ledger, and the outbox PostgreSQL numbers it from.
import type { Knex } from 'knex'
import { createKeyedTable, id, time } from './columns.ts'

export async function up(knex: Knex): Promise<void> {
  await createKeyedTable(knex, 'ledger_heads', (table) => {
    id(table, 'workspace_id').primary()
    table.bigInteger('seq').notNullable()
    table.string('hash', 64).notNullable()
  })
  await createKeyedTable(knex, 'events', (table) => {
    id(table, 'workspace_id').notNullable()
    table.bigInteger('seq').notNullable()
    id(table, 'change_id').notNullable()
    table.string('type', 64).notNullable()
    time(table, 'at').notNullable()
    table.string('actor_kind', 16).notNullable()
    id(table, 'actor_id')
    id(table, 'task_id')
    id(table, 'run_id')
    id(table, 'agent_id')
    // Text, not jsonb: these are the exact bytes that were hashed.
    table.text('payload').notNullable()
    table.string('payload_hash', 64).notNullable()
    table.string('hash', 64).notNullable()
    table.primary(['workspace_id', 'seq'])
  })
  await knex.raw('create index events_task on events (task_id, seq) where task_id is not null')
  await knex.raw('create index events_agent on events (agent_id, seq) where agent_id is not null')
  await knex.schema.createTable('event_outbox', (table) => {
    table.bigIncrements('id')
    id(table, 'workspace_id').notNullable()
    id(table, 'change_id').notNullable()
    table.string('type', 64).notNullable()
    time(table, 'at').notNullable()
    table.string('actor_kind', 16).notNullable()
    id(table, 'actor_id')
    id(table, 'task_id')
    id(table, 'run_id')
    id(table, 'agent_id')
    table.text('payload').notNullable()
  })
  await knex.schema.createTable('ledger_checkpoints', (table) => {
    id(table, 'workspace_id').notNullable()
    table.bigInteger('seq').notNullable()
    table.string('hash', 64).notNullable()
    table.text('counters').notNullable()
    time(table, 'created_at').notNullable()
    table.primary(['workspace_id', 'seq'])
  })
}
