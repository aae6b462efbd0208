// Claims, heartbeats, usage reports and task creations per second beside a bare echo, measured in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { api, makeAgents } from './api.ts'
import { type LoadResult, postBytes, runLoad } from './load.ts'
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

interface Figure {
  readonly what: string
  readonly connections: number
  readonly result: LoadResult
  readonly processorMicroseconds: number | null
}

const figures: Figure[] = []

async function measure(
  what: string,
  target: Running,
  connections: number,
  next: (connection: number, nth: number) => string,
  onBody?: (connection: number, body: string) => void,
): Promise<void> {
  // One connection waits for each fsync: a twentieth of the requests says as much.
  const count = connections === 1 ? Math.ceil(requests / 10) : requests
  const before = processorSeconds(target.pid)
  const result = await runLoad({ port: target.port, connections, requests: count, next, onBody })
  const after = processorSeconds(target.pid)
  const used = before === null || after === null ? null : ((after - before) / result.requests) * 1_000_000
  figures.push({ what, connections, result, processorMicroseconds: used })
  process.stderr.write(`  ${what}, ${connections} connections: ${Math.round(result.perSecond)} a second\n`)
}

async function measureEcho(): Promise<void> {
  const echo = await startProcess(echoFile, {}, /listening (\d+)/)
  const next = (connection: number) =>
    postBytes(
      '/api/v1/echo',
      { instanceId: 'i', leases: [{ taskId: `tsk_${connection}`, fence: 1 }] },
      `mc_echo_${connection}`,
    )
  await runLoad({ port: echo.port, connections: 16, requests: 5000, next })
  for (const connections of connectionCounts) await measure('echo', echo, connections, next)
  await echo.stop()
}

async function measureServer(folder: string): Promise<void> {
  const server = await startProcess(
    serverFile,
    { PORT: '0', MC_DATA_DIR: folder, LOG_LEVEL: 'warn', MC_ADMIN_KEY: '', MC_PUBLIC_URL: '' },
    /http:\/\/127\.0\.0\.1:(\d+)/,
  )
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
  for (const connections of connectionCounts) await measure('create task', server, connections, create('bench'))

  const claimants = await makeAgents(admin, Math.ceil((claims + 1000) / 100) + 64, 'claimant')
  const runs: { runId: string; taskId: string; key: string }[] = []
  let nextClaim = 0
  const claimed = new Map<number, string>()
  for (const connections of connectionCounts) {
    await measure(
      'claim',
      server,
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
    await measure('heartbeat', server, connections, (connection) => {
      const { taskId, key } = held[connection % held.length]!
      return postBytes('/api/v1/agents/heartbeat', { instanceId: 'i', leases: [{ taskId, fence: 1 }] }, key)
    })
  }
  let report = 0
  for (const connections of connectionCounts) {
    await measure('usage report', server, connections, () => {
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

function printFigures(): void {
  const echo = new Map(figures.filter(({ what }) => what === 'echo').map((figure) => [figure.connections, figure]))
  const rows = figures.map(({ what, connections, result, processorMicroseconds }) => {
    const yardstick = echo.get(connections)!
    return {
      what,
      connections,
      'per second': Math.round(result.perSecond),
      'of echo': Number((result.perSecond / yardstick.result.perSecond).toFixed(2)),
      'p50 ms': Number(result.p50Milliseconds.toFixed(2)),
      'p99 ms': Number(result.p99Milliseconds.toFixed(2)),
      'server CPU µs': processorMicroseconds === null ? null : Math.round(processorMicroseconds),
    }
  })
  console.table(rows)
}

const folder = mkdtempSync(join(tmpdir(), 'mission-control-bench-'))
try {
  process.stderr.write(
    `${requests} requests at each of ${connectionCounts.join(', ')} connections, every write durable\n`,
  )
  await measureEcho()
  await measureServer(folder)
  printFigures()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
