// The smallest agent there is: it joins, takes one task after the other, and hands each in with a greeting.
import { MissionControl } from '@mission-control/sdk'

const { MC_URL = 'http://127.0.0.1:4100', MC_ENROLLMENT_TOKEN } = process.env

const missionControl = new MissionControl({ baseUrl: MC_URL })
const agent = await missionControl.agent({ name: 'hello-agent', enrollmentToken: MC_ENROLLMENT_TOKEN })

console.log(`At work for ${MC_URL}; Ctrl-C stops it.`)

await agent.work(async (task, ctx) => {
  ctx.progress('saying hello')
  const summary = `Hello, ${task.title}!`
  return { deliverable: { summary } }
})
