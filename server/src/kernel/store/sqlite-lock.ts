// One server per SQLite file: an exclusive transaction on a lock file beside it, which the system frees even after kill -9.
import { DatabaseSync } from 'node:sqlite'
import { DatabaseInUse } from './unusable-database.ts'

export interface FileLock {
  release(): void
}

const sqliteBusy = 5

export function lockDatabaseFile(filename: string): FileLock {
  const lockFile = `${filename}.lock`
  const lock = new DatabaseSync(lockFile)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (((cause as { errcode?: number }).errcode ?? 0) % 256 !== sqliteBusy) throw cause
    throw new DatabaseInUse(
      `another server already uses ${filename} (its lock ${lockFile} is held)`,
      'Stop it first, or set MC_DATA_DIR to another folder',
      { cause },
    )
  }
  return { release: () => lock.close() }
}
