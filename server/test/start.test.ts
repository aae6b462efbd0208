// A start that fails says what is wrong with what it was given, and keeps nothing from the start after it.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseFilename, explainFault } from '../src/data-folder.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mission-control-start-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs until it ends by itself, or until it has printed what is waited for. */
async function start(environment: Record<string, string>, until = /nothing it prints/) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', MC_DATA_DIR: folder, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      printed += chunk
      if (until.test(printed)) child.kill('SIGTERM')
    })
  const [code] = await once(child, 'close')
  return { code, printed }
}

test('IF-1: the first admin key is printed, also where a start before failed for its port', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = String((taken.address() as AddressInfo).port)
  const failed = await start({ PORT: port })
  taken.close()
  expect(failed).toMatchObject({ code: 1, printed: expect.stringContaining(`port ${port} on 127.0.0.1 is taken`) })
  expect(failed.printed).not.toContain('mc_user_')
  const second = await start({}, /First agents|Sign in/)
  expect(second.printed).toMatch(/Admin key \(shown only now\): +mc_user_[0-9A-Za-z]{38}\n/)
})

test('IF-1: a disk that is full when the database is open already is named, with what to do', () => {
  const database = new DatabaseSync(join(folder, 'small.db'))
  database.exec('PRAGMA max_page_count = 2; CREATE TABLE t (text TEXT)')
  let fault: unknown
  try {
    database.exec(`INSERT INTO t VALUES ('${'x'.repeat(20_000)}')`)
  } catch (error) {
    fault = error
  }
  database.close()
  const told = `no room is left on the disk of ${join(folder, databaseFilename)}. Free some space`
  expect(explainFault(folder, fault as Error).message).toBe(`MC_DATA_DIR=${folder} cannot be used: ${told}`)
  const other = new Error('something else')
  expect(explainFault(folder, other)).toBe(other)
})

describe('a data folder that cannot be used', () => {
  const complaintAbout = async (dataDir: string) => {
    const { code, printed } = await start({ MC_DATA_DIR: dataDir })
    expect(code).toBe(1)
    const [, told] = printed.split(`Mission Control cannot start: MC_DATA_DIR=${dataDir} cannot be used: `)
    return told
  }

  test('IF-1: a file, and what is below a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await complaintAbout(file)).toBe(`${file} is a file, not a folder. Name a folder\n`)
    expect(await complaintAbout(join(file, 'data'))).toMatch(/Name a folder\n$/)
  })

  test.runIf(existsSync('/proc/self'))('IF-1: a place where no folder can be made ends at once', async () => {
    expect(await complaintAbout('/proc/nowhere/data')).toContain(
      '/proc/nowhere cannot be made: its folder takes none. ',
    )
  })

  test('IF-1: a database that is none, and one that is a folder', async () => {
    const database = join(folder, databaseFilename)
    writeFileSync(database, 'no database at all, but long enough to be looked at. '.repeat(40))
    expect(await complaintAbout(folder)).toContain(`${database} is no database. Move it out of the way`)
    rmSync(database)
    mkdirSync(database)
    expect(await complaintAbout(folder)).toContain(`${database} or its lock file cannot be opened. Let both be files`)
  })

  test.skipIf(process.platform === 'win32')('IF-1: what this user may not write', async () => {
    const database = join(folder, databaseFilename)
    await start({}, /Sign in/)
    for (const path of [folder, database]) if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534)
    chmodSync(database, 0o444)
    rmSync(`${database}.lock`)
    expect(await openAsNobody()).toContain(`cannot be used: ${database} or its lock file is read-only. Make both`)
    chmodSync(folder, 0o555)
    expect(await openAsNobody()).toContain(`cannot be used: this user may not read and write ${folder}. Name a folder`)
    chmodSync(folder, 0o755)
  })

  /** Root may write everywhere, so it becomes another user once everything is loaded. */
  const openAsNobody = () =>
    new Promise<string>((resolve) => {
      const program = `
        import { openDataFolder } from ${JSON.stringify(new URL('../src/data-folder.ts', import.meta.url).href)}
        import { monotonicClock } from ${JSON.stringify(new URL('../src/kernel/clock.ts', import.meta.url).href)}
        if (process.getuid() === 0) process.setuid(65534)
        await openDataFolder(${JSON.stringify(folder)}, monotonicClock())`
      execFile(process.execPath, ['--input-type=module', '-e', program], (_error, _output, complaint) =>
        resolve(complaint),
      )
    })
})
