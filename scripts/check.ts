// Everything that can be said about the code without running it: format, lint, drift, contract, architecture, types, unused
// code. Each step says how long it took; the output of those that failed comes last, where one looks.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { programEntry } from './bootstrap/program.mjs'

const root = resolve(import.meta.dirname, '..')
const program = (name: string, ...args: string[]): string[] => [programEntry(root, name), ...args]

/** The slow ones first: there are only as many lanes as small machines have cores. */
const steps: Record<string, string[]> = {
  types: program('tsc', '-b'),
  'unused code': program('knip', '--no-progress', '--no-config-hints'),
  'generated files': ['scripts/generate.ts', '--check'],
  'format and lint': program('biome', 'check', '--colors=off'),
  contract: ['scripts/lint-spec.ts'],
  architecture: ['scripts/architecture.ts'],
}
const lanes = 2

interface Outcome {
  name: string
  passed: boolean
  output: string
}

const outcomes = await runAll(Object.entries(steps))
const failed = outcomes.filter((outcome) => !outcome.passed)
for (const { name, output } of failed) console.error(`\n── ${name} ──\n${output.trim()}`)
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join(', ')}.`)
  process.exitCode = 1
}

async function runAll(waiting: [name: string, args: string[]][]): Promise<Outcome[]> {
  const queue = waiting.values()
  const done: Outcome[] = []
  const lane = async () => {
    for (const [name, args] of queue) done.push(await runStep(name, args))
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return done
}

async function runStep(name: string, args: string[]): Promise<Outcome> {
  const started = performance.now()
  const { code, output } = await run(args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(16)} ${seconds.padStart(5)} s`)
  return { name, passed: code === 0, output }
}

function run(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  return new Promise((done) => {
    child.on('close', (code) => done({ code, output: Buffer.concat(chunks).toString() }))
  })
}
