import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ModelServer,
  type Server,
  startModelServer,
  startProgram,
  startServer,
  until,
} from '@mission-control/example-testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = fileURLToPath(new URL('../src/agent.ts', import.meta.url))

/** So that one turn, of 600 + 400 cached + 100 tokens, costs 10,000 micro-dollars. */
const prices = { input_token: 10_000_000, cached_input_token: 1_000_000, output_token: 36_000_000 } as const

let server: Server

beforeAll(async () => {
  server = await startServer()
  for (const [meter, pricePerMillionMicros] of Object.entries(prices)) {
    await server.admin.prices.put({ model: 'test-model', meter: meter as keyof typeof prices, pricePerMillionMicros })
  }
})

afterAll(() => server[Symbol.asyncDispose]())

/** A folder with something to read, beside something not to be read, and an agent at work in it. */
async function startAgent(model: ModelServer, folder = newFolder()) {
  const environment = { ...(await server.environment()), ...model.environment }
  return { folder, agent: startProgram(process.execPath, [program, folder], environment) }
}

function newFolder(): string {
  const outside = mkdtempSync(join(server.folder, 'outside-'))
  const folder = join(outside, 'work')
  mkdirSync(folder)
  writeFileSync(join(folder, 'notes.txt'), 'Tea: 3, coffee: 4')
  writeFileSync(join(outside, 'secret.txt'), 'nobody may read this')
  symlinkSync(outside, join(folder, 'up'))
  return folder
}

/** What waits for a person. */
const approval = () =>
  until('approval', async () => (await server.admin.approvals.list({ state: 'pending' })).data.at(0))
const question = () =>
  until('question', async () => (await server.admin.questions.list({ state: 'pending' })).data.at(0))

describe('llm-agent', () => {
  it('reads, asks, writes what was approved, hears people, and books what it cost (IF-3, GV-3, GV-8, CO-9)', async () => {
    await using model = await startModelServer(
      { list_folder: { path: '.' }, read_file: { path: 'notes.txt' } },
      { read_file: { path: 'up/secret.txt' }, write_file: { path: '../out.txt', content: 'x' }, fly: {} },
      { ask_person: { question: 'In which language?', options: ['English', 'German'] } },
      { write_file: { path: 'reports/sum.md', content: 'Sieben' } },
      { write_file: { path: 'notes.txt', content: '' } },
      '# Seven cups\n\nThree of tea and four of coffee.',
    )
    const { id: taskId } = await server.admin.tasks.create({
      title: 'Count the cups',
      description: 'See the notes.',
      budgetCostMicros: 1_000_000,
    })
    await server.admin.messages.create({ taskId, body: 'Do not forget the tea.' })
    const { agent, folder } = await startAgent(model)
    await using _ = agent

    await server.admin.questions.answer({ questionId: (await question()).id, option: 'German' })
    const first = await approval()
    expect(first).toMatchObject({ risk: 'YELLOW', payload: { path: 'reports/sum.md', content: 'Sieben' } })
    expect(existsSync(join(folder, 'reports'))).toBe(false)
    await server.admin.approvals.approve({ approvalId: first.id })
    const second = await approval()
    await server.admin.approvals.deny({ approvalId: second.id, note: 'Keep my notes.' })

    const { deliverable } = await server.taskIn('done', taskId)
    expect(deliverable).toMatchObject({ summary: 'Seven cups', content: expect.stringContaining('four of coffee') })
    expect(readFileSync(join(folder, 'reports/sum.md'), 'utf8')).toBe('Sieben')
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toContain('Tea: 3')
    const { data: files } = await server.admin.files.list({ taskId })
    expect(files.map(({ name }) => name)).toEqual(['reports-sum.md'])

    const last = model.asked.at(-1)!.messages
    const said = (role: string) => last.filter((line) => line.role === role).map(({ content }) => content)
    expect(said('user')).toEqual(['# Count the cups\n\nSee the notes.', expect.stringContaining('not forget the tea')])
    expect(said('tool')).toEqual([
      'notes.txt\nup',
      'Tea: 3, coffee: 4',
      'That did not work: up/secret.txt is outside the folder.',
      'That did not work: ../out.txt is outside the folder.',
      'That did not work: there is no tool fly.',
      'German',
      'Wrote reports/sum.md.',
      'Not written: a person has to agree, and did not. Keep my notes.',
    ])

    const { data: runs } = await server.admin.runs.list({ taskId })
    expect(runs).toMatchObject([{ status: 'succeeded', spentCostMicros: 60_000, reservedCostMicros: 0 }])
    agent.signal('SIGTERM')
    expect(await agent.ended, agent.output()).toBe(0)
  })

  it('goes on where it was stopped, and pays for no turn twice (IF-3, GV-3)', async () => {
    await using model = await startModelServer(
      { read_file: { path: 'notes.txt' } },
      { write_file: { path: 'sum.txt', content: 'seven' } },
      'Seven cups.',
    )
    const { id: taskId } = await server.admin.tasks.create({ title: 'Count the cups' })
    const { agent, folder } = await startAgent(model)
    await using _first = agent
    const { id: approvalId } = await approval()
    agent.signal('SIGTERM')
    agent.signal('SIGINT')
    expect(await agent.ended, agent.output()).toBe(0)
    await server.admin.approvals.approve({ approvalId })

    const again = await startAgent(model, folder)
    await using _ = again.agent
    const { deliverable, task } = await server.taskIn('done', taskId)
    expect(deliverable?.summary).toBe('Seven cups.')
    expect(readFileSync(join(folder, 'sum.txt'), 'utf8')).toBe('seven')
    expect(model.asked.map(({ messages }) => messages.length)).toEqual([2, 4, 6])
    expect(task).toMatchObject({ spentCostMicros: 30_000, attempts: 0 })
  })

  it('begins no turn it may not be able to pay (IF-3, GV-1)', async () => {
    const call = { list_folder: { path: '.' } }
    await using model = await startModelServer(call, call, call)
    const { id: taskId } = await server.admin.tasks.create({
      title: 'Count the cups',
      estimateCostMicros: 20_000,
      budgetCostMicros: 25_000,
    })
    await using _ = (await startAgent(model)).agent
    const { task } = await server.taskIn('failed', taskId)
    expect(task.error?.message).toContain('5000 micro-dollars are left')
    expect(task.spentCostMicros).toBe(20_000)
    expect(model.asked).toHaveLength(2)
  })

  it('says what it needs to know (IF-3)', async () => {
    await using agent = startProgram(process.execPath, [program], {})
    expect(await agent.ended).toBe(2)
    expect(agent.output()).toContain('Usage: OPENAI_BASE_URL=…')
  })

  it.each(['none', 'file'])('says in one line that its folder is none: %s (IF-3)', async (name) => {
    writeFileSync(join(server.folder, 'file'), '')
    const folder = join(server.folder, name)
    const environment = { MODEL: 'test-model', OPENAI_API_KEY: 'none' }
    await using agent = startProgram(process.execPath, [program, folder], environment)
    expect(await agent.ended).toBe(1)
    expect(agent.output().trim()).toBe(`${folder} is no folder: make it, or name one that is there.`)
  })
})
