import { fileURLToPath } from 'node:url'
import { startProgram, startServer } from '@mission-control/example-testing'
import { expect, it } from 'vitest'

const program = fileURLToPath(new URL('../src/agent.ts', import.meta.url))

it('hello-agent joins, does a task, and comes back as who it was (IF-3)', async () => {
  await using server = await startServer()
  const environment = await server.environment()
  for (const title of ['world', 'again']) {
    await using agent = startProgram(process.execPath, [program], environment)
    const { id } = await server.admin.tasks.create({ title })
    const { deliverable } = await server.taskIn('done', id)
    expect(deliverable?.summary).toBe(`Hello, ${title}!`)
    agent.signal('SIGTERM')
    expect(await agent.ended, agent.output()).toBe(0)
  }
  const { data: agents } = await server.admin.agents.list()
  expect(agents.map(({ name }) => name)).toEqual(['hello-agent'])
})
