// What a key may still do once it has been rotated: work until its grace ends, and gain nothing that lasts longer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import type { Api } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type KeySecret = Schemas['KeySecret']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

interface Held {
  readonly keyId: string
  readonly secret: string
  readonly api: Api
}

const held = ({ key, secret }: KeySecret): Held => ({ keyId: key.id, secret: secret!, api: server.api(secret!) })
const newKey = async (name = 'Leaked') => held((await server.admin.post<KeySecret>('/keys', { name })).data)
const rotate = (by: Api, { keyId }: Held, graceSeconds = 3_600) =>
  by.post<KeySecret>(`/keys/${keyId}/rotate`, { graceSeconds })
const works = async ({ api }: Held) => (await api.get('/me')).status === 200
const rotated = async (old: Held) => held((await rotate(old.api, old)).data)

describe('rotating a key in its grace', () => {
  test('WS-5: while its successor was never used, as its answer was lost, another takes its place', async () => {
    const old = await newKey()
    const lost = await rotated(old)
    const second = await rotate(old.api, old)
    expect(second.status).toBe(201)
    const { data: keys } = await server.admin.get<Schemas['ApiKey'][]>('/keys?limit=200')
    const of = (id: string) => keys.find((key) => key.id === id)!
    expect(of(lost.keyId).revokedAt).not.toBeNull()
    expect(of(old.keyId).replacedByKeyId).toBe(second.data.key.id)
    expect(await works(lost)).toBe(false)
    expect(await works(held(second.data))).toBe(true)
  })

  test('WS-5: once its successor has been used, even this very moment, it is refused and told so', async () => {
    const old = await newKey()
    const successor = await rotated(old)
    expect(await works(successor)).toBe(true)
    const refused = await rotate(old.api, old)
    expect([refused.status, refused.error?.code]).toEqual([403, 'forbidden'])
    expect(refused.error?.message).toContain(`'${old.keyId}' was replaced by '${successor.keyId}'`)
    expect(refused.error?.hint).toContain(successor.keyId)
    expect(await works(successor)).toBe(true)
    // The same once the use has been stored, and whoever asks.
    await server.app.scheduler.sweep()
    expect((await rotate(old.api, old)).error?.code).toBe('forbidden')
    expect((await rotate(server.admin, old)).error?.code).toBe('forbidden')
  })

  test('WS-5: a use counts while it is being stored', async () => {
    const old = await newKey()
    const successor = await rotated(old)
    await successor.api.get('/me')
    const [, refused] = await Promise.all([server.app.scheduler.sweep(), rotate(old.api, old)])
    expect(refused.error?.code).toBe('forbidden')
  })

  test('WS-5: a successor that was rotated or revoked has been somebody’s', async () => {
    const one = await newKey()
    await rotate(server.admin, await rotated(one))
    expect((await rotate(one.api, one)).error).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('rotated itself'),
    })
    const other = await newKey()
    await server.admin.delete(`/keys/${(await rotated(other)).keyId}`)
    expect((await rotate(other.api, other)).error).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('has been revoked'),
    })
  })

  test('WS-5: of two rotations at once exactly one successor lives', async () => {
    const old = await newKey('Twice at once')
    const answers = await Promise.all([rotate(old.api, old), rotate(server.admin, old), rotate(old.api, old)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    const living = await Promise.all(answers.map(({ data }) => works(held(data))))
    expect(living.filter(Boolean)).toHaveLength(1)
  })

  test('AG-2: an agent whose rotation went unanswered asks again with the same key', async () => {
    const { key, agentId } = await server.addAgent({ name: 'unanswered' })
    const { data } = await server.api(key).get<Schemas['Me']>('/me')
    const old = { keyId: data.keyId!, secret: key, api: server.api(key) }
    await rotated(old)
    const successor = await rotated(old)
    expect((await successor.api.get<Schemas['Me']>('/me')).data.agentId).toBe(agentId)
    expect((await rotate(old.api, old)).error?.code).toBe('forbidden')
  })
})

describe('what a key in its grace hands out', () => {
  const asked = async () => {
    server.clock.advance(60)
    const { data } = await server.api().post<Schemas['RegistrationAnswer']>('/agents/register', { name: 'accomplice' })
    return data.registrationId
  }

  test('WS-5: nothing that outlasts it: no keys, users, agents or roles', async () => {
    const [old, another] = [await newKey(), await newKey()]
    const { agentId } = await server.addAgent({ name: 'bystander' })
    const { userId } = await server.addUser('viewer')
    const successor = await rotated(old)
    const attempts = [
      await old.api.post('/keys', { name: 'For ever' }),
      await old.api.post('/keys', { name: 'For ever', ownerKind: 'agent', ownerId: agentId }),
      await rotate(old.api, another),
      await rotate(old.api, successor),
      await old.api.post('/users', { name: 'Mallory', role: 'admin' }),
      await old.api.post('/enrollment-tokens', { name: 'For ever' }),
      await old.api.post(`/registrations/${await asked()}/approve`),
      await old.api.put(`/users/${userId}/membership`, { role: 'admin' }),
      await old.api.patch(`/users/${userId}`, { role: 'admin' }),
    ]
    expect(attempts.map(({ error }) => error?.code)).toEqual(new Array(attempts.length).fill('forbidden'))
    expect(attempts[0]!.error).toMatchObject({
      message: expect.stringContaining(old.keyId),
      hint: expect.stringContaining(successor.keyId),
    })
    // All else it does as before, and its successor may do all of it.
    expect((await old.api.get('/users')).status).toBe(200)
    expect((await old.api.patch(`/users/${userId}`, { name: 'Renamed' })).status).toBe(200)
    expect((await successor.api.post('/keys', { name: 'Fine' })).status).toBe(201)
  })

  test('WS-5: a session it opened hands out no more, and ends with it', async () => {
    const old = await newKey()
    await rotate(server.admin, old, 600)
    const opened = await server.api().post<Schemas['SessionInfo']>('/sessions', { key: old.secret })
    const cookie = { Cookie: opened.headers.get('set-cookie')!.split(';')[0]! }
    const write = { ...cookie, 'X-CSRF-Token': opened.data.csrfToken }
    expect((await server.api().post('/keys', { name: 'For ever' }, write)).error?.code).toBe('forbidden')
    expect((await server.api().get('/me', cookie)).status).toBe(200)
    server.clock.advance(600)
    expect((await server.api().get('/me', cookie)).error?.code).toBe('unauthenticated')
  })
})
