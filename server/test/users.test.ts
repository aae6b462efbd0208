import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const unknownUser = 'usr_01KAHV5Q8Z3N7RD2M4X6C9B1TE'

describe('users of a workspace', () => {
  test('WS-4: an admin creates a user, whose key works at once with the scopes of their role', async () => {
    const created = await server.admin.post<Schemas['UserCreated']>('/users', {
      name: 'Charles Babbage',
      email: 'charles@example.com',
      role: 'operator',
    })
    expect(created.status).toBe(201)
    expect(created.data.user).toMatchObject({ name: 'Charles Babbage', role: 'operator', instanceAdmin: false })
    expect(created.data.key.key).toMatchObject({ workspaceId: null, scopes: ['read', 'write', 'decide'] })
    const me = await server.api(created.data.key.secret!).get<Schemas['Me']>('/me')
    expect(me.data).toMatchObject({
      kind: 'user',
      userId: created.data.user.id,
      workspace: { id: server.workspaceId, role: 'operator' },
      memberships: [{ workspaceId: server.workspaceId, role: 'operator' }],
    })
  })

  test('WS-5: the first key of a user gives no more than the credential it was made with', async () => {
    const { key: admin, userId } = await server.addUser('admin')
    const makeKey = async (body: object) =>
      server.api((await server.admin.post<Schemas['KeySecret']>('/keys', { name: 'Lesser', ...body })).data.secret!)
    const create = async (maker: ReturnType<typeof server.api>) =>
      (await maker.post<Schemas['UserCreated']>('/users', { name: 'New', role: 'operator' })).data.key.key
    const undecided = await makeKey({ ownerId: userId, scopes: ['read', 'write', 'admin'] })
    expect(await create(undecided)).toMatchObject({ scopes: ['read', 'write'], workspaceId: server.workspaceId })
    expect(await create(server.api(admin))).toMatchObject({ scopes: ['read', 'write', 'decide'], workspaceId: null })
  })

  test.each(['viewer', 'operator'] as const)('WS-4: a %s sees the members and changes none of them', async (role) => {
    const { key, userId } = await server.addUser(role)
    const api = server.api(key)
    expect((await api.get(`/users/${userId}`)).status).toBe(200)
    expect((await api.get('/users')).status).toBe(200)
    const refusals = [
      await api.post('/users', { name: 'Another', role: 'viewer' }),
      await api.patch(`/users/${userId}`, { role: 'admin' }),
      await api.put(`/users/${userId}/membership`, { role: 'admin' }),
      await api.delete(`/users/${userId}`),
    ]
    for (const { status, error } of refusals) {
      expect(status).toBe(403)
      expect(['forbidden', 'insufficient_scope']).toContain(error?.code)
    }
  })

  test('WS-4: the list of members goes on page by page without gap or repeat', async () => {
    for (let count = 0; count < 5; count += 1) await server.addUser('viewer')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const { data, page } = await server.admin.get<Schemas['User'][]>(`/users?limit=2&sort=createdAt${query}`)
      expect(page!.hasMore).toBe(page!.nextCursor !== null)
      seen.push(...data.map(({ id }) => id))
      cursor = page!.nextCursor
    } while (cursor !== null)
    const all = await server.admin.get<Schemas['User'][]>('/users?limit=200&sort=createdAt')
    expect(seen).toEqual(all.data.map(({ id }) => id))
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('WS-4: a new role counts from the next request on', async () => {
    const { key, userId } = await server.addUser('viewer')
    const changed = await server.admin.patch<Schemas['User']>(`/users/${userId}`, { name: 'Ada', role: 'admin' })
    expect(changed.data).toMatchObject({ name: 'Ada', role: 'admin' })
    expect((await server.api(key).get<Schemas['Me']>('/me')).data.workspace?.role).toBe('admin')
    const events = await server.admin.get<Schemas['Event'][]>('/events?types=user.updated,membership.changed&limit=2')
    expect(events.data.map(({ type, payload }) => [type, payload])).toEqual([
      ['membership.changed', { userId, from: 'viewer', to: 'admin' }],
      ['user.updated', { userId, name: 'Ada' }],
    ])
    await server.admin.delete(`/users/${userId}`)
  })

  test('WS-4: the last admin of a workspace can neither become less nor be removed', async () => {
    const workspace = await server.createWorkspace('Lonely')
    const admin = server.api(server.adminKey, workspace.id)
    const { userId } = (await admin.get<Schemas['Me']>('/me')).data
    expect((await admin.patch(`/users/${userId}`, { role: 'viewer' })).error?.code).toBe('last_admin')
    expect((await admin.put(`/users/${userId}/membership`, { role: 'operator' })).error?.code).toBe('last_admin')
    expect((await admin.delete(`/users/${userId}`)).error?.code).toBe('last_admin')
    await server.addUser('admin', workspace.id)
    expect((await admin.patch<Schemas['User']>(`/users/${userId}`, { role: 'viewer' })).data.role).toBe('viewer')
  })

  test('WS-4: a removed user keeps their key and gets nothing with it', async () => {
    const { key, userId } = await server.addUser('operator')
    const removed = await server.admin.delete<Schemas['User']>(`/users/${userId}`)
    expect(removed.data).toMatchObject({ id: userId, role: 'operator' })
    expect((await server.api(key).get('/users')).error?.code).toBe('workspace_required')
    expect((await server.api(key).get<Schemas['Me']>('/me')).data).toMatchObject({ workspace: null, memberships: [] })
    expect((await server.admin.delete(`/users/${userId}`)).error?.code).toBe('not_found')
  })

  test('IF-1: an unknown user answers not_found by name', async () => {
    const { status, error } = await server.admin.get(`/users/${unknownUser}`)
    expect(status).toBe(404)
    expect(error?.message).toContain(unknownUser)
  })
})

describe('users and other workspaces', () => {
  test('WS-2: the members of one workspace are not found from another', async () => {
    const other = await server.createWorkspace('Elsewhere')
    const { key } = await server.addUser('admin', other.id)
    const { userId } = await server.addUser('viewer')
    const stranger = server.api(key)
    const listed = await stranger.get<Schemas['User'][]>('/users')
    expect(listed.data.map(({ id }) => id)).not.toContain(userId)
    const refusals = [
      await stranger.get(`/users/${userId}`),
      await stranger.patch(`/users/${userId}`, { role: 'admin' }),
      await stranger.delete(`/users/${userId}`),
      await stranger.put(`/users/${userId}/membership`, { role: 'admin' }),
    ]
    expect(refusals.map(({ error }) => error?.code)).toEqual(['not_found', 'not_found', 'not_found', 'not_found'])
  })

  test('WS-4: an instance admin brings a user of one workspace into another', async () => {
    const other = await server.createWorkspace('Second home')
    const { key, userId } = await server.addUser('viewer')
    const inOther = server.api(server.adminKey, other.id)
    const added = await inOther.put<Schemas['User']>(`/users/${userId}/membership`, { role: 'operator' })
    expect(added.data).toMatchObject({ id: userId, role: 'operator' })
    expect((await server.api(key).get('/users')).error?.code).toBe('workspace_required')
    const me = await server.api(key, other.slug).get<Schemas['Me']>('/me')
    expect(me.data.workspace).toMatchObject({ slug: other.slug, role: 'operator' })
    expect((await inOther.put(`/users/${unknownUser}/membership`, { role: 'viewer' })).error?.code).toBe('not_found')
  })
})
