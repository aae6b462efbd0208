// The migrations in order. Each runs in a transaction and only expands; a released one is never edited.
import type { Knex } from 'knex'
import * as identity from './0001-identity.ts'
import * as agents from './0002-agents.ts'
import * as tasks from './0003-tasks.ts'
import * as money from './0004-money.ts'
import * as approvals from './0005-approvals.ts'
import * as ledger from './0006-ledger.ts'

export interface Migration {
  up(knex: Knex): Promise<void>
}

export const migrations: readonly { readonly name: string; readonly migration: Migration }[] = [
  { name: '0001-identity', migration: identity },
  { name: '0002-agents', migration: agents },
  { name: '0003-tasks', migration: tasks },
  { name: '0004-money', migration: money },
  { name: '0005-approvals', migration: approvals },
  { name: '0006-ledger', migration: ledger },
]
