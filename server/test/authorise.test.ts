import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type Me = Schemas['Me']
type KeySecret = Schemas['KeySecret']

let server: TestServer
let other: Schemas['Workspace']

beforeAll(async () => {
  server = await startTestServer()
  other = await server.createWorkspace('Elsewhere')
})
afterAll(() => server.close())

const scopesOrRole = ['forbidden', 'insufficient_scope']

describe('workspaces one may not enter', () => {
  test('WS-2: naming one answers forbidden, whether it exists or not', async () => {
    const { key } = await server.addUser('admin')
    const [real, invented] = [
      await server.api(key, other.slug).get('/users'),
      await server.api(key, 'nowhere').get('/users'),
    ]
    expect([real.error?.code, invented.error?.code]).toEqual(['forbidden', 'forbidden'])
    expect(real.error?.message.replace(other.slug, '')).toBe(invented.error?.message.replace('nowhere', ''))
    for (const { error } of [real, invented]) {
      expect(error).toMatchObject({
        hint: 'You belong to: default; name one of them.',
        details: { workspaces: ['default'] },
      })
    }
    const unknown = await server.api(server.adminKey, 'nowhere').get('/users')
    expect(unknown.error).toMatchObject({ code: 'forbidden', message: "there is no workspace 'nowhere'" })
  })

  test('WS-2: an address with one in it answers not_found, to users and to agents', async () => {
    const { key } = await server.addUser('admin')
    const agent = await server.addAgent({ name: 'looks-around' })
    for (const api of [server.api(key), server.api(agent.key)]) {
      expect((await api.get(`/workspaces/${other.id}`)).error?.code).toBe('not_found')
      expect((await api.get(`/workspaces/${server.workspaceId}`)).status).toBe(200)
    }
    expect((await server.api(key).patch(`/workspaces/${other.id}`, { name: 'Mine' })).error?.code).toBe('not_found')
  })

  test('WS-1: only an instance admin creates workspaces, whatever workspace is named', async () => {
    const { key } = await server.addUser('admin')
    expect((await server.api(key).post('/workspaces', { name: 'Mine' })).error?.code).toBe('forbidden')
    expect((await server.api(key, server.workspaceId).post('/workspaces', { name: 'Mine' })).error?.code).toBe(
      'forbidden',
    )
  })

  test('WS-1: the workspace header plays no part in operations on workspaces', async () => {
    const listed = await server.api(server.adminKey, 'nowhere').get<Schemas['Workspace'][]>('/workspaces')
    expect(listed.data.map(({ id }) => id)).toContain(other.id)
  })
})

describe('credentials that open less', () => {
  test('AG-2: a key does not poll for a registration', async () => {
    const { key } = await server.addAgent({ name: 'polls' })
    expect((await server.admin.get('/registrations/current')).error?.code).toBe('forbidden')
    expect((await server.api(key).get('/registrations/current')).error?.code).toBe('forbidden')
  })

  test('AG-2: what only agents do is refused to people with the way to a key of an agent', async () => {
    const { error } = await server.admin.post('/tasks/claim', { claimRequestId: 'once', instanceId: 'me' })
    expect(error).toMatchObject({ code: 'forbidden', hint: expect.stringMatching(/an agent's key.*agent\(\)/) })
    expect(error?.hint).not.toContain('role')
    const polled = await server.admin.get('/registrations/current')
    expect(polled.error?.hint).toContain('x-roles')
  })

  test('WS-5: a key that an admin makes for a member works in that workspace only', async () => {
    const { userId } = await server.addUser('viewer')
    await server.api(server.adminKey, other.id).put(`/users/${userId}/membership`, { role: 'admin' })
    const made = await server.admin.post<KeySecret>('/keys', { name: 'Given', ownerId: userId })
    const key = made.data.secret!
    expect((await server.api(key).get<Me>('/me')).data).toMatchObject({
      workspace: { id: server.workspaceId, role: 'viewer' },
      memberships: [{ workspaceId: server.workspaceId }],
    })
    expect((await server.api(key, other.id).get('/users')).error?.code).toBe('forbidden')
    const child = await server.api(key).post<KeySecret>('/keys', { name: 'Child' })
    expect(child.data.key.workspaceId).toBe(server.workspaceId)
    const own = await server.api(key).get<Schemas['ApiKey'][]>('/keys')
    const first = own.data.find(({ workspaceId }) => workspaceId === null)!
    expect((await server.api(key).post(`/keys/${first.id}/rotate`)).error?.code).toBe('not_found')
  })

  test('WS-5: a key of one workspace does not make an instance admin of its owner', async () => {
    const { data: me } = await server.admin.get<Me>('/me')
    const { key: admin } = await server.addUser('admin')
    const made = await server.api(admin).post<KeySecret>('/keys', { name: 'Borrowed', ownerId: me.userId })
    const borrowed = server.api(made.data.secret!)
    expect((await borrowed.get<Me>('/me')).data).toMatchObject({ instanceAdmin: false, workspace: { role: 'admin' } })
    expect((await borrowed.post('/workspaces', { name: 'Mine' })).error?.code).toBe('forbidden')
    expect((await server.api(made.data.secret!, other.id).get('/users')).error?.code).toBe('forbidden')
  })
})

describe('a session of the page', () => {
  async function signIn(body: object) {
    const { data, headers } = await server.api().post<Schemas['SessionInfo']>('/sessions', body)
    const cookie = headers.get('set-cookie')!.split(';')[0]!
    return { Cookie: cookie, 'X-CSRF-Token': data.csrfToken, 'Mission-Control-Workspace': server.workspaceId }
  }
  const newKey = async (body: object) => (await server.admin.post<KeySecret>('/keys', { name: 'Page', ...body })).data
  const newLink = async (headers: Record<string, string>) =>
    new URL((await server.api().post<Schemas['SignInLink']>('/sign-in-links', {}, headers)).data.url).hash.slice(
      '#sign-in='.length,
    )

  test('WS-5: it has the scopes of the key it was opened with, also through a link', async () => {
    const { secret } = await newKey({ scopes: ['read', 'write'] })
    const byKey = await signIn({ key: secret })
    const byLink = await signIn({ signInToken: await newLink({ Authorization: `Bearer ${secret}` }) })
    const bySession = await signIn({ signInToken: await newLink(byLink) })
    for (const session of [byKey, byLink, bySession]) {
      expect((await server.api().get<Me>('/me', session)).data.scopes).toEqual(['read', 'write'])
      expect(scopesOrRole).toContain(
        (await server.api().post('/users', { name: 'X', role: 'admin' }, session)).error?.code,
      )
    }
  })

  test('WS-5: it ends when that key is revoked, runs out after a rotation or expires', async () => {
    const revoked = await newKey({})
    const rotated = await newKey({})
    const expiring = await newKey({ expiresAt: new Date(server.clock.now() + 60_000).toISOString() })
    const sessions = [
      await signIn({ key: revoked.secret }),
      await signIn({ key: rotated.secret }),
      await signIn({ key: expiring.secret }),
    ]
    await server.admin.delete(`/keys/${revoked.key.id}`)
    await server.admin.post(`/keys/${rotated.key.id}/rotate`, { graceSeconds: 60 })
    const alive = async () => {
      const statuses: number[] = []
      for (const session of sessions) statuses.push((await server.api().get('/sessions/current', session)).status)
      return statuses
    }
    expect(await alive()).toEqual([401, 200, 200])
    server.clock.advance(60)
    expect(await alive()).toEqual([401, 401, 401])
  })

  test('WS-5: a link made with a key that was revoked since opens nothing', async () => {
    const { key, secret } = await newKey({})
    const signInToken = await newLink({ Authorization: `Bearer ${secret}` })
    await server.admin.delete(`/keys/${key.id}`)
    expect((await server.api().post('/sessions', { signInToken })).error?.code).toBe('unauthenticated')
  })
})
