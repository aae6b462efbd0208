// A model with tools and structured output, in the fewest lines, with the AI SDK.
import { createOpenAI } from '@ai-sdk/openai'
import { MissionControl } from '@mission-control/sdk'
import { generateText, jsonSchema, Output, stepCountIs, tool } from 'ai'
import { z } from 'zod'

const { MC_URL = 'http://127.0.0.1:4100', MC_ENROLLMENT_TOKEN, MODEL = 'gpt-5-mini' } = process.env

// Knows OPENAI_BASE_URL and OPENAI_API_KEY by itself.
const openai = createOpenAI()
const missionControl = new MissionControl({ baseUrl: MC_URL })
const agent = await missionControl.agent({
  name: 'ai-sdk-agent',
  model: MODEL,
  enrollmentToken: MC_ENROLLMENT_TOKEN,
})

console.log(`At work for ${MC_URL} with ${MODEL}; Ctrl-C stops it.`)

await agent.work(async (task, ctx) => {
  const ask_person = tool({
    description: 'Asks a person what only a person can know.',
    inputSchema: z.object({ question: z.string() }),
    execute: async ({ question }) => (await ctx.ask(question)).answer?.text ?? 'Nobody answered: go on without.',
  })
  const save_file = tool({
    description: 'Hands in a file, once a person agrees.',
    inputSchema: z.object({ name: z.string(), content: z.string() }),
    async execute(file) {
      const { state, payload } = await ctx.requestApproval({
        risk: 'YELLOW',
        action: `Save ${file.name}`,
        payload: file,
      })
      if (state !== 'approved') return 'A person said no.'
      const { name, content } = payload
      await ctx.attach(new Blob([content]), { name })
      return 'Saved.'
    },
  })

  const { text, output } = await ctx.track(generateText)({
    model: openai.chat(MODEL),
    prompt: [task.title, task.description, ctx.feedback].filter(Boolean).join('\n\n'),
    tools: { ask_person, save_file },
    output: task.outputSchema ? Output.object({ schema: jsonSchema(task.outputSchema) }) : Output.text(),
    // Schemas of tasks are written by people, who leave out what strict mode insists on.
    providerOptions: { openai: { strictJsonSchema: false } },
    stopWhen: stepCountIs(10),
    abortSignal: ctx.signal,
  })
  const data = task.outputSchema ? (output as Record<string, unknown>) : undefined
  return { deliverable: { summary: `Done: ${task.title}`, content: text, output: data } }
})
