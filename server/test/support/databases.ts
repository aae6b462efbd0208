// The two databases the store runs on, so that one suite can be told of both.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore } from '../../src/kernel/store/postgres-store.ts'
import { openSqliteStore } from '../../src/kernel/store/sqlite-store.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { TestClock } from './clock.ts'
import { startPostgres, type TestPostgres } from './postgres.ts'

/** A database of one test; nobody has used it before. */
export interface TestDatabase {
  /** A store on it. PostgreSQL takes several at once, SQLite one after another. */
  open(): Promise<Store>
  /** Once every store on it is closed. */
  remove(): void
}

export interface Databases {
  create(): Promise<TestDatabase>
  stop(): Promise<void>
}

async function sqlite(): Promise<Databases> {
  return {
    async create() {
      const folder = mkdtempSync(join(tmpdir(), 'mission-control-store-'))
      const clock = new TestClock()
      return {
        open: () => openSqliteStore({ filename: join(folder, 'mission-control.db'), clock, synchronous: 'OFF' }),
        remove: () => rmSync(folder, { recursive: true, force: true }),
      }
    },
    stop: async () => {},
  }
}

async function postgres(): Promise<Databases> {
  const server: TestPostgres = await startPostgres()
  return {
    async create() {
      const url = await server.createDatabase()
      return { open: () => openPostgresStore(url), remove: () => {} }
    },
    stop: () => server.stop(),
  }
}

export const startDatabases = { SQLite: sqlite, PostgreSQL: postgres }

/** As many at once, each told which it is. */
export const inParallel = <T>(count: number, each: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)))
