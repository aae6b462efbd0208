import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract, type Operation, operationTable } from '../src/kernel/contract.ts'
import type { Api, Reply } from './support/client.ts'
import { putFile } from './support/files.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  type Held,
  refused,
  type Schemas,
  succeeded,
  type Task,
  type Worker,
} from './support/worker.ts'

type Actor = 'agent' | 'admin'

let server: TestServer
/** In the default workspace: what nobody else may see. */
let here: { held: Held; ids: Record<string, string>; worker: Worker }
let strangers: Record<Actor, Api>
let away: { worker: Worker; admin: Api; task: Task }

beforeAll(async () => {
  server = await startTestServer()
  const worker = await addWorker(server, { name: 'secret-worker' })
  await createTask(server.admin, { title: 'secret-task', labels: ['secret-label'] })
  const held = await worker.claim()
  const approval = succeeded(await worker.request(held, { action: 'secret-action' }))
  const question = succeeded(await worker.question(held, { question: 'secret-question' }))
  succeeded(await worker.report(held.run.id))
  const budget = succeeded(
    await server.admin.post<{ id: string }>('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 5_000_000 }),
  )
  const price = succeeded(
    await server.admin.put<{ id: string }>('/prices', {
      model: 'secret-model',
      meter: 'request',
      pricePerMillionMicros: 1,
    }),
  )
  const file = succeeded(await putFile(server.admin, held.task.id, 'secret-file.txt', 'secret'))
  const { userId, key } = await server.addUser('operator')
  const me = succeeded(await server.api(key).get<{ keyId: string }>('/me'))
  const asked = succeeded(
    await server.api().post<{ registrationId: string }>('/agents/register', { name: 'secret-newcomer' }),
  )
  const token = succeeded(
    await server.admin.post<{ token: { id: string } }>('/enrollment-tokens', { name: 'secret-token' }),
  )
  here = {
    held,
    worker,
    ids: {
      taskId: held.task.id,
      blockedByTaskId: held.task.id,
      runId: held.run.id,
      stepName: 'secret-step',
      approvalId: approval.id,
      questionId: question.id,
      fileId: file.id,
      fileName: file.name,
      budgetId: budget.id,
      priceId: price.id,
      agentId: worker.agentId,
      userId,
      keyId: me.keyId,
      registrationId: asked.registrationId,
      enrollmentTokenId: token.token.id,
      workspaceId: server.workspaceId,
    },
  }
  const { id } = await server.createWorkspace('Elsewhere')
  const admin = server.api((await server.addUser('admin', id)).key)
  const stranger = await addWorker(server, { name: 'stranger' }, id)
  strangers = { admin, agent: stranger.api }
  away = { worker: stranger, admin, task: await createTask(admin) }
})
afterAll(() => server.close())

const ledger = async () => (await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]!.seq

function call(api: Api, operation: Operation, ids: Record<string, string>): Promise<Reply<unknown>> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no id for ${name}`)
  const { requestBody } = contract.paths[operation.path]![operation.method.toLowerCase()] as {
    requestBody?: { content: Record<string, { example: unknown }> }
  }
  const body = requestBody?.content['application/json']?.example
  const method = operation.method.toLowerCase() as 'get'
  return method === 'get' || operation.method === 'DELETE'
    ? api[method](path)
    : api[method as 'get'](path, body as never)
}

describe('what belongs to another workspace', () => {
  const addressed = operationTable.filter(({ path }) => path.includes('{'))
  const cases = addressed.flatMap((operation) =>
    (['agent', 'admin'] as const)
      .filter((actor) => [...operation.roles].some((role) => role === actor || (actor === 'admin' && role !== 'agent')))
      .map((actor) => [operation.id, actor, operation] as const),
  )

  test('WS-2: every operation with an id in its address is tried', () => {
    expect(new Set(cases.map(([id]) => id)).size).toBe(addressed.length)
    expect(addressed.length).toBeGreaterThan(40)
  })

  test.each(cases)(
    'WS-2: %s, asked by an %s of another workspace, is as if it never was',
    async (_id, actor, operation) => {
      const before = await ledger()
      const reply = await call(strangers[actor], operation, here.ids)
      const nobody = Object.fromEntries(Object.entries(here.ids).map(([name, id]) => [name, `${id.slice(0, -4)}ZZZZ`]))
      const never = await call(strangers[actor], operation, nobody)
      // The one that a key of an agent lacks the scope for is refused before anybody looks.
      expect(reply.status).toBe(operation.id === 'tasks.review' && actor === 'agent' ? 403 : 404)
      expect([reply.status, reply.error!.code]).toEqual([never.status, never.error!.code])
      expect(JSON.stringify(reply.error)).not.toContain('secret')
      expect(await ledger()).toBe(before)
    },
  )

  const lists = operationTable.filter(
    ({ method, path }) => method === 'GET' && !path.includes('{') && path !== '/registrations/current',
  )
  test.each(lists.filter(({ id }) => id !== 'events.stream').map((operation) => [operation.id, operation] as const))(
    'WS-2: %s tells nothing of it',
    async (_id, operation) => {
      for (const actor of ['agent', 'admin'] as const) {
        const reply = await strangers[actor].get(operation.path)
        const text = JSON.stringify([reply.data, reply.error])
        expect(text).not.toContain('secret')
        for (const id of Object.values(here.ids)) expect(text).not.toContain(id)
      }
    },
  )

  test('WS-2: filters by its ids find nothing', async () => {
    const { taskId, agentId } = here.ids
    for (const query of [
      `/runs?taskId=${taskId}`,
      `/runs?agentId=${agentId}`,
      `/tasks?parentId=${taskId}`,
      `/tasks?assigneeAgentId=${agentId}`,
      `/approvals?taskId=${taskId}`,
      `/questions?taskId=${taskId}`,
      `/events?taskId=${taskId}`,
      `/events?agentId=${agentId}`,
    ]) {
      expect(succeeded(await away.admin.get<unknown[]>(query))).toEqual([])
    }
    expect(succeeded(await away.admin.get<Schemas['RunStats']>(`/runs/stats?taskId=${taskId}`))).toMatchObject({
      total: 0,
      spentCostMicros: 0,
    })
  })

  test('WS-2: ids of it inside a request are unknown', async () => {
    const { taskId, agentId } = here.ids
    for (const wish of [{ parentId: taskId }, { assigneeAgentId: agentId }, { blockedBy: [{ taskId }] }]) {
      refused(await away.admin.post('/tasks', { title: 'x', ...wish }), 'not_found')
    }
    refused(await away.admin.patch(`/tasks/${away.task.id}`, { assigneeAgentId: agentId }), 'not_found')
    refused(await away.admin.put(`/tasks/${away.task.id}/dependencies/${taskId}`, { onFailure: 'wait' }), 'not_found')
    for (const budget of [
      { scope: 'task', scopeId: taskId, window: 'none' },
      { scope: 'agent', scopeId: agentId, window: 'day' },
    ]) {
      refused(await away.admin.post('/budgets', { ...budget, limitCostMicros: 1 }), 'not_found')
    }
    const held = await away.worker.claim()
    refused(await away.worker.block(held, { kind: 'dependency', reason: 'x', blockedByTaskId: taskId! }), 'not_found')
    expect(succeeded(await away.worker.beat([here.held, held]))).toMatchObject({
      lost: [{ taskId, reason: 'superseded' }],
      renewed: [{ taskId: held.task.id }],
    })
    expect(succeeded(await here.worker.beat([here.held])).renewed).toHaveLength(1)
  })

  test('WS-2: a key of an agent opens its own workspace, whatever the header says', async () => {
    const asked = server.api(away.worker.key, server.workspaceId)
    const reply = await asked.get<Task[]>('/tasks')
    expect(JSON.stringify(reply.data ?? [])).not.toContain('secret')
  })

  test('WS-2: work here is offered to nobody there', async () => {
    await createTask(server.admin, { title: 'secret-too' })
    expect(succeeded(await away.worker.ask()).task).toBeNull()
  })
})
