// A machine to run the program on: its streams, its home, its environment, without a process of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { run } from '../../src/run.ts'
import type { Terminal } from '../../src/terminal.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What stdout holds, as the JSON document it is. */
  json<T = Record<string, unknown>>(): T
  /** What stdout holds, as the JSON lines they are. */
  lines<T = Record<string, unknown>>(): T[]
}

export interface ShellOptions {
  /** A terminal so wide; else the output goes into a pipe. */
  readonly columns?: number
  /** What comes in; on a terminal it is typed. */
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Sees what is printed, as it is printed. */
  readonly onOutput?: (stdout: string) => void
  readonly signal?: AbortSignal
}

export class Shell {
  readonly home = mkdtempSync(join(tmpdir(), 'mission-cli-'))
  readonly configPath = join(this.home, '.config/mission-control/mission.json')
  env: Readonly<Record<string, string>> = {}
  now: () => number = Date.now

  async mission(words: readonly string[], options: ShellOptions = {}): Promise<Ran> {
    const isTTY = options.columns !== undefined
    let stdout = ''
    let stderr = ''
    const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: () => stdin })
    if (options.input !== undefined) stdin.end(options.input)
    const terminal: Terminal = {
      stdin,
      stdout: {
        isTTY,
        columns: options.columns,
        write: (text) => {
          stdout += typeof text === 'string' ? text : Buffer.from(text).toString()
          options.onOutput?.(stdout)
        },
      },
      stderr: {
        isTTY,
        columns: options.columns,
        write: (text) => {
          stderr += text
        },
      },
      env: { TERM: 'xterm', ...this.env, ...options.env },
      platform: 'linux',
      homedir: this.home,
      nodeVersion: process.version,
      signal: options.signal ?? new AbortController().signal,
      now: this.now,
    }
    const code = await run(words, terminal)
    return {
      code,
      stdout,
      stderr,
      json: () => JSON.parse(stdout),
      lines: () =>
        stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
    }
  }

  /** Puts a file into the home folder. */
  file(name: string, text: string): string {
    const path = join(this.home, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true })
  }
}
