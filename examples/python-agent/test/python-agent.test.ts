import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Server, startProgram, startServer, until } from '@mission-control/example-testing'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { lossyProxy } from './lossy-proxy.ts'

const program = fileURLToPath(new URL('../agent.py', import.meta.url))
const version = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout ?? ''
const hasPython = /^Python 3\.(8|9|\d\d)/.test(version)

const needsPython = ({ skip }: TestContext) => skip(!hasPython, 'There is no python3 of at least 3.8 on this machine.')

async function setUp(server: Server, url = server.url) {
  // Not there yet, as in a fresh clone.
  const folder = join(mkdtempSync(join(server.folder, 'work-')), 'deep/counted')
  const environment = { ...(await server.environment()), MC_URL: url, MC_LEASE_SECONDS: '10' }
  const create = (title: string) =>
    server.admin.tasks.create({ title, type: 'count-words', description: 'one two\n\nthree four five' })
  const approval = () =>
    until('approval', async () => (await server.admin.approvals.list({ state: 'pending' })).data.at(0))
  return { folder, create, approval, start: () => startProgram('python3', [program, folder], environment) }
}

describe('python-agent', () => {
  let server: Server

  beforeAll(async () => {
    server = await startServer()
  })

  afterAll(() => server[Symbol.asyncDispose]())

  it('joins, claims, tells how far it is, asks, and hands in, in plain HTTP (IF-3, AG-1)', async (context) => {
    needsPython(context)
    const { folder, create, approval, start } = await setUp(server)
    const { id: taskId } = await create('Count')
    await using agent = start()
    const { id: approvalId, payload } = await approval()
    expect(payload).toEqual({ name: `${taskId}.json`, words: 5 })
    await server.admin.approvals.approve({ approvalId })
    const { deliverable } = await server.taskIn('done', taskId)
    expect(deliverable).toMatchObject({ summary: `5 words, written to ${taskId}.json.`, output: { words: 5 } })
    expect(JSON.parse(readFileSync(join(folder, `${taskId}.json`), 'utf8'))).toEqual({ words: 5 })
    const { data: messages } = await server.admin.messages.list({ taskId, sort: 'createdAt' })
    expect(messages.map(({ type, progress }) => ({ type, progress }))).toMatchObject([
      { type: 'PROGRESS', progress: { done: 1, total: 3 } },
      { type: 'PROGRESS', progress: { done: 2, total: 3 } },
      { type: 'PROGRESS', progress: { done: 3, total: 3 } },
    ])
    const { data: runs } = await server.admin.runs.list({ taskId })
    const { data: usage } = await server.admin.usage.list({ runId: runs[0]!.id })
    expect(usage).toMatchObject([{ lines: [{ meter: 'compute_second' }] }])

    const { id: another } = await create('Count again')
    await server.admin.approvals.deny({ approvalId: (await approval()).id, note: 'One file is enough.' })
    const { deliverable: denied } = await server.taskIn('done', another)
    expect(denied?.summary).toBe('5 words; nobody wanted the file.')
    expect(readdirSync(folder)).toEqual([`${taskId}.json`])

    const keys = join(server.folder, 'mission-control')
    const [key = ''] = readdirSync(keys)
    expect(key).toMatch(/^python-agent-127\.0\.0\.1%3A\d+\.key$/)
    expect(statSync(join(keys, key)).mode & 0o777).toBe(0o600)
    agent.signal('SIGTERM')
    expect(await agent.ended, agent.output()).toBe(0)
  })

  it('says at once where it cannot write (IF-3)', async (context) => {
    needsPython(context)
    await using agent = startProgram('python3', [program, join(program, 'counted')], {})
    expect(await agent.ended).toBe(1)
    expect(agent.output().trim()).toMatch(/^No folder to write to: .*agent\.py/)
    expect(agent.output().trim()).not.toContain('\n')
  })

  it('gives its task back when it is stopped, and takes it up again as who it was (IF-3, AG-1)', async (context) => {
    needsPython(context)
    const { folder, create, approval, start } = await setUp(server)
    const { id: taskId } = await create('Count')
    await using agent = start()
    const { id: approvalId } = await approval()
    agent.signal('SIGTERM')
    expect(await agent.ended, agent.output()).toBe(0)
    expect(agent.output()).toContain(`gave back ${taskId}`)
    const { task } = await server.admin.tasks.get({ taskId })
    expect(task).toMatchObject({ lease: null, attempts: 0 })

    await server.admin.approvals.approve({ approvalId })
    await using _ = start()
    await server.taskIn('done', taskId)
    expect(existsSync(join(folder, `${taskId}.json`))).toBe(true)
    const { data: agents } = await server.admin.agents.list()
    expect(agents.map(({ name }) => name)).toEqual(['python-agent'])
  })

  it('does everything once though the first answer of each kind is lost (IF-3, TK-4)', async (context) => {
    needsPython(context)
    // One it does not know yet, for a kept key would make the way shorter.
    await using server = await startServer()
    await using proxy = await lossyProxy(server.url, ['POST /agents/register'])
    const { create, approval, start } = await setUp(server, proxy.url)
    const { id: taskId } = await create('Count')
    await using agent = start()
    const { id: approvalId } = await approval()
    // Decided only after a renewal got through, a third of the lease after the claim.
    const heartbeats = () => proxy.seen.filter((it) => it === 'POST /agents/heartbeat').length >= 2
    await until('heartbeat', heartbeats)
    await server.admin.approvals.approve({ approvalId })
    await server.taskIn('done', taskId)
    await agent.prints('handed in')

    const { data: messages } = await server.admin.messages.list({ taskId })
    expect(messages).toHaveLength(3)
    const { data: runs } = await server.admin.runs.list({ taskId })
    expect(runs).toMatchObject([{ status: 'succeeded' }])
    expect((await server.admin.usage.list({ runId: runs[0]!.id })).data).toHaveLength(1)
    expect((await server.admin.approvals.list({ taskId })).data).toHaveLength(1)
    for (const kind of ['claim', '…/messages', '…/approvals', '…/complete']) {
      const requests = proxy.seen.filter((it) => it === `POST /tasks/${kind}`)
      expect(requests.length, kind).toBeGreaterThan(1)
    }
    expect(proxy.seen.filter((it) => it === 'POST /runs/…/usage')).toHaveLength(2)
  })
})
