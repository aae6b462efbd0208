// A model at work in a folder, behind any endpoint that speaks like OpenAI's.
import { MissionControl } from '@mission-control/sdk'
import OpenAI from 'openai'
import { converse } from './conversation.ts'
import { Folder } from './folder.ts'

const { MC_URL = 'http://127.0.0.1:4100', MC_ENROLLMENT_TOKEN, MODEL } = process.env
const path = process.argv[2]
if (!MODEL || !path) {
  console.error('Usage: OPENAI_BASE_URL=… OPENAI_API_KEY=… MODEL=… agent.ts <folder>')
  process.exit(2)
}

const model = MODEL
const openai = new OpenAI()
const folder = await Folder.open(path).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
const agent = await new MissionControl({ baseUrl: MC_URL }).agent({
  name: 'llm-agent',
  description: `${model} at work in ${folder.path}.`,
  model,
  enrollmentToken: MC_ENROLLMENT_TOKEN,
})

console.log(`At work for ${MC_URL} in ${folder.path} with ${model}; Ctrl-C stops it.`)
await agent.work((task, ctx) => converse(task, ctx, { openai, model, folder }))
