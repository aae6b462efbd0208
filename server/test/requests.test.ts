import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createTask } from './support/worker.ts'

type Schemas = components['schemas']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

interface ErrorBody {
  success: false
  error: {
    code: string
    message: string
    hint: string
    requestId: string
    details: { issues?: { path: string; message: string }[] } | null
  }
}

/** A request as a careless or hostile program might send it. */
async function raw(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  const response = await fetch(`${server.url}/api/v1/users`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${server.adminKey}`,
      'Mission-Control-Workspace': server.workspaceId,
      ...headers,
    },
    body,
  })
  return { status: response.status, error: ((await response.json()) as ErrorBody).error }
}

const countUsers = async () => (await server.admin.get<unknown[]>('/users?limit=200')).data.length
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

describe('bodies that are refused', () => {
  test.each([
    ['that is no JSON', '{"name": "Ada", }', 400, 'invalid_json'],
    ['that ends early', '{"name": "Ada"', 400, 'invalid_json'],
    ['with a property __proto__', '{"name":"Ada","role":"viewer","__proto__":{"admin":true}}', 400, 'invalid_json'],
    ['with that in escapes', '{"name":"Ada","role":"viewer","\\u005f_proto__":{"admin":true}}', 400, 'invalid_json'],
    ['with a number beyond a double', '{"name":"Ada","role":"viewer","email":1e999}', 400, 'invalid_json'],
    ['with one of 400 digits', `{"name":"Ada","role":"viewer","email":${'9'.repeat(400)}}`, 400, 'invalid_json'],
    ['nested too deeply', nested(33), 400, 'payload_too_deep'],
    ['nested so deeply that a stack would end', nested(50_000), 400, 'payload_too_deep'],
  ])('IF-1: a body %s', async (_what, body, status, code) => {
    const before = await countUsers()
    const answer = await raw(body)
    expect([answer.status, answer.error.code]).toEqual([status, code])
    expect(await countUsers()).toBe(before)
  })

  test('IF-1: a body that is not UTF-8', async () => {
    const answer = await raw(
      new Uint8Array([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('","role":"viewer"}')]),
    )
    expect([answer.status, answer.error.code]).toEqual([400, 'invalid_json'])
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'IF-1: a body of the type %s',
    async (type) => {
      const answer = await raw('{"name":"Ada","role":"viewer"}', { 'Content-Type': type })
      expect([answer.status, answer.error.code]).toEqual([415, 'unsupported_content_type'])
      expect(answer.error.message).toContain(type)
    },
  )

  test('IF-1: a body that says it is compressed', async () => {
    const answer = await raw('{}', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
    expect([answer.status, answer.error.code]).toEqual([415, 'unsupported_content_type'])
  })

  test('IF-1: a body that is too large, announced or not', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(3_000_000), role: 'viewer' })
    expect([(await raw(large)).status, (await raw(large)).error.code]).toEqual([413, 'payload_too_large'])
    const status = await new Promise<number>((resolve, reject) => {
      const chunked = request(
        `${server.url}/api/v1/users`,
        {
          method: 'POST',
          headers: {
            Authorization: `Bearer ${server.adminKey}`,
            'Content-Type': 'application/json',
            'Transfer-Encoding': 'chunked',
          },
        },
        (response) => {
          response.resume()
          resolve(response.statusCode!)
        },
      )
      chunked.on('error', reject)
      chunked.end(large)
    })
    expect(status).toBe(413)
  })

  test('IF-1: an unknown field, a wrong type and a missing one, each named by its place', async () => {
    const unknown = await raw('{"name":"Ada","role":"viewer","admin":true}')
    expect(unknown.error.code).toBe('validation_failed')
    expect(JSON.stringify(unknown.error.details)).toContain('admin')
    const wrong = await raw('{"name":7,"role":"emperor"}')
    expect(wrong.error.details?.issues?.map(({ path }) => path).sort()).toEqual(['name', 'role'])
    const missing = await raw('{"role":"viewer"}')
    expect(missing.error.details?.issues?.map(({ path }) => path)).toEqual(['name'])
    const inside = await server.admin.post('/enrollment-tokens', { name: 'X', capabilities: ['fine', 'NOT FINE'] })
    expect(inside.error?.details).toMatchObject({ issues: [{ path: 'capabilities.1' }] })
    expect((await raw('[]')).error.code).toBe('validation_failed')
    expect((await raw('null')).error.code).toBe('validation_failed')
    expect((await raw('')).error.code).toBe('validation_failed')
  })
})

describe('addresses and parameters', () => {
  test.each([
    ['/agents?limit=0', 'limit'],
    ['/agents?limit=201', 'limit'],
    ['/agents?limit=ten', 'limit'],
    ['/agents?limit=1&limit=2', 'limit'],
    ['/agents?sort=name', 'sort'],
    ['/agents?colour=red', 'colour'],
    ['/events?types=task.exploded', 'types'],
    ['/registrations?claimCode=short', 'claimCode'],
  ])('IF-1: %s is refused, naming %s', async (path, name) => {
    const { status, error } = await server.admin.get(path)
    expect([status, error?.code]).toEqual([400, 'validation_failed'])
    expect(JSON.stringify(error)).toContain(name)
  })

  test('IF-1: a cursor of another list or sort is refused', async () => {
    for (let count = 0; count < 2; count += 1) await server.addUser('viewer')
    const { page } = await server.admin.get('/users?limit=1')
    expect((await server.admin.get(`/users?sort=createdAt&cursor=${page!.nextCursor}`)).error?.code).toBe(
      'invalid_cursor',
    )
    expect((await server.admin.get('/users?cursor=nonsense')).error?.code).toBe('invalid_cursor')
    for (const path of ['/events?', '/keys?', '/tasks?', '/users?role=viewer&']) {
      const { error } = await server.admin.get(`${path}cursor=${page!.nextCursor}`)
      expect([path, error?.code]).toEqual([path, path.includes('role') ? 'validation_failed' : 'invalid_cursor'])
    }
    expect((await server.admin.get(`/users?limit=2&cursor=${page!.nextCursor}`)).status).toBe(200)
  })

  test('IF-1: a cursor of the thread of one task, or of other filters, is refused', async () => {
    const [one, two] = [await createTask(server.admin), await createTask(server.admin)]
    for (const body of ['first', 'second']) await server.admin.post(`/tasks/${one.id}/messages`, { body })
    const { page } = await server.admin.get(`/tasks/${one.id}/messages?limit=1`)
    const cursor = page!.nextCursor
    expect((await server.admin.get(`/tasks/${two.id}/messages?cursor=${cursor}`)).error?.code).toBe('invalid_cursor')
    expect((await server.admin.get(`/tasks/${one.id}/messages?cursor=${cursor}`)).data).toHaveLength(1)
    const { page: tasks } = await server.admin.get('/tasks?limit=1&state=ready')
    expect((await server.admin.get(`/tasks?state=done&cursor=${tasks!.nextCursor}`)).error?.code).toBe('invalid_cursor')
  })

  test('IF-1: HEAD is answered as GET is, without the body', async () => {
    const ask = (method: string, path: string, key = server.adminKey) =>
      fetch(`${server.url}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${key}` } })
    for (const path of ['/users', '/tasks/nowhere', '/events/stream']) {
      const [head, get] = [await ask('HEAD', path), await ask('GET', path)]
      expect([path, head.status, head.headers.get('content-type')]).toEqual([
        path,
        get.status,
        get.headers.get('content-type'),
      ])
      expect(await head.text()).toBe('')
      await get.body?.cancel()
    }
    expect((await ask('HEAD', '/users', 'mc_user_wrong')).status).toBe(401)
    expect((await ask('HEAD', '/sign-in-links')).status).toBe(405)
  })

  test('IF-1: a path or method that is not served says so', async () => {
    expect((await server.admin.get('/nothing-here')).error?.code).toBe('route_not_found')
    const wrong = await server.admin.put('/users')
    expect(wrong.error?.code).toBe('method_not_allowed')
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST')
  })

  test('IF-1: every answer carries a request id, an error the same one twice', async () => {
    const { headers, error } = await server.admin.get('/users/nobody')
    expect(headers.get('x-request-id')).toBe(error?.requestId)
    expect(error?.hint).not.toBe('')
  })
})

describe('credentials', () => {
  test('IF-1: a key is taken as a bearer or as X-API-Key', async () => {
    expect((await server.api().get('/me', { 'X-API-Key': server.adminKey })).status).toBe(200)
    expect((await server.api().get('/me')).error?.code).toBe('unauthenticated')
    expect((await server.api().get('/me', { Authorization: 'Basic abc' })).error?.code).toBe('unauthenticated')
    expect((await server.api(`${server.adminKey.slice(0, -1)}!`).get('/me')).error?.code).toBe('unauthenticated')
  })

  test('WS-4: who belongs to several workspaces has to name one', async () => {
    const other = await server.createWorkspace('Second')
    const { key, userId } = await server.addUser('viewer')
    await server.api(server.adminKey, other.id).put(`/users/${userId}/membership`, { role: 'viewer' })
    expect((await server.api(key).get('/users')).error?.code).toBe('workspace_required')
    expect((await server.api(key, other.slug).get('/users')).status).toBe(200)
    expect((await server.api(key, other.id).get('/users')).status).toBe(200)
  })
})

describe('asking twice', () => {
  test('IF-1: the same request with the same Idempotency-Key has one effect, and its secret is shown once', async () => {
    const repeat = { 'Idempotency-Key': 'one-user' }
    const body = { name: 'Grace', role: 'viewer' }
    const first = await server.admin.post<Schemas['UserCreated']>('/users', body, repeat)
    const again = await server.admin.post<Schemas['UserCreated']>('/users', body, repeat)
    expect(first.data.key.secret).not.toBeNull()
    expect(again.status).toBe(201)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again.data).toEqual({ user: first.data.user, key: { key: first.data.key.key, secret: null } })
  })

  test.each([
    ['/keys', { name: 'Twice' }],
    ['/enrollment-tokens', { name: 'Twice' }],
  ])('IF-1: a repeated POST %s gives the same thing with secret: null', async (path, body) => {
    const repeat = { 'Idempotency-Key': 'twice' }
    const first = await server.admin.post<{ secret: string | null }>(path, body, repeat)
    const again = await server.admin.post<{ secret: string | null }>(path, body, repeat)
    expect(first.data.secret).not.toBeNull()
    expect(again.data).toEqual({ ...first.data, secret: null })
  })

  test('IF-1: a repeated rotation makes one key', async () => {
    const made = await server.admin.post<Schemas['KeySecret']>('/keys', { name: 'Turning' })
    const rotate = () =>
      server.admin.post<Schemas['KeySecret']>(`/keys/${made.data.key.id}/rotate`, {}, { 'Idempotency-Key': '"turn"' })
    const first = await rotate()
    expect((await rotate()).data).toEqual({ key: first.data.key, secret: null })
    const { data } = await server.admin.get<Schemas['ApiKey'][]>('/keys?limit=200')
    expect(data.filter(({ name }) => name === 'Turning')).toHaveLength(2)
  })

  test('IF-1: another request with the same key is refused, and a refusal is not remembered', async () => {
    const repeat = { 'Idempotency-Key': 'conflict' }
    expect((await server.admin.post('/users', { name: '', role: 'viewer' }, repeat)).status).toBe(400)
    expect((await server.admin.post('/users', { name: 'Mary', role: 'viewer' }, repeat)).status).toBe(201)
    const other = await server.admin.post('/users', { name: 'John', role: 'viewer' }, repeat)
    expect([other.status, other.error?.code]).toEqual([422, 'idempotency_conflict'])
    const wrong = await server.admin.post(
      '/users',
      { name: 'John', role: 'viewer' },
      { 'Idempotency-Key': 'with space' },
    )
    expect(wrong.error?.code).toBe('idempotency_key_invalid')
  })

  test('WS-2: the same Idempotency-Key of two people, or in two workspaces, are two', async () => {
    const other = await server.createWorkspace('Twin')
    const repeat = { 'Idempotency-Key': 'shared' }
    const body = { name: 'Ada', role: 'viewer' }
    const first = await server.admin.post<Schemas['UserCreated']>('/users', body, repeat)
    const second = await server.api(server.adminKey, other.id).post<Schemas['UserCreated']>('/users', body, repeat)
    expect(second.data.user.id).not.toBe(first.data.user.id)
    const { key } = await server.addUser('admin')
    const third = await server.api(key).post<Schemas['UserCreated']>('/users', body, repeat)
    expect(third.data.user.id).not.toBe(first.data.user.id)
  })

  test('IF-1: an answer is remembered for a day', async () => {
    const repeat = { 'Idempotency-Key': 'a-day' }
    const create = () => server.admin.post<Schemas['UserCreated']>('/users', { name: 'Daily', role: 'viewer' }, repeat)
    const first = await create()
    server.clock.advance(24 * 3600 - 1)
    expect((await create()).data.user).toEqual(first.data.user)
    server.clock.advance(1)
    expect((await create()).data.user.id).not.toBe(first.data.user.id)
  })
})

describe('what the server says of itself', () => {
  test('IF-2: the contract is served as it is bundled', async () => {
    const { data } = await server.api().get<Schemas['ServerInfo']>('/info')
    expect(data).toMatchObject({
      name: 'Mission Control',
      apiVersion: 'v1',
      sdkUrl: null,
      cliUrl: null,
      serverPackageUrl: null,
      time: new Date(server.clock.now()).toISOString(),
    })
    const contract = (await (await fetch(data.openapiUrl)).json()) as { openapi: string }
    expect(contract.openapi).toMatch(/^3\.1/)
  })
})
