// `npm run admin-key`: a new key for who runs the server, from its own shell, for when the others are lost.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressFile, databaseFilename, openDataFolder } from './data-folder.ts'
import { makeAdminKey } from './first-start.ts'
import { monotonicClock } from './kernel/clock.ts'
import { type Config, readConfig } from './kernel/config.ts'
import { newSecret } from './kernel/credentials.ts'
import type { SqliteStore } from './kernel/store/sqlite-store.ts'
import { DatabaseInUse } from './kernel/store/unusable-database.ts'

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

async function open({ dataDir }: Config): Promise<SqliteStore> {
  try {
    return await openDataFolder(dataDir, monotonicClock())
  } catch (error) {
    const inUse = (error as Error).cause instanceof DatabaseInUse
    throw inUse ? new Error(inUseAdvice(dataDir), { cause: error }) : error
  }
}

const inUseAdvice = (dataDir: string): string =>
  `a server is using ${join(dataDir, databaseFilename)}, and only one process may write to it. Either
  stop that server (Ctrl-C, or SIGTERM), run this again and start it, or
  ask it for a key with one that still works:
    curl -X POST ${addressOfServer(dataDir)}/api/v1/keys -H 'Content-Type: application/json' \\
      -H 'Authorization: Bearer <your key>' -d '{"name":"Another key"}'`

/** A server on its way up holds the folder and has no address yet. */
function addressOfServer(dataDir: string): string {
  try {
    return readFileSync(addressFile(dataDir), 'utf8').trim()
  } catch {
    return '<its address>'
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`No key was made: ${error.message}\n`)
  process.exitCode = 1
})
