// Scene: sixty-four spenders at once against a small limit, and a counter that never passes it.
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SpendingReport } from '../spenders.ts'
import { agentCalled, enroll, keyFileOf } from './cast.ts'
import type { Stage } from './stage.ts'

const name = 'sixty-four-spenders'
const program = fileURLToPath(new URL('../spenders.ts', import.meta.url))
const limitCostMicros = 500
const dayMs = 86_400_000
/** A budget of a day begins anew at midnight, which would spoil the sum. */
const marginMs = 30_000

export async function spendAtOnce(stage: Stage): Promise<void> {
  const { admin, children, server, terminal, promises } = stage
  await passMidnight(stage)
  const token = await enroll(stage, name, [])
  const child = children.start({
    name,
    file: program,
    args: ['--url', server.url, '--name', name, '--key-file', keyFileOf(stage, name)],
    env: { MC_ENROLLMENT_TOKEN: token, MC_ADMIN_KEY: undefined },
  })
  const ready = once(child.process, 'message')
  const agent = await agentCalled(stage, name)
  await ready
  const budget = await admin.budgets.create({ scope: 'agent', scopeId: agent.id, window: 'day', limitCostMicros })
  terminal.say(`64 spenders share ${limitCostMicros} micro-dollars and all want money at once.`)
  const told = once(child.process, 'message') as Promise<[{ report: SpendingReport }]>
  child.isDismissed = true
  child.process.send('go')
  const counter = await watchCounter(stage, budget.id, told)
  const [{ report }] = await told
  await child.ended

  const spent = counter.last.spentCostMicros
  const sum = await sumOfRuns(stage, agent.id)
  terminal.say(
    `${spent} of ${limitCostMicros} micro-dollars spent in ${report.runs} runs, ${report.refusals} refused; ` +
      `the counter, read ${counter.readings} times meanwhile, was never above ${counter.highest}.`,
  )
  promises.check(
    `64 spenders at once, and their counter was never beyond ${limitCostMicros} in ${counter.readings} readings`,
    Math.max(counter.highest, report.highest) <= limitCostMicros && counter.last.overageCostMicros === 0,
  )
  promises.check(
    `to the micro-dollar: budget ${spent} = runs ${sum} = what the spenders were told ${report.spent}`,
    spent === sum && spent === report.spent && spent === limitCostMicros && report.refusals > 0,
  )
}

interface Counter {
  readings: number
  highest: number
  last: { spentCostMicros: number; reservedCostMicros: number; overageCostMicros: number }
}

const unused = { spentCostMicros: 0, reservedCostMicros: 0, overageCostMicros: 0 }

/** As fast as the server answers, until the spenders are done, and once more then. */
async function watchCounter({ admin }: Stage, budgetId: string, done: Promise<unknown>): Promise<Counter> {
  let isOver = false
  void done.then(() => {
    isOver = true
  })
  const counter: Counter = { readings: 0, highest: 0, last: unused }
  for (let isLast = false; !isLast; ) {
    isLast = isOver
    const { windows } = await admin.budgets.get({ budgetId })
    counter.last = windows[0] ?? unused
    counter.readings++
    counter.highest = Math.max(counter.highest, counter.last.spentCostMicros + counter.last.reservedCostMicros)
  }
  return counter
}

async function sumOfRuns({ admin }: Stage, agentId: string): Promise<number> {
  let sum = 0
  for await (const { spentCostMicros } of admin.runs.list({ agentId, limit: 100 })) sum += spentCostMicros
  return sum
}

async function passMidnight({ terminal }: Stage): Promise<void> {
  const leftMs = dayMs - (Date.now() % dayMs)
  if (leftMs > marginMs) return
  terminal.say('It is nearly midnight in UTC, when budgets of a day begin anew: the spenders wait for it.')
  await sleep(leftMs + 1000)
}
