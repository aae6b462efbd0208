import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { hashSecret } from '../src/kernel/credentials.ts'
import { sql } from '../src/kernel/store/query.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type KeySecret = Schemas['KeySecret']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newKey = async (key: string, body: object = {}) =>
  (await server.api(key).post<KeySecret>('/keys', { name: 'Another', ...body })).data
const codeOf = async (key: string) => (await server.api(key).get('/me')).error?.code

describe('making keys', () => {
  test('WS-5: a key is shown once, recognised by its prefix and stored as a hash', async () => {
    const made = await newKey(server.adminKey)
    expect(made.secret).toMatch(/^mc_user_[0-9A-Za-z]{38}$/)
    expect(made.key.prefix).toBe(made.secret!.slice(0, 12))
    const listed = await server.admin.get<Schemas['ApiKey'][]>('/keys')
    expect(JSON.stringify(listed.data)).not.toContain(made.secret)
    const row = await server.store.reader.get(
      sql<{ id: string }, { hash: string }>('select hash from api_keys where id = :id'),
      {
        id: made.key.id,
      },
    )
    expect(row?.hash).toBe(hashSecret(made.secret!))
  })

  test('WS-5: a key never gets a scope its maker lacks, nor one its owner has no role for', async () => {
    const { key: operator } = await server.addUser('operator')
    const reader = await newKey(operator, { scopes: ['read', 'write'] })
    const limited = server.api(reader.secret!)
    expect((await limited.post('/keys', { name: 'More', scopes: ['read', 'decide'] })).error?.code).toBe(
      'insufficient_scope',
    )
    expect((await limited.post<KeySecret>('/keys', { name: 'All' })).data.key.scopes).toEqual(['read', 'write'])
    expect((await server.api(operator).post('/keys', { name: 'More', scopes: ['admin'] })).error?.code).toBe(
      'insufficient_scope',
    )
    const { userId } = await server.addUser('viewer')
    const beyond = await server.admin.post('/keys', { name: 'More', ownerId: userId, scopes: ['decide'] })
    expect(beyond.error?.code).toBe('forbidden')
  })

  test('WS-5: a key opens only what its scopes say, whatever the role', async () => {
    const looking = await newKey(server.adminKey, { scopes: ['read'] })
    const api = server.api(looking.secret!)
    expect((await api.get('/users')).status).toBe(200)
    expect((await api.post('/users', { name: 'X', role: 'viewer' })).error?.code).toBe('insufficient_scope')
    expect((await api.post('/keys', { name: 'X' })).error?.code).toBe('insufficient_scope')
  })

  test('WS-5: a key with an end stops then; an end in the past is refused', async () => {
    const expiresAt = new Date(server.clock.now() + 60_000).toISOString()
    const made = await newKey(server.adminKey, { expiresAt })
    expect(await codeOf(made.secret!)).toBeUndefined()
    server.clock.advance(60)
    expect(await codeOf(made.secret!)).toBe('unauthenticated')
    const late = await server.admin.post('/keys', { name: 'Late', expiresAt })
    expect(late.error).toMatchObject({ code: 'validation_failed', details: { issues: [{ path: 'expiresAt' }] } })
  })

  test('WS-5: a key with an end makes its owner none that lasts longer, and rotates none that does', async () => {
    const at = (seconds: number) => new Date(server.clock.now() + seconds * 1000).toISOString()
    const lasting = await newKey(server.adminKey)
    const end = at(60)
    const brief = server.api((await newKey(server.adminKey, { expiresAt: end })).secret!)
    const refused = await brief.post('/keys', { name: 'For ever', expiresAt: at(61) })
    expect(refused.error).toMatchObject({ code: 'forbidden', message: expect.stringContaining(end) })
    expect((await brief.post(`/keys/${lasting.key.id}/rotate`)).error?.code).toBe('forbidden')
    const [same, shorter] = [
      await brief.post<KeySecret>('/keys', { name: 'Same' }),
      await brief.post<KeySecret>('/keys', { name: 'Shorter', expiresAt: at(30) }),
    ]
    expect([same.data.key.expiresAt, shorter.data.key.expiresAt]).toEqual([end, at(30)])
    expect((await brief.post(`/keys/${shorter.data.key.id}/rotate`)).status).toBe(201)
    const { agentId } = await server.addAgent({ name: 'stays-longer' })
    const forAgent = await brief.post<KeySecret>('/keys', { name: 'Agent', ownerKind: 'agent', ownerId: agentId })
    expect(forAgent.data.key.expiresAt).toBeNull()
  })

  test('WS-5: an admin makes a key for an agent, which works in its workspace only', async () => {
    const { agentId } = await server.addAgent({ name: 'keyed' })
    const made = await server.admin.post<KeySecret>('/keys', { name: 'Spare', ownerKind: 'agent', ownerId: agentId })
    expect(made.data.key).toMatchObject({
      ownerKind: 'agent',
      ownerId: agentId,
      workspaceId: server.workspaceId,
      scopes: ['read', 'write'],
    })
    expect(made.data.secret).toMatch(/^mc_agent_/)
    expect((await server.api(made.data.secret!).get<Schemas['Me']>('/me')).data).toMatchObject({
      kind: 'agent',
      agentId,
    })
    const { key } = await server.addUser('operator')
    const refused = await server.api(key).post('/keys', { name: 'Spare', ownerKind: 'agent', ownerId: agentId })
    expect(refused.error?.code).toBe('forbidden')
    const nameless = await server.admin.post('/keys', { name: 'Spare', ownerKind: 'agent' })
    expect(nameless.error).toMatchObject({ code: 'validation_failed', details: { issues: [{ path: 'ownerId' }] } })
  })
})

describe('rotating keys', () => {
  test('WS-5: a rotated key works until its grace ends', async () => {
    const old = await newKey(server.adminKey)
    const rotated = await server.api(old.secret!).post<KeySecret>(`/keys/${old.key.id}/rotate`, { graceSeconds: 600 })
    expect(rotated.status).toBe(201)
    expect(rotated.data.key).toMatchObject({ name: old.key.name, scopes: old.key.scopes, workspaceId: null })
    server.clock.advance(599)
    expect(await codeOf(old.secret!)).toBeUndefined()
    server.clock.advance(1)
    expect(await codeOf(old.secret!)).toBe('unauthenticated')
    expect(await codeOf(rotated.data.secret!)).toBeUndefined()
    const again = await server.admin.post(`/keys/${old.key.id}/rotate`)
    expect(again.error?.code).toBe('not_found')
  })

  test('WS-5: rotating again may shorten the grace and never prolongs it', async () => {
    const old = await newKey(server.adminKey)
    const graceAfter = async (graceSeconds: number) => {
      await server.admin.post(`/keys/${old.key.id}/rotate`, { graceSeconds })
      const { data } = await server.admin.get<Schemas['ApiKey'][]>('/keys?limit=200')
      return (Date.parse(data.find(({ id }) => id === old.key.id)!.graceUntil!) - server.clock.now()) / 1000
    }
    expect(await graceAfter(600)).toBe(600)
    expect(await graceAfter(604_800)).toBe(600)
    expect(await graceAfter(60)).toBe(60)
    expect(await graceAfter(3_600)).toBe(60)
    expect(await graceAfter(0)).toBe(0)
    expect(await codeOf(old.secret!)).toBe('unauthenticated')
  })

  test('WS-5: without a word the grace is an hour', async () => {
    const old = await newKey(server.adminKey)
    await server.admin.post(`/keys/${old.key.id}/rotate`)
    server.clock.advance(3_599)
    expect(await codeOf(old.secret!)).toBeUndefined()
    server.clock.advance(1)
    expect(await codeOf(old.secret!)).toBe('unauthenticated')
  })

  test('WS-5: a lesser key cannot make itself greater by rotating a greater one', async () => {
    const lesser = await newKey(server.adminKey, { scopes: ['read', 'write'] })
    const greater = await newKey(server.adminKey)
    const refused = await server.api(lesser.secret!).post(`/keys/${greater.key.id}/rotate`)
    expect(refused.error?.code).toBe('insufficient_scope')
    expect(await codeOf(greater.secret!)).toBeUndefined()
  })

  test('AG-2: an agent rotates its own key and no other', async () => {
    const one = await server.addAgent({ name: 'rotates' })
    const two = await server.addAgent({ name: 'stays' })
    const keyOf = async (key: string) => (await server.api(key).get<Schemas['ApiKey'][]>('/keys')).data[0]!.id
    const own = await server.api(one.key).post<KeySecret>(`/keys/${await keyOf(one.key)}/rotate`, { graceSeconds: 0 })
    expect(own.status).toBe(201)
    expect(await codeOf(one.key)).toBe('unauthenticated')
    expect(await codeOf(own.data.secret!)).toBeUndefined()
    const foreign = await server.api(own.data.secret!).post(`/keys/${await keyOf(two.key)}/rotate`)
    expect(foreign.error?.code).toBe('not_found')
  })
})

describe('revoking and listing keys', () => {
  test('WS-5: a revoked key stops at once, and revoking it again changes nothing', async () => {
    const made = await newKey(server.adminKey)
    expect(await codeOf(made.secret!)).toBeUndefined()
    const revoked = await server.api(made.secret!).delete<Schemas['ApiKey']>(`/keys/${made.key.id}`)
    expect(revoked.data.revokedAt).not.toBeNull()
    expect(await codeOf(made.secret!)).toBe('unauthenticated')
    server.clock.advance(5)
    const again = await server.admin.delete<Schemas['ApiKey']>(`/keys/${made.key.id}`)
    expect(again.data).toEqual(revoked.data)
  })

  test('WS-5: the time of last use is known, and of keys never used it is null', async () => {
    const made = await newKey(server.adminKey)
    const lastUse = async () =>
      (await server.admin.get<Schemas['ApiKey'][]>('/keys')).data.find(({ id }) => id === made.key.id)!.lastUsedAt
    expect(await lastUse()).toBeNull()
    await server.api(made.secret!).get('/me')
    await server.app.scheduler.sweep()
    expect(await lastUse()).toBe(new Date(server.clock.now()).toISOString())
  })

  test('WS-5: only an admin lists and revokes the keys of others', async () => {
    const { agentId, key } = await server.addAgent({ name: 'watched' })
    const { key: operator, userId } = await server.addUser('operator')
    expect((await server.api(operator).get(`/keys?ownerId=${agentId}`)).error?.code).toBe('forbidden')
    expect((await server.api(key).get(`/keys?ownerId=${userId}`)).error?.code).toBe('forbidden')
    expect((await server.api(operator).get(`/keys?ownerId=${userId}`)).status).toBe(200)
    const listed = await server.admin.get<Schemas['ApiKey'][]>(`/keys?ownerId=${agentId}`)
    expect(listed.data).toHaveLength(1)
    expect((await server.api(operator).delete(`/keys/${listed.data[0]!.id}`)).error?.code).toBe('not_found')
    expect((await server.admin.delete(`/keys/${listed.data[0]!.id}`)).status).toBe(200)
    expect(await codeOf(key)).toBe('unauthenticated')
  })

  test('WS-2: an admin of another workspace finds none of its owners and keys', async () => {
    const other = await server.createWorkspace('Not yours')
    const { key } = await server.addUser('admin', other.id)
    const { agentId, key: agentKey } = await server.addAgent({ name: 'inside' })
    const { userId } = await server.addUser('viewer')
    const stranger = server.api(key)
    const [inside] = (await server.api(agentKey).get<Schemas['ApiKey'][]>('/keys')).data
    const refusals = [
      await stranger.get(`/keys?ownerId=${agentId}`),
      await stranger.get(`/keys?ownerId=${userId}`),
      await stranger.post('/keys', { name: 'X', ownerKind: 'agent', ownerId: agentId }),
      await stranger.post('/keys', { name: 'X', ownerId: userId }),
      await stranger.post(`/keys/${inside!.id}/rotate`),
      await stranger.delete(`/keys/${inside!.id}`),
    ]
    expect(refusals.map(({ error }) => error?.code)).toEqual(new Array(6).fill('not_found'))
    expect(await codeOf(agentKey)).toBeUndefined()
  })
})
