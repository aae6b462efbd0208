import { fileURLToPath } from 'node:url'
import { startModelServer, startProgram, startServer, until } from '@mission-control/example-testing'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../src/agent.ts', import.meta.url))

const outputSchema = {
  type: 'object',
  required: ['cups', 'kind'],
  properties: { cups: { type: 'integer' }, kind: { enum: ['tea', 'coffee'] } },
}

it('ai-sdk-agent asks, saves what was approved, and hands in the data wanted (IF-3, TK-12, GV-3, GV-8)', async () => {
  await using server = await startServer()
  const { admin } = server
  // One answer, of 600 + 400 cached + 100 tokens, costs 7,000 micro-dollars.
  await admin.prices.put({ model: 'test-model', meter: 'input_token', pricePerMillionMicros: 5_000_000 })
  await admin.prices.put({ model: 'test-model', meter: 'cached_input_token', pricePerMillionMicros: 0 })
  await admin.prices.put({ model: 'test-model', meter: 'output_token', pricePerMillionMicros: 40_000_000 })
  await using model = await startModelServer(
    { ask_person: { question: 'Tea or coffee?' } },
    { save_file: { name: 'cups.txt', content: 'three cups' } },
    '{"cups":3,"kind":"tea"}',
    'Nothing to do.',
  )
  const environment = { ...(await server.environment()), ...model.environment }
  await using agent = startProgram(process.execPath, [program], environment)
  const { id: taskId } = await admin.tasks.create({
    title: 'Count the cups',
    outputSchema,
    requiredArtifacts: ['cups.txt'],
  })

  const question = await until('question', async () => (await admin.questions.list({ state: 'pending' })).data.at(0))
  expect(question.question).toBe('Tea or coffee?')
  await admin.questions.answer({ questionId: question.id, text: 'Tea, please.' })
  const approval = await until('approval', async () => (await admin.approvals.list({ state: 'pending' })).data.at(0))
  expect(approval).toMatchObject({ risk: 'YELLOW', payload: { name: 'cups.txt', content: 'three cups' } })
  await admin.approvals.approve({ approvalId: approval.id })

  const { deliverable } = await server.taskIn('done', taskId)
  expect(deliverable?.output).toEqual({ cups: 3, kind: 'tea' })
  expect((await admin.files.list({ taskId })).data.map(({ name }) => name)).toEqual(['cups.txt'])
  expect(model.asked[0]!.response_format).toMatchObject({ json_schema: { schema: outputSchema, strict: false } })
  const said = model.asked[2]!.messages.filter(({ role }) => role === 'tool').map(({ content }) => content)
  expect(said).toEqual(['Tea, please.', 'Saved.'])
  const { data: runs } = await admin.runs.list({ taskId })
  expect(runs).toMatchObject([{ status: 'succeeded', spentCostMicros: 21_000 }])

  const { id: another } = await admin.tasks.create({ title: 'Rest' })
  expect((await server.taskIn('done', another)).deliverable).toMatchObject({ content: 'Nothing to do.', output: null })
  agent.signal('SIGTERM')
  expect(await agent.ended, agent.output()).toBe(0)
})
