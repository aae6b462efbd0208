// The data folder: made where it is missing, and whatever makes it unfit told with the variable that names it.
import { accessSync, constants, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Clock } from './kernel/clock.ts'
import { openSqliteStore, type SqliteStore } from './kernel/store/sqlite-store.ts'
import { UnusableDatabase } from './kernel/store/unusable-database.ts'

export const databaseFilename = 'mission-control.db'

/** @throws Error `MC_DATA_DIR=… cannot be used`, with why and what to do. */
export async function openDataFolder(dataDir: string, clock: Clock): Promise<SqliteStore> {
  const filename = join(dataDir, databaseFilename)
  try {
    makeFolder(resolve(dataDir))
    const store = await openSqliteStore({ filename, clock })
    // Left by a server that was killed; whoever has the lock knows better.
    rmSync(addressFile(dataDir), { force: true })
    return store
  } catch (error) {
    throw unfit(dataDir, filename, error)
  }
}

/** Where the server that holds the folder listens, for who finds it held. */
export const addressFile = (dataDir: string): string => join(dataDir, `${databaseFilename}.address`)

export function keepAddress(dataDir: string, url: string): void {
  writeFileSync(addressFile(dataDir), `${url}\n`)
}

/** Folder by folder: where none can be made (/proc), `recursive` would try for ever. */
function makeFolder(folder: string): void {
  const known = kindOf(folder)
  if (known === 'file') throw new UnusableDatabase(`${folder} is a file, not a folder`, 'Name a folder')
  if (known === 'folder') {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return
  }
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 'nothing'
  return found.isDirectory() ? 'folder' : 'file'
}

/** For what the database says once it is open, such as that the disk is full. */
export const explainFault = (dataDir: string, error: Error): Error =>
  (error as SystemFault).code === 'ERR_SQLITE_ERROR' ? unfit(dataDir, join(dataDir, databaseFilename), error) : error

function unfit(dataDir: string, filename: string, error: unknown): Error {
  const told = error instanceof UnusableDatabase ? error.message : reasonOf(error as SystemFault, filename)
  if (told === null) return error as Error
  return new Error(`MC_DATA_DIR=${dataDir} cannot be used: ${told}`, { cause: error })
}

interface SystemFault {
  readonly code?: string
  readonly path?: string
  /** SQLite's. */
  readonly errcode?: number
}

/** Null for what is no fault of the folder. */
function reasonOf({ code = '', path, errcode = 0 }: SystemFault, filename: string): string | null {
  if (code === 'ERR_SQLITE_ERROR') return sqliteReasons[errcode % 256]?.(filename) ?? null
  return path === undefined ? null : (systemReasons[code]?.(path) ?? null)
}

const elsewhere = 'Name a folder that this user may write to, such as MC_DATA_DIR=./data'
const notPermitted = (path: string) => `this user may not read and write ${path}. ${elsewhere}`

const systemReasons: Record<string, (path: string) => string> = {
  EACCES: notPermitted,
  EPERM: notPermitted,
  EROFS: (path) => `${path} is on a read-only file system. ${elsewhere}`,
  ENOENT: (path) => `${path} cannot be made: its folder takes none. ${elsewhere}`,
  EEXIST: (path) => `${path} leads nowhere. Remove it, or name another folder`,
  ENOTDIR: (path) => `${path} is below something that is no folder. Name a folder`,
  ELOOP: (path) => `${path} is a link that leads back to itself. Remove it, or name another folder`,
  ENAMETOOLONG: () => 'its name is too long. Name a shorter one',
  ENOSPC: (path) => `no room is left for ${path}. Free some space on the disk`,
  EDQUOT: (path) => `this user's share of the disk is full, so ${path} cannot be made. Free some space`,
}

/** PERM, BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB. */
const sqliteReasons: Record<number, (filename: string) => string> = {
  3: notPermitted,
  5: (filename) => `another program has locked ${filename}. End it, or name another folder`,
  8: (filename) =>
    `${filename} or its lock file is read-only. Make both writable for this user, or name another folder`,
  10: (filename) => `the disk failed while ${filename} was read or written. Look at the disk, or name another folder`,
  11: (filename) => `${filename} is damaged. Restore a backup, or name another folder`,
  13: (filename) => `no room is left on the disk of ${filename}. Free some space`,
  14: (filename) =>
    `${filename} or its lock file cannot be opened. Let both be files this user may write, or name another folder`,
  26: (filename) => `${filename} is no database. Move it out of the way, restore a backup, or name another folder`,
}
