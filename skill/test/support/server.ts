// The real server in a process of its own, as a person would start it, and an admin to do what people do.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))

export interface RunningServer {
  readonly url: string
  readonly adminKey: string
  readonly enrollmentToken: string
  /** As the first admin; throws where the server refuses. */
  admin<T = unknown>(method: string, path: string, body?: object): Promise<T>
  stop(): Promise<void>
}

interface Envelope<T> {
  readonly data: T
  readonly error?: { readonly code: string; readonly message: string }
}

export async function startServer(): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mission-control-skill-'))
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    MC_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    MC_PUBLIC_URL: '',
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const greeting = await readGreeting(child)
  const url = find(greeting, /is up: (\S+)/)
  const adminKey = find(greeting, /(mc_user_\w+)/)
  return {
    url,
    adminKey,
    enrollmentToken: find(greeting, /(mc_enroll_\w+)/),
    async admin<T>(method: string, path: string, body?: object) {
      const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' }
      const response = await fetch(`${url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })
      const { data, error } = (await response.json()) as Envelope<T>
      if (error) throw new Error(`${error.code}: ${error.message}`)
      return data
    },
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The text up to its end, where the token stands in the lines of the skill. */
function readGreeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.setEncoding('utf8').on('data', (part) => {
      text += part
      if (text.includes('Use the mission-control skill')) resolve(text)
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${text}`)))
  })
}

function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (!found) throw new Error(`${pattern} is not in:\n${text}`)
  return found
}
