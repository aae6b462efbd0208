// Claims, heartbeats, usage reports and task creations per second beside a bare echo, measured in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { api, makeAgents } from './api.ts'
import { type Figure, type Slice, toLine } from './figures.ts'
import { type Load, postBytes, runLoad } from './load.ts'
import { processorSeconds, type Running, startProcess } from './process.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    connections: { type: 'string', default: '1,16,64' },
    /** Tasks the agents may not take, made before anything is measured. */
    unfit: { type: 'string', default: '0' },
    /** Tasks the agents may take that stay in the queue. */
    backlog: { type: 'string', default: '10000' },
  },
})

const requests = Number(values.requests)
const connectionCounts = values.connections.split(',').map(Number)
const serverFile = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const echoFile = fileURLToPath(new URL('./echo.ts', import.meta.url))

const slicesEach = 7
const figures: Figure[] = []

type NextRequest = (connection: number, nth: number) => string

const nextEcho: NextRequest = (connection) =>
  postBytes(
    '/api/v1/echo',
    { instanceId: 'i', leases: [{ taskId: `tsk_${connection}`, fence: 1 }] },
    `mc_echo_${connection}`,
  )

async function runSlice(target: Running, connections: number, next: NextRequest, onBody?: Load['onBody']) {
  // One connection waits for each fsync: a twentieth of the requests says as much.
  const count = Math.ceil(requests / slicesEach / (connections === 1 ? 10 : 1))
  const before = processorSeconds(target.pid)
  const result = await runLoad({ port: target.port, connections, requests: count, next, onBody })
  const after = processorSeconds(target.pid)
  return { result, processorSeconds: before === null || after === null ? null : after - before }
}

/** Slices of the echo and of what is measured take turns: what else the machine does meets both. */
async function measure(
  what: string,
  { server, echo }: Servers,
  connections: number,
  next: NextRequest,
  onBody?: Load['onBody'],
): Promise<void> {
  const slices: Slice[] = []
  const yardstick: Slice[] = []
  for (let turn = 0; turn < slicesEach; turn += 1) {
    yardstick.push(await runSlice(echo, connections, nextEcho))
    slices.push(await runSlice(server, connections, next, onBody))
  }
  const figure = { what, connections, slices, yardstick }
  figures.push(figure)
  const { 'per second': perSecond, 'of echo': ofEcho } = toLine(figure)
  process.stderr.write(`  ${what}, ${connections} connections: ${perSecond} a second, ${ofEcho} of the echo\n`)
}

interface Servers {
  readonly server: Running
  readonly echo: Running
}

async function measureServer(folder: string, echo: Running): Promise<void> {
  const server = await startProcess(
    serverFile,
    { PORT: '0', MC_DATA_DIR: folder, LOG_LEVEL: 'warn', MC_ADMIN_KEY: '', MC_PUBLIC_URL: '' },
    /http:\/\/127\.0\.0\.1:(\d+)/,
  )
  const servers = { server, echo }
  while (!/mc_user_\w{38}/.test(server.output)) await new Promise((resolve) => setTimeout(resolve, 50))
  const adminKey = /mc_user_\w{38}/.exec(server.output)![0]
  const admin = api(server.port, adminKey)
  await admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 9_000_000_000_000 })
  await admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 50_000_000 })

  const create = (capability: string) => () =>
    postBytes(
      '/api/v1/tasks',
      { title: 'A task', requiredCapabilities: [capability], estimateCostMicros: 1000 },
      adminKey,
    )
  const unfit = Number(values.unfit)
  if (unfit > 0) {
    process.stderr.write(`  making ${unfit} tasks the agents may not take\n`)
    await runLoad({ port: server.port, connections: 64, requests: unfit, next: create('other') })
  }
  const claims = connectionCounts.reduce((sum, connections) => sum + (connections === 1 ? requests / 10 : requests), 0)
  await runLoad({
    port: server.port,
    connections: 64,
    requests: Math.max(1, Number(values.backlog)),
    next: create('bench'),
  })
  for (const connections of connectionCounts) await measure('create task', servers, connections, create('bench'))

  const claimants = await makeAgents(admin, Math.ceil((claims + 1000) / 100) + 64, 'claimant')
  const runs: { runId: string; taskId: string; key: string }[] = []
  let nextClaim = 0
  const claimed = new Map<number, string>()
  for (const connections of connectionCounts) {
    await measure(
      'claim',
      servers,
      connections,
      (connection) => {
        const key = claimants[Math.floor(nextClaim / 100) % claimants.length]!
        claimed.set(connection, key)
        nextClaim += 1
        return postBytes(
          '/api/v1/tasks/claim',
          { claimRequestId: `c${nextClaim}`, instanceId: 'i', leaseSeconds: 3600, waitSeconds: 0 },
          key,
        )
      },
      (connection, body) => {
        if (runs.length >= 1000) return
        const ids = /"lease":\{"taskId":"(\w+)","runId":"(\w+)"/.exec(body)
        if (ids) runs.push({ taskId: ids[1]!, runId: ids[2]!, key: claimed.get(connection)! })
      },
    )
  }
  const beaters = await makeAgents(admin, 64, 'beater')
  const held: { taskId: string; key: string }[] = []
  for (const key of beaters) {
    const { task } = await admin.post<{ task: { id: string } }>(
      '/tasks/claim',
      { claimRequestId: 'beat', instanceId: 'i', leaseSeconds: 3600, waitSeconds: 0 },
      key,
    )
    held.push({ taskId: task.id, key })
  }
  for (const connections of connectionCounts) {
    await measure('heartbeat', servers, connections, (connection) => {
      const { taskId, key } = held[connection % held.length]!
      return postBytes('/api/v1/agents/heartbeat', { instanceId: 'i', leases: [{ taskId, fence: 1 }] }, key)
    })
  }
  let report = 0
  for (const connections of connectionCounts) {
    await measure('usage report', servers, connections, () => {
      report += 1
      const { runId, key } = runs[report % runs.length]!
      const lines = [
        { meter: 'input_token', quantity: 1200 },
        { meter: 'output_token', quantity: 80 },
      ]
      return postBytes(
        `/api/v1/runs/${runId}/usage`,
        { reportId: `r${report}`, provider: 'openai', model: 'gpt-4o-mini', lines },
        key,
      )
    })
  }
  await server.stop()
}

const folder = mkdtempSync(join(tmpdir(), 'mission-control-bench-'))
try {
  process.stderr.write(
    `${requests} requests at each of ${connectionCounts.join(', ')} connections, every write durable\n`,
  )
  const echo = await startProcess(echoFile, {}, /listening (\d+)/)
  await runLoad({ port: echo.port, connections: 16, requests: 5000, next: nextEcho })
  await measureServer(folder, echo)
  await echo.stop()
  console.table(figures.map(toLine))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
