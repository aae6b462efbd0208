// One server per SQLite file: an exclusive transaction on a lock file beside it, which the system frees even after kill -9.
import { DatabaseSync } from 'node:sqlite'

export interface FileLock {
  release(): void
}

export function lockDatabaseFile(filename: string): FileLock {
  const lockFile = `${filename}.lock`
  const lock = new DatabaseSync(lockFile)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new Error(
      `another server already uses ${filename} (its lock ${lockFile} is held): stop it first, or set MC_DATA_DIR to another folder`,
      { cause },
    )
  }
  return { release: () => lock.close() }
}
