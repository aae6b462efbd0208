// A server as a process of its own, that can be killed like one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const main = join(import.meta.dirname, '../../src/main.ts')

export interface ServerProcess {
  readonly port: number
  /** As the power cut does: at once, with nothing said. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** How it ended, and all it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>
}

export async function startServerProcess(options: {
  dataDir: string
  adminKey: string
  /** @default one that is free */
  port?: number
  /** For Node itself. @default none */
  nodeOptions?: string
}): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(options.port ?? 0),
      MC_DATA_DIR: options.dataDir,
      MC_ADMIN_KEY: options.adminKey,
      LOG_LEVEL: 'error',
      ...(options.nodeOptions && { NODE_OPTIONS: options.nodeOptions }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = [text(child.stdout!), text(child.stderr!)]
  const ended = once(child, 'exit').then(async ([code]) => ({ code, output: (await Promise.all(printed)).join('') }))
  const port = await portOf(child)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  return { port, ended, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

function portOf(child: ChildProcess): Promise<number> {
  let output = ''
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
    child.stderr!.on('data', (chunk: Buffer) => {
      output += chunk
    })
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1]
      if (port) resolve(Number(port))
    })
  })
}
