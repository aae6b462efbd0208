// Tells the enrollment tokens that a start of the server made from those that people made.
import type { Knex } from 'knex'
import { flag } from './columns.ts'

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('enrollment_tokens', (table) => {
    flag(table, 'start_up')
  })
  await knex.raw('create index enrollment_tokens_start_up on enrollment_tokens (workspace_id) where start_up = 1')
}
