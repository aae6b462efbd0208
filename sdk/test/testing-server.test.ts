// The real server as a test of an agent gets it.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestingServer } from '@mission-control/server/testing'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { type EventType, LeaseLostError, MissionControl, type TaskHandler } from '../src/index.ts'
import type { TestingServer } from '../src/testing/server-package.ts'
import { createTestMissionControl, type TestMissionControl } from '../src/testing/testing.ts'
import { faulty } from './faults.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(folder, { recursive: true }))

const audit: TaskHandler = async (task, ctx) => {
  ctx.progress('reading', { done: 1, total: 2 })
  await ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 1 }], costMicros: 300 })
  const decision = await ctx.requestApproval({ risk: 'YELLOW', action: 'Delete a branch', payload: { branch: 'old' } })
  return { summary: `${task.title}: ${decision.state}` }
}

/** Waits for something to happen to a task. */
async function happened(test: TestMissionControl, taskId: string, type: EventType) {
  for await (const event of test.admin.events.stream({ taskId, types: [type], after: 0 })) return event
  throw new Error('the stream ended')
}

const folder = mkdtempSync(join(tmpdir(), 'mission-control-sdk-'))

describe('A test against the real server (IF-3)', () => {
  test('sees a whole task: claimed, decided by a person, paid for, completed', async () => {
    await using server = await createTestMissionControl()
    const agent = await server.agent({ name: 'auditor', capabilities: ['git'] })
    const { id } = await server.admin.tasks.create({ title: 'Audit', requiredCapabilities: ['git'] })
    void agent.work(audit)
    const asked = await happened(server, id, 'approval.requested')
    expect(asked.agentId).toBe(agent.agentId)
    const { data: waiting } = await server.admin.approvals.list({ taskId: id })
    await server.admin.approvals.approve({ approvalId: waiting[0]!.id })
    await happened(server, id, 'task.completed')
    const { task, deliverable } = await server.admin.tasks.get({ taskId: id })
    expect(task).toMatchObject({ state: 'done', spentCostMicros: 300 })
    expect(deliverable?.summary).toBe('Audit: approved')
  })

  test('moves the time, and what is due by then happens: a lease runs out, and its holder is told', async () => {
    await using server = await createTestMissionControl()
    const before = server.clock.now().getTime()
    expect(Math.abs(before - Date.now())).toBeLessThan(2000)
    const agent = await server.agent({ name: 'sleeper' })
    const { id } = await server.admin.tasks.create({ title: 'Sleep', maxAttempts: 1 })
    const reasons: unknown[] = []
    const begun = Promise.withResolvers<void>()
    void agent.work(
      (_task, ctx) =>
        new Promise((_, reject) => {
          begun.resolve()
          ctx.signal.addEventListener('abort', () => {
            reasons.push(ctx.signal.reason)
            reject(ctx.signal.reason)
          })
        }),
      { leaseSeconds: 10 },
    )
    await begun.promise
    await server.clock.advance(11)
    expect(server.clock.now().getTime() - before).toBeGreaterThanOrEqual(11_000)
    expect((await server.admin.tasks.get({ taskId: id })).task.state).toBe('failed')
    await vi.waitFor(() => expect(reasons).toEqual([expect.any(LeaseLostError)]), 5000)
    await expect(server.clock.advance(-1)).rejects.toThrow(RangeError)
  })

  test('shares nothing with another one, and leaves nothing behind', async () => {
    vi.stubEnv('TMPDIR', folder)
    const [one, other] = await Promise.all([createTestMissionControl(), createTestMissionControl()])
    await one.admin.tasks.create({ title: 'Only here' })
    expect((await other.admin.tasks.list()).data).toEqual([])
    expect(readdirSync(folder)).toHaveLength(2)
    const agent = await one.agent({ name: 'busy' })
    const stopped: string[] = []
    const ended = agent.work(
      async (task, ctx) => {
        await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
        stopped.push((ctx.signal.reason as Error).name)
        return { summary: task.title }
      },
      { drainSeconds: 0 },
    )
    const { data } = await one.admin.tasks.list()
    await happened(one, data[0]!.id, 'task.claimed')
    await Promise.all([one.close(), one.close(), other.close()])
    await ended
    expect(stopped).toEqual(['ShutdownError'])
    expect(readdirSync(folder)).toEqual([])
    await expect(fetch(one.url)).rejects.toThrow()
  })

  test('makes the client of an agent as it is told, and gives its key for a program of its own', async () => {
    await using server = await createTestMissionControl()
    const fetch = faulty(
      (request) => globalThis.fetch(request),
      (_, index) => (index % 2 === 0 ? 'cut' : undefined),
    )
    const agent = await server.agent({ name: 'unlucky' }, { fetch, maxRetries: 1 })
    expect((await agent.me.get()).agentId).toBe(agent.agentId)
    await expect(agent.me.get({}, { maxRetries: 0 })).rejects.toThrow('ECONNRESET')
    const client = new MissionControl({ baseUrl: server.url, apiKey: agent.apiKey })
    expect((await client.me.get()).agentId).toBe(agent.agentId)
  })

  test('asks for nothing the package of the server has not', () => {
    expect(startTestingServer satisfies () => Promise<TestingServer>).toBeTypeOf('function')
  })

  test('says what is missing where it cannot be', async () => {
    vi.stubGlobal('process', { versions: { node: '22.20.0' } })
    await expect(createTestMissionControl()).rejects.toThrow(/needs Node 24 or newer; this is Node 22\.20\.0/)
    vi.stubGlobal('process', { versions: { node: '24.3.0', bun: '1.3.0' } })
    await expect(createTestMissionControl()).rejects.toThrow(/this is Bun 1\.3\.0/)
    vi.stubGlobal('process', undefined)
    await expect(createTestMissionControl()).rejects.toThrow(/this is not Node/)
  })
})

test('a connection that carries many refused uploads gathers no listeners (CO-8)', async () => {
  await using server = await createTestMissionControl()
  const warnings: string[] = []
  const hear = ({ message }: Error) => void warnings.push(message)
  process.on('warning', hear)
  const body = 'x'.repeat(300_000)
  for (let count = 0; count < 30; count++) {
    const put = server.admin.files.put({ taskId: 'tsk_none', fileName: 'a', body }, { maxRetries: 0 })
    await expect(put).rejects.toMatchObject({ code: 'not_found' })
  }
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', hear)
  expect(warnings).toEqual([])
})
