// An agent that audits repositories: joins, takes tasks as long as there are any, and stops when it is told to.
import { parseArgs } from 'node:util'
import { FatalError, type TaskHandler } from '@mission-control/sdk'
import { doAudit } from './worker/audit-task.ts'
import { connect } from './worker/identity.ts'
import { stopSignal } from './worker/parent.ts'
import { sumUp } from './worker/summary-task.ts'
import { summaryType, taskTypes } from './worker/tasks.ts'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    name: { type: 'string' },
    description: { type: 'string', default: 'Audits git repositories.' },
    'key-file': { type: 'string' },
    'lease-seconds': { type: 'string', default: '60' },
  },
})
const { url, name, description, 'key-file': keyFile, 'lease-seconds': leaseSeconds } = values
if (!url || !name || !keyFile) {
  throw new Error('Usage: agent.ts --url <server> --name <name> --key-file <file> [--lease-seconds <seconds>]')
}

const handler: TaskHandler = (task, ctx) => {
  if (task.type === summaryType) return sumUp(task, ctx)
  if (taskTypes.includes(task.type)) return doAudit(task, ctx)
  throw new FatalError(`${name} does not know how to do a task of the type ${task.type}.`)
}

const signal = stopSignal()
const agent = await connect({
  baseUrl: url,
  name,
  description,
  keyFile,
  enrollmentToken: process.env.MC_ENROLLMENT_TOKEN,
})
await agent.work(handler, { types: taskTypes, leaseSeconds: Number(leaseSeconds), drainSeconds: 1, signal })
// The channel to the starter would keep this program alive.
process.exit()
