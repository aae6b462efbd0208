// The migrations in order. Each runs in a transaction and only expands; a released one is never edited.
import type { Knex } from 'knex'
import { up as identity } from './0001-identity.ts'
import { up as agents } from './0002-agents.ts'
import { up as tasks } from './0003-tasks.ts'
import { up as money } from './0004-money.ts'
import { up as approvals } from './0005-approvals.ts'
import { up as ledger } from './0006-ledger.ts'
import { up as startUpTokens } from './0007-start-up-tokens.ts'
import { up as files } from './0008-files.ts'

export const migrations: readonly { readonly name: string; readonly up: (knex: Knex) => Promise<void> }[] = [
  { name: '0001-identity', up: identity },
  { name: '0002-agents', up: agents },
  { name: '0003-tasks', up: tasks },
  { name: '0004-money', up: money },
  { name: '0005-approvals', up: approvals },
  { name: '0006-ledger', up: ledger },
  { name: '0007-start-up-tokens', up: startUpTokens },
  { name: '0008-files', up: files },
]
