// A real Mission Control on an empty folder, and whoever runs it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MissionControl, type TaskDetail } from '@mission-control/sdk'
import { type Program, startProgram } from './program.ts'
import { until } from './until.ts'

export interface Server extends AsyncDisposable {
  url: string
  /** As the person who runs it. */
  admin: MissionControl
  /** A folder of this server that goes with it, for keys and files. */
  folder: string
  /** What a program needs to join and to keep its key: `MC_URL`, `MC_ENROLLMENT_TOKEN` and a folder for settings. */
  environment(): Promise<Record<string, string>>
  /** Waits until the task is over or in the state named, and gives all there is to know. */
  taskIn(state: string, taskId: string): Promise<TaskDetail>
  /** Stops and starts it again on the same port and data; `meanwhile` it is away. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
}

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))
const address = /http:\/\/127\.0\.0\.1:\d+(?=\D)/
const firstKey = /mc_user_[0-9A-Za-z]+(?=\s)/
const over = ['done', 'failed', 'canceled', 'blocked']

export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-example-'))
  let program = await listen(0)
  const url = address.exec(program.output())![0]
  // Printed once, at the first start.
  await program.prints(firstKey)
  const admin = new MissionControl({ baseUrl: url, apiKey: firstKey.exec(program.output())![0] })

  async function listen(port: number): Promise<Program> {
    const server = startProgram(process.execPath, [main], {
      PORT: String(port),
      MC_DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'error',
    })
    await server.prints(address).catch(async (error) => {
      await server[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
      throw error
    })
    return server
  }

  return {
    url,
    admin,
    folder,
    async environment() {
      const { secret } = await admin.enrollmentTokens.create({ name: 'Example' })
      return { MC_URL: url, MC_ENROLLMENT_TOKEN: secret!, XDG_CONFIG_HOME: folder, APPDATA: folder }
    },
    taskIn(state, taskId) {
      return until(`${state} task`, async () => {
        const detail = await admin.tasks.get({ taskId })
        if (detail.task.state === state) return detail
        if (over.includes(detail.task.state)) throw new Error(`The task is ${JSON.stringify(detail.task)}.`)
        return undefined
      })
    },
    async restart(meanwhile) {
      program.signal('SIGTERM')
      await program.ended
      await meanwhile?.()
      program = await listen(Number(new URL(url).port))
    },
    async [Symbol.asyncDispose]() {
      program.signal('SIGTERM')
      const end = await program.ended
      rmSync(folder, { recursive: true, force: true })
      if (end !== 0) throw new Error(`The server had ended with ${end}:\n${program.output()}`)
    },
  }
}
