import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type Agent = Schemas['Agent']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const claimBody = (claimRequestId: string) => ({ claimRequestId, instanceId: 'one', waitSeconds: 0 })
const claim = async (key: string, id: string) =>
  (await server.api(key).post<Schemas['ClaimAnswer']>('/tasks/claim', claimBody(id))).data
const newTask = async (body: object = {}) => {
  // So that the one made first is first in line.
  server.clock.advance(1)
  return (await server.admin.post<Schemas['Task']>('/tasks', { title: 'Work', ...body })).data
}
const stateOf = async (taskId: string) => (await server.admin.get<Schemas['TaskDetail']>(`/tasks/${taskId}`)).data.task
const lastEvent = async (agentId: string) =>
  (await server.admin.get<Schemas['Event'][]>(`/events?agentId=${agentId}&limit=1`)).data[0]

describe('looking at agents', () => {
  test('AG-5: an agent lists the others of its workspace', async () => {
    const one = await server.addAgent({ name: 'lister' })
    const two = await server.addAgent({ name: 'listed' })
    const { data } = await server.api(one.key).get<Agent[]>('/agents')
    expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining([one.agentId, two.agentId]))
  })

  test('AG-5: the list takes filters, which must match exactly', async () => {
    const { agentId } = await server.addAgent({ name: 'polyglot', capabilities: ['lang:de', 'lang_de'] })
    const idsOf = async (query: string) =>
      (await server.admin.get<Agent[]>(`/agents?${query}`)).data.map(({ id }) => id)
    expect(await idsOf('capability=lang:de')).toEqual([agentId])
    expect(await idsOf('capability=lang')).toEqual([])
    expect(await idsOf('capability=lang%25')).toEqual([])
    expect(await idsOf('capability=lang_de&name=polyglot&status=active&presence=offline')).toEqual([agentId])
    expect(await idsOf('name=polyglot&presence=online')).toEqual([])
    expect(await idsOf('name=poly')).toEqual([])
  })

  test('AG-3: presence, open leases and holds are part of what is shown', async () => {
    const { agentId, key } = await server.addAgent({ name: 'busy' })
    await newTask({ assigneeAgentId: agentId })
    expect((await claim(key, 'c1')).task).not.toBeNull()
    await server.api(key).post('/agents/heartbeat', { instanceId: 'one', leases: [] })
    const working = (await server.admin.get<Agent>(`/agents/${agentId}`)).data
    expect(working).toMatchObject({ presence: 'online', openLeases: 1, paused: false, holds: [] })
    expect(working.lastSeenAt).toBe(new Date(server.clock.now()).toISOString())
    await server.admin.post(`/agents/${agentId}/pause`, { reason: 'Look first.' })
    const { data } = await server.admin.get<Agent[]>('/agents?name=busy')
    expect(data).toMatchObject([
      {
        paused: true,
        openLeases: 0,
        holds: [{ scope: 'agent', scopeId: agentId, cause: 'operator', reason: 'Look first.' }],
      },
    ])
  })
})

describe('changing agents', () => {
  test('AG-5: an operator changes what is known and granted; an empty change is no event', async () => {
    const { agentId } = await server.addAgent({ name: 'plain' })
    const changed = await server.admin.patch<Agent>(`/agents/${agentId}`, {
      name: 'renamed',
      capabilities: ['review'],
      maxConcurrentTasks: 4,
      model: 'claude-opus-4-1',
    })
    expect(changed.data).toMatchObject({
      name: 'renamed',
      capabilities: ['review'],
      maxConcurrentTasks: 4,
      model: 'claude-opus-4-1',
    })
    const event = await lastEvent(agentId)
    expect(event).toMatchObject({
      type: 'agent.updated',
      payload: { change: { name: 'renamed', maxConcurrentTasks: 4 } },
    })
    await server.admin.patch(`/agents/${agentId}`, {})
    await server.admin.patch(`/agents/${agentId}`, { name: 'renamed' })
    expect(await lastEvent(agentId)).toEqual(event)
    const cleared = await server.admin.patch<Agent>(`/agents/${agentId}`, { model: null })
    expect(cleared.data.model).toBeNull()
  })

  test('AG-5: an agent changes what it says of itself, and nothing that people grant', async () => {
    const { agentId, key } = await server.addAgent({ name: 'modest' })
    const { agentId: otherId } = await server.addAgent({ name: 'other' })
    const api = server.api(key)
    expect((await api.patch<Agent>(`/agents/${agentId}`, { version: '2.0.0' })).data.version).toBe('2.0.0')
    const refusals = [
      await api.patch(`/agents/${agentId}`, { name: 'boss' }),
      await api.patch(`/agents/${agentId}`, { capabilities: ['everything'] }),
      await api.patch(`/agents/${agentId}`, { maxConcurrentTasks: 100 }),
      await api.patch(`/agents/${otherId}`, { version: '2.0.0' }),
    ]
    expect(refusals.map(({ error }) => error?.code)).toEqual(new Array(4).fill('forbidden'))
  })

  test('AG-5: a name that another agent has is refused', async () => {
    await server.addAgent({ name: 'first-come' })
    const { agentId } = await server.addAgent({ name: 'second' })
    expect((await server.admin.patch(`/agents/${agentId}`, { name: 'first-come' })).error?.code).toBe('name_taken')
  })

  test.each(['viewer', 'agent'] as const)('WS-4: a %s neither drains, deactivates nor removes', async (role) => {
    const { agentId, key: agentKey } = await server.addAgent({ name: `target-of-${role}` })
    const key = role === 'agent' ? agentKey : (await server.addUser('viewer')).key
    for (const verb of ['drain', 'deactivate', 'reactivate']) {
      expect((await server.api(key).post(`/agents/${agentId}/${verb}`)).status).toBe(403)
    }
    expect((await server.api(key).delete(`/agents/${agentId}`)).status).toBe(403)
  })
})

describe('ending work', () => {
  test('AG-6: a draining agent finishes what it holds and gets nothing new, until it is resumed', async () => {
    const { agentId, key } = await server.addAgent({ name: 'drained', maxConcurrentTasks: 2 })
    const task = await newTask({ assigneeAgentId: agentId })
    await newTask({ assigneeAgentId: agentId })
    expect((await claim(key, 'd1')).task?.id).toBe(task.id)
    const draining = await server.admin.post<Agent>(`/agents/${agentId}/drain`)
    expect(draining.data).toMatchObject({ draining: true, openLeases: 1 })
    expect(await claim(key, 'd2')).toMatchObject({ task: null, reason: 'draining' })
    const event = await lastEvent(agentId)
    expect(event?.type).toBe('agent.drain_requested')
    await server.admin.post(`/agents/${agentId}/drain`)
    expect(await lastEvent(agentId)).toEqual(event)
    expect((await server.admin.post<Agent>(`/agents/${agentId}/resume`)).data.draining).toBe(false)
    expect((await claim(key, 'd3')).task).not.toBeNull()
  })

  test('AG-5: deactivating takes the tasks back without an attempt, and reactivating lets the agent work again', async () => {
    const { agentId, key } = await server.addAgent({ name: 'off-and-on' })
    const task = await newTask({ assigneeAgentId: agentId })
    const held = await claim(key, 'o1')
    const off = await server.admin.post<Agent>(`/agents/${agentId}/deactivate`, {
      reason: 'Its host is being replaced.',
    })
    expect(off.data).toMatchObject({ status: 'deactivated', openLeases: 0 })
    expect(await stateOf(task.id)).toMatchObject({ state: 'ready', attempts: 0, lease: null })
    const late = await server
      .api(key)
      .post(`/tasks/${task.id}/complete`, { fence: held.lease!.fence, summary: 'Done.' })
    expect(late.error?.code).toBe('lease_lost')
    expect(await claim(key, 'o2')).toMatchObject({ task: null, reason: 'deactivated' })
    expect((await server.api(key).get('/tasks')).status).toBe(200)
    expect((await server.admin.post<Agent>(`/agents/${agentId}/deactivate`)).data).toEqual(off.data)
    expect((await server.admin.post<Agent>(`/agents/${agentId}/reactivate`)).data.status).toBe('active')
    expect((await claim(key, 'o3')).task?.id).toBe(task.id)
  })

  test('AG-5: a waiting claim hears at once that its agent was deactivated', async () => {
    const { agentId, key } = await server.addAgent({ name: 'waits', capabilities: ['nothing-to-do'] })
    await server.admin.post(`/agents/${agentId}/deactivate`)
    await server.admin.post(`/agents/${agentId}/reactivate`)
    const body = { ...claimBody('w1'), waitSeconds: 50, types: ['no-such-type'] }
    const waiting = server.api(key).post<Schemas['ClaimAnswer']>('/tasks/claim', body)
    // The claim is on its way; whether it waits already or not, it must not wait fifty seconds.
    await server.admin.get('/me')
    await server.admin.post(`/agents/${agentId}/deactivate`)
    expect((await waiting).data).toMatchObject({ task: null, reason: 'deactivated' })
  })

  test('AG-5: a removed agent is gone: keys, tasks, name and holds', async () => {
    const { agentId, key } = await server.addAgent({ name: 'leaves', maxConcurrentTasks: 2 })
    const held = await newTask({ assigneeAgentId: agentId })
    await claim(key, 'r1')
    const paused = await newTask({ assigneeAgentId: agentId })
    await claim(key, 'r2')
    await server.admin.post(`/agents/${agentId}/pause`, { reason: 'Wait.' })
    const waiting = await newTask({ assigneeAgentId: agentId, hold: true })
    const removed = await server.admin.delete<Agent>(`/agents/${agentId}`)
    expect(removed.data).toMatchObject({
      id: agentId,
      status: 'deactivated',
      presence: 'offline',
      openLeases: 0,
      holds: [],
    })
    expect((await server.api(key).get('/me')).error?.code).toBe('unauthenticated')
    expect((await server.admin.get(`/agents/${agentId}`)).error?.code).toBe('not_found')
    expect((await server.admin.delete(`/agents/${agentId}`)).error?.code).toBe('not_found')
    for (const { id } of [held, paused]) {
      expect(await stateOf(id)).toMatchObject({ state: 'ready', assigneeAgentId: null, holdId: null, attempts: 0 })
    }
    expect(await stateOf(waiting.id)).toMatchObject({ state: 'backlog', assigneeAgentId: null })
    expect((await server.addAgent({ name: 'leaves' })).agentId).not.toBe(agentId)
  })

  test('WS-2: an agent of one workspace is not found from another', async () => {
    const { agentId } = await server.addAgent({ name: 'hidden' })
    const other = await server.createWorkspace('Elsewhere')
    const { key } = await server.addUser('admin', other.id)
    const foreign = await server.addAgent({ name: 'foreign' }, other.id)
    const stranger = server.api(key)
    expect((await stranger.get<Agent[]>('/agents')).data.map(({ id }) => id)).toEqual([foreign.agentId])
    const refusals = [
      await stranger.get(`/agents/${agentId}`),
      await server.api(foreign.key).get(`/agents/${agentId}`),
      await stranger.patch(`/agents/${agentId}`, { name: 'mine' }),
      await server.api(foreign.key).patch(`/agents/${agentId}`, { version: '1' }),
      await stranger.post(`/agents/${agentId}/drain`),
      await stranger.post(`/agents/${agentId}/deactivate`),
      await stranger.post(`/agents/${agentId}/reactivate`),
      await stranger.delete(`/agents/${agentId}`),
    ]
    expect(refusals.map(({ error }) => error?.code)).toEqual(new Array(8).fill('not_found'))
  })
})
