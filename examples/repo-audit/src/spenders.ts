// Sixty-four spenders that share one budget and all want money at the same time: each reserves before it spends, spends
// what it reserved on real requests to the server, and goes on until nobody gives it even the smallest sum.
import { randomInt, randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type MissionControl, MissionControlError } from '@mission-control/sdk'
import { connect } from './worker/identity.ts'
import { stopSignal } from './worker/parent.ts'

/** What the director is told at the end. */
export interface SpendingReport {
  /** Micro-dollars, as the server answered each report. */
  spent: number
  runs: number
  refusals: number
  /** The highest counter, spent and reserved, in any answer. */
  highest: number
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    name: { type: 'string' },
    'key-file': { type: 'string' },
    spenders: { type: 'string', default: '64' },
  },
})
const { url, name, 'key-file': keyFile, spenders } = values
if (!url || !name || !keyFile) throw new Error('Usage: spenders.ts --url <server> --name <name> --key-file <file>')

/** In requests, of which each costs a micro-dollar by the price list of the server. */
const firstEstimate = 8

const signal = stopSignal()
signal.addEventListener('abort', () => process.exit(1))
const client = await connect({
  baseUrl: url,
  name,
  description: 'Sixty-four spenders with one budget.',
  keyFile,
  enrollmentToken: process.env.MC_ENROLLMENT_TOKEN,
})
const report: SpendingReport = { spent: 0, runs: 0, refusals: 0, highest: 0 }
const { agentId } = await client.me.get()
process.send?.({ ready: agentId })
await new Promise((resolve) => process.once('message', resolve))
await Promise.all(Array.from({ length: Number(spenders) }, () => spend(client)))
process.send?.({ report }, () => process.exit())

async function spend(agent: MissionControl): Promise<void> {
  let estimate = firstEstimate
  while (estimate >= 1) {
    try {
      await run(agent, estimate)
    } catch (error) {
      if (!(error instanceof MissionControlError && error.code === 'budget_exhausted')) throw error
      report.refusals++
      estimate = Math.floor(estimate / 2)
    }
  }
}

/** Spends all it reserved or a part of it, in two reports. */
async function run(agent: MissionControl, estimateCostMicros: number): Promise<void> {
  const title = 'Spending what is there'
  const { id: runId } = await agent.runs.start({ startRequestId: randomUUID(), title, estimateCostMicros })
  report.runs++
  const requests = randomInt(1, estimateCostMicros + 1)
  const first = Math.ceil(requests / 2)
  await buy(agent, runId, first)
  if (requests > first) await buy(agent, runId, requests - first)
  await agent.runs.complete({ runId })
}

async function buy(agent: MissionControl, runId: string, requests: number): Promise<void> {
  for (let count = 0; count < requests; count++) await agent.system.info()
  const lines = [{ meter: 'request' as const, quantity: requests }]
  const { usage, budgets } = await agent.usage.report({ runId, reportId: randomUUID(), lines })
  report.spent += usage.bookedCostMicros
  for (const { spentCostMicros, reservedCostMicros } of budgets) {
    report.highest = Math.max(report.highest, spentCostMicros + reservedCostMicros)
  }
}
