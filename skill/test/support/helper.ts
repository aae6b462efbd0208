// The generated helper, run as an agent runs it: a command, its exit code, one line out.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const script = fileURLToPath(new URL('../../dist/mission-control/scripts/mission.mjs', import.meta.url))

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
  /** What stands on the one line. */
  readonly data: Line
}

/** What tests read of it; each verb prints some of these. */
export interface Line {
  readonly id: string
  readonly agentId: string
  readonly claimCode: string
  readonly attached: string
  readonly bookedCostMicros: number
  readonly spentCostMicros: number
  readonly task: { readonly inputFile: string }
  readonly answers: readonly object[]
  readonly messages: readonly object[]
}

export interface Helper {
  readonly stateDir: string
  run(...args: string[]): Promise<Outcome>
  /** As `run`, with other settings for this once. */
  runWith(env: Record<string, string>, ...args: string[]): Promise<Outcome>
  remove(): Promise<void>
}

/** All that any helper ever printed. */
export const printed: string[] = []

/** An agent's own place on a machine: its settings and its state folder. */
export async function createHelper(settings: Record<string, string>): Promise<Helper> {
  const stateDir = await mkdtemp(join(tmpdir(), 'mission-control-state-'))
  const base = { PATH: process.env.PATH ?? '', HOME: stateDir, MC_STATE_DIR: stateDir, ...settings }
  const runWith: Helper['runWith'] = (env, ...args) =>
    new Promise((resolve) => {
      execFile(process.execPath, [script, ...args], { env: { ...base, ...env } }, (error, out, err) => {
        printed.push(out, err)
        const code = error ? Number(error.code) : 0
        resolve({ code, out, err, data: out.startsWith('{') ? JSON.parse(out) : null })
      })
    })
  return {
    stateDir,
    runWith,
    run: (...args) => runWith({}, ...args),
    remove: () => rm(stateDir, { recursive: true, force: true }),
  }
}
