// `npm run test:platforms`: the packed SDK on every platform it is meant for, against a real server. What cannot be had
// here is said, and is no failure; what fails is.
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { runInBrowser } from './browser.ts'
import type { Done, Given } from './exercise.ts'
import { openPlace } from './place.ts'

const run = promisify(execFile)
const sdk = resolve(import.meta.dirname, '../..')

/** By the package on npm that has the program, and how it is told to run a file. */
const programs: { name: string; package: string; words: string[]; version: string[] }[] = [
  { name: 'Node 22', package: 'node@22', words: ['node'], version: ['node', '--version'] },
  { name: 'Node 24', package: 'node@24', words: ['node'], version: ['node', '--version'] },
  { name: 'Node 26', package: 'node@26', words: ['node'], version: ['node', '--version'] },
  { name: 'Bun', package: 'bun@1.4.5', words: ['bun', 'run'], version: ['bun', '--version'] },
  { name: 'Deno', package: 'deno@2.9.6', words: ['deno', 'run', '--allow-all'], version: ['deno', '--version'] },
]
const longestMs = 120_000
/** Some fetch a hundred megabytes first. */
const longestFetchMs = 300_000

interface Result {
  name: string
  version: string
  outcome: 'passed' | 'failed' | 'not run'
  /** What took how long, or what is wrong. */
  detail: string
}

const place = await openPlace()
const folder = await mkdtemp(join(tmpdir(), 'mission-control-packed-'))
try {
  await installPacked()
  const results: Result[] = []
  for (const program of programs) results.push(await tell(inProgram(program, place.givenTo(program.name, true))))
  results.push(await tell(inBrowser(place.givenTo('Browser', false))))
  print(results)
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1
} finally {
  await place.close()
  await rm(folder, { recursive: true, force: true })
}

/** As a stranger has it: the tarball in an empty folder. */
async function installPacked(): Promise<void> {
  console.log('Packing the SDK …')
  const npx = ['--yes', '--prefer-offline', 'pnpm@12.21.0', 'pack', '--pack-destination', folder]
  await run('npx', npx, { cwd: sdk })
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--omit=peer']
  await run('npm', ['install', ...quietly, `./${tarball}`], { cwd: folder })
  for (const name of ['exercise.ts', 'run.ts']) await copyFile(join(import.meta.dirname, name), join(folder, name))
}

async function inProgram(program: (typeof programs)[number], given: Given): Promise<Result> {
  const { name } = program
  const npx = ['--yes', '--prefer-offline', `--package=${program.package}`, '--']
  const asked = await run('npx', [...npx, ...program.version], { cwd: folder, timeout: longestFetchMs }).catch(asError)
  if (asked instanceof Error) return { name, version: '', outcome: 'not run', detail: reasonIn(asked.message) }
  const version = asked.stdout.split('\n')[0] ?? ''
  const words = [...npx, ...program.words, join(folder, 'run.ts'), JSON.stringify(given)]
  const ran = await run('npx', words, { cwd: folder, timeout: longestMs }).catch((error: { stdout?: string }) => error)
  const answer = answerIn(ran.stdout ?? '')
  if (answer && 'done' in answer) return { name, version, outcome: 'passed', detail: timesOf(answer.done) }
  const detail = answer?.problem ?? (ran instanceof Error ? reasonIn(ran.message) : 'it said nothing')
  return { name, version, outcome: 'failed', detail }
}

async function inBrowser(given: Given): Promise<Result> {
  const name = 'Browser'
  try {
    const { done, version } = await runInBrowser(folder, given)
    return { name, version: `Chromium ${version}`, outcome: 'passed', detail: timesOf(done) }
  } catch (error) {
    const { message } = asError(error)
    // Elsewhere than on Linux it is the installed Chrome, which may not be there.
    const isMissing = /Chromium distribution .* is not found/.test(message)
    return { name, version: '', outcome: isMissing ? 'not run' : 'failed', detail: message }
  }
}

async function tell(running: Promise<Result>): Promise<Result> {
  const result = await running
  console.log(`${result.name}: ${result.outcome}`)
  return result
}

function answerIn(output: string): { done: Done } | { problem: string } | undefined {
  const line = output.trim().split('\n').at(-1) ?? ''
  return line.startsWith('{') ? JSON.parse(line) : undefined
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Of what npm or a program said before it gave up: the line that says why. */
function reasonIn(text: string): string {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => /^(npm error (?!code)|\w*Error\b)/.test(line)) ?? lines[0] ?? ''
}

function timesOf(done: Done): string {
  const parts = Object.entries(done).map(([part, ms]) => `${part} ${ms} ms`)
  return parts.join(', ')
}

function print(results: Result[]): void {
  const head = { name: 'platform', version: 'version', outcome: 'outcome', detail: 'parts' }
  const rows = [head, ...results].map((row) => [row.name, row.version, row.outcome, row.detail])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  console.log()
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}
