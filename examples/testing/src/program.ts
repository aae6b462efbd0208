// A program as a person starts it, with all it says.
import { spawn } from 'node:child_process'
import { until } from './until.ts'

export interface Program extends AsyncDisposable {
  /** All it has printed so far, on both channels. */
  output(): string
  /** Waits until it has printed this. */
  prints(text: string | RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  /** How it ended: its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

const passedOn = ['PATH', 'HOME', 'TMPDIR', 'SYSTEMROOT']

/** @param environment all it gets to know beside the path; what is undefined it does not get to know */
export function startProgram(
  command: string,
  args: readonly string[],
  environment: Record<string, string | undefined>,
): Program {
  const inherited = Object.fromEntries(passedOn.map((name) => [name, process.env[name]]))
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...inherited, ...environment } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  ended.catch(() => {})
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const has = (text: string | RegExp) => (typeof text === 'string' ? output.includes(text) : text.test(output))
  return {
    output: () => output,
    async prints(text) {
      await until(`${text} from ${args.at(-1)}`, () => has(text) || hasEnded()).catch((error: Error) => {
        throw new Error(`${error.message} It printed:\n${output}`)
      })
      if (!has(text)) throw new Error(`It ended with ${await ended} before it printed ${text}:\n${output}`)
    },
    signal: (name) => void child.kill(name),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended.catch(() => {})
    },
  }
}
