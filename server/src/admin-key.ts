// `npm run admin-key`: a new key for who runs the server, from its own shell, for when the others are lost.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFilename, makeAdminKey } from './first-start.ts'
import { monotonicClock } from './kernel/clock.ts'
import { type Config, readConfig } from './kernel/config.ts'
import { newSecret } from './kernel/credentials.ts'
import { openSqliteStore, type SqliteStore } from './kernel/store/sqlite-store.ts'

const usage = `Usage: npm run admin-key             makes a key for the first admin and prints it; the server must not be running
       npm run admin-key -- --print  prints a fresh key for MC_ADMIN_KEY and stores nothing`

async function main(options: readonly string[]): Promise<void> {
  if (options.length === 0) return makeKey(readConfig(process.env))
  if (options.length === 1 && options[0] === '--print') {
    process.stdout.write(`${newSecret('user').secret}\n`)
    return
  }
  const isAsked = options.length === 1 && (options[0] === '--help' || options[0] === '-h')
  if (!isAsked) throw new Error(`unknown options: ${options.join(' ')}\n${usage}`)
  process.stdout.write(`${usage}\n`)
}

async function makeKey(config: Config): Promise<void> {
  const store = await open(config)
  try {
    const key = await makeAdminKey(store)
    process.stderr.write('A new admin key; it is stored only as a hash and shown nowhere again:\n')
    process.stdout.write(`${key}\n`)
  } finally {
    await store.close()
  }
}

async function open(config: Config): Promise<SqliteStore> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const filename = join(config.dataDir, databaseFilename)
  try {
    return await openSqliteStore({ filename, clock: monotonicClock() })
  } catch (error) {
    if (isLocked(error)) throw new Error(lockedAdvice(filename, config), { cause: error })
    throw error
  }
}

const sqliteBusy = 5

/** The lock beside the database is held: a server runs. */
function isLocked(error: unknown): boolean {
  const { cause } = error as { cause?: { errcode?: number } }
  return ((cause?.errcode ?? 0) & 0xff) === sqliteBusy
}

const lockedAdvice = (filename: string, { host, port }: Config): string =>
  `a server is using ${filename}, and only one process may write to it. Either
  stop that server (Ctrl-C, or SIGTERM), run this again and start it, or
  ask it for a key with one that still works:
    curl -X POST http://${host}:${port}/api/v1/keys -H 'Content-Type: application/json' \\
      -H 'Authorization: Bearer <your key>' -d '{"name":"Another key"}'`

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`No key was made: ${error.message}\n`)
  process.exitCode = 1
})
