// Starts a Mission Control of its own for the demo: a free port, an empty database, a key nobody else has.
import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { MissionControl } from '@mission-control/sdk'
import type { Child, Children } from './children.ts'

export interface Server {
  url: string
  child: Child
  /** As the person who runs it. */
  admin: MissionControl
}

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const program = (name: string): string => join(root, 'server', 'src', name)
const tether = new URL('../tether.ts', import.meta.url).href

const patienceMs = 30_000
const askAgainMs = 50

/** @throws Error with the last lines of its log if it does not start */
export async function startServer(
  children: Children,
  { port, dataFolder }: { port: number; dataFolder: string },
): Promise<Server> {
  const { stdout } = await promisify(execFile)(process.execPath, [program('admin-key.ts'), '--print'])
  const adminKey = stdout.trim()
  const chosen = port === 0 ? await freePort() : port
  const child = children.start({
    name: 'server',
    file: program('main.ts'),
    preload: tether,
    env: {
      HOST: '127.0.0.1',
      PORT: String(chosen),
      MC_DATA_DIR: dataFolder,
      MC_ADMIN_KEY: adminKey,
      MC_PUBLIC_URL: undefined,
      DATABASE_URL: undefined,
      LOG_LEVEL: 'warn',
    },
  })
  child.isDismissed = true
  const url = `http://127.0.0.1:${chosen}`
  await untilReady(child, url, adminKey)
  child.isDismissed = false
  return { url, child, admin: new MissionControl({ baseUrl: url, apiKey: adminKey }) }
}

/** Asks with the key, since another server may answer on a port that the person chose. */
async function untilReady(child: Child, url: string, adminKey: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  const headers = { Authorization: `Bearer ${adminKey}` }
  while (child.isRunning && performance.now() < deadline) {
    const answer = await fetch(`${url}/api/v1/me`, { headers }).catch(() => undefined)
    if (answer?.ok) return
    await sleep(askAgainMs)
  }
  const why = child.isRunning ? `is not ready after ${patienceMs / 1000} seconds` : `ended with ${await child.ended}`
  throw new Error(`Mission Control ${why}:\n${child.lastLines(10)}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
