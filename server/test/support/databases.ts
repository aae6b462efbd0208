// The two databases the store runs on, so that one suite can be told of both.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore } from '../../src/kernel/store/postgres-store.ts'
import { openSqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { TestClock } from './clock.ts'
import { type PostgresDatabase, startPostgres } from './postgres.ts'

/** A database of one test; nobody has used it before. */
export interface TestDatabase {
  /** Stands still near the time it is: PostgreSQL has a clock of its own that nobody moves. */
  readonly clock: TestClock
  /** A store on it. PostgreSQL takes several at once, SQLite one after another. */
  open(): Promise<Store>
  /** @throws where a store on it is still open. */
  remove(): Promise<void>
}

/** A kind of database. */
export interface Databases {
  /** With its tables there already, where making them takes long. */
  create(): Promise<TestDatabase>
  createEmpty(): Promise<TestDatabase>
  stop(): Promise<void>
}

function sqliteDatabases(): Databases {
  const create = async (): Promise<TestDatabase> => {
    const folder = mkdtempSync(join(tmpdir(), 'mission-control-store-'))
    const clock = clockOfToday()
    return {
      clock,
      open: () => openSqliteStore({ filename: join(folder, 'mission-control.db'), clock, sync: null }),
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  return { create, createEmpty: create, stop: async () => {} }
}

async function postgresDatabases(): Promise<Databases> {
  const server = await startPostgres()
  const toTest = ({ url, drop }: PostgresDatabase): TestDatabase => ({
    clock: clockOfToday(),
    open: () => openPostgresStore(url),
    remove: drop,
  })
  const template = await server.createDatabase()
  await (await openPostgresStore(template.url)).close()
  return {
    create: async () => toTest(await server.createDatabase(template)),
    createEmpty: async () => toTest(await server.createDatabase()),
    stop: () => server.stop(),
  }
}

const clockOfToday = () => new TestClock(new Date().toISOString())

export const databaseNames = ['SQLite', 'PostgreSQL'] as const
export type DatabaseName = (typeof databaseNames)[number]

/** For a file of tests: both kinds of database, there while it runs. */
export async function startDatabases(): Promise<Record<DatabaseName, Databases>> {
  return { SQLite: sqliteDatabases(), PostgreSQL: await postgresDatabases() }
}

/** As many at once, each told which it is. */
export const inParallel = <T>(count: number, each: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)))
