// Brings a database to this version's tables, and refuses by name one that a newer version has written.
import type { Knex } from 'knex'
import { migrations } from '../../migrations/index.ts'
import { UnusableDatabase } from './unusable-database.ts'

const source: Knex.MigrationSource<(typeof migrations)[number]> = {
  getMigrations: async () => [...migrations],
  getMigrationName: ({ name }) => name,
  getMigration: async ({ up }) => ({ up, down: async () => {} }),
}

/** The caller holds a lock, so a migration lock left behind belongs to a process that died. */
export async function migrate(knex: Knex): Promise<void> {
  await refuseNewer(knex)
  const config = { migrationSource: source, tableName: 'schema_migrations' }
  await knex.migrate.forceFreeMigrationsLock(config)
  await knex.migrate.latest(config)
}

async function refuseNewer(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('schema_migrations'))) return
  const known = new Set(migrations.map(({ name }) => name))
  const applied: { name: string }[] = await knex('schema_migrations').select('name')
  const unknown = applied.map(({ name }) => name).filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new UnusableDatabase(
    `this database was written by a newer Mission Control (it has the migration '${unknown[0]}')`,
    'Run that version, or restore a backup',
  )
}
