// Makes a program of its own for a test: a script of turns, an executable, and what it was started with.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface FakeProgram extends AsyncDisposable {
  /** A file one can start. */
  path: string
  /** What it must be started with. */
  env: Record<string, string>
  /** The arguments of each start, and what it was told. */
  seen(): Promise<{ calls: string[][]; inputs: unknown[] }>
}

/** @param turns what it prints for each turn; `die` and `wait` are done, not printed */
export async function fakeProgram(turns: unknown[][], account: object = {}): Promise<FakeProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-program-'))
  const [path, script] = [join(folder, 'program.mjs'), join(folder, 'script.json')]
  const program = pathToFileURL(join(import.meta.dirname, 'fake-program.mjs'))
  await writeFile(path, `#!${process.execPath}\nimport '${program}'\n`, { mode: 0o755 })
  await writeFile(script, JSON.stringify({ turns, account, calls: [], inputs: [] }))
  return {
    path,
    env: { FAKE_SCRIPT: script, PATH: process.env.PATH ?? '' },
    seen: async () => JSON.parse(await readFile(script, 'utf8')),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
