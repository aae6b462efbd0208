// What a lenient server would pass over: parameters nobody knows, and characters no database can keep.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operationTable } from '../src/kernel/contract.ts'
import type { Api } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { createTask } from './support/worker.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('parameters', () => {
  const send = (api: Api, method: string, path: string) => api[method.toLowerCase() as 'get'](path)

  test('IF-1: an operation that takes none refuses each by name', async () => {
    const agent = await server.addAgent({ name: 'asks-oddly' })
    const bare = operationTable.filter(({ parameters }) => parameters.length === 0)
    expect(bare.length).toBeGreaterThan(5)
    for (const { id, method, path, roles } of bare) {
      const isForAgents = roles.has('agent') && !roles.has('admin') && !roles.has('user')
      const reply = await send(isForAgents ? server.api(agent.key) : server.admin, method, `${path}?bogus=1`)
      expect([id, reply.error?.code, reply.error?.message]).toEqual([
        id,
        'validation_failed',
        "parameters: unknown parameter 'bogus'",
      ])
    }
  })

  test.each([
    ['/tasks?q=%00', 'q: holds a control character (U+0000)'],
    ['/tasks?q=a%0Ab', 'q: holds a control character (U+000A)'],
    ['/tasks?q=%7F', 'q: holds a control character (U+007F)'],
    ['/tasks?label=%00', 'label: holds a control character (U+0000)'],
    ['/tasks?state=ready,%00', 'state: holds a control character (U+0000)'],
    ['/tasks/%00', 'taskId: holds a control character (U+0000)'],
    ['/tasks/%FF%FE', "taskId: '%FF%FE' is no percent-encoded UTF-8"],
    ['/keys?ownerId=%01', 'ownerId: holds a control character (U+0001)'],
  ])('IF-1: %s names the character that may not be there', async (path, message) => {
    await createTask(server.admin)
    const { status, error } = await server.admin.get(path)
    expect([status, error?.code, error?.message]).toEqual([400, 'validation_failed', message])
  })

  test.each(['/info', '/tasks'])('IF-1: %s takes no parameter that every object has', async (path) => {
    for (const name of ['__proto__', 'constructor']) {
      expect((await server.admin.get(`${path}?${name}=1`)).error?.message).toBe(
        `parameters: unknown parameter '${name}'`,
      )
    }
  })

  test('IF-1: a workspace or a cursor with a NUL character is none', async () => {
    expect((await server.admin.get('/workspaces/%00')).error?.code).toBe('not_found')
    const cursor = Buffer.from(JSON.stringify(['-createdAt', '\0', '\0'])).toString('base64url')
    expect((await server.admin.get(`/users?cursor=${cursor}`)).error?.code).toBe('invalid_cursor')
  })
})

describe('bodies', () => {
  test.each([
    ['name', '/users', { name: 'A\0da', role: 'viewer' }],
    ['labels.1', '/tasks', { title: 'x', labels: ['fine', 'not\0fine'] }],
    ['input.deep.0.text', '/tasks', { title: 'x', input: { deep: [{ text: '\0' }] } }],
  ])('IF-1: a NUL character is refused by its place: %s', async (place, path, body) => {
    const { status, error } = await server.admin.post(path, body)
    expect([status, error?.code]).toEqual([400, 'validation_failed'])
    expect(error?.message).toBe(`${place}: holds a NUL character (U+0000)`)
    expect(error?.details).toEqual({ issues: [{ path: place, message: 'holds a NUL character (U+0000)' }] })
  })

  test.each([
    ['title', '/tasks', '{"title":"a\\ud800b"}', 'D800'],
    ['labels.1', '/tasks', '{"title":"x","labels":["fine","\\uDFFF"]}', 'DFFF'],
    ['input.deep', '/tasks', '{"title":"x","input":{"deep":"\\ud83d \\ude00"}}', 'D83D'],
  ])('IF-1: half a character is refused by its place: %s', async (place, path, body, half) => {
    const { status, error } = await server.admin.post(path, body)
    expect([status, error?.code]).toEqual([400, 'validation_failed'])
    expect(error?.details).toEqual({ issues: [{ path: place, message: `holds half a character (U+${half})` }] })
  })

  test('IF-1: a name with half a character is refused, and both halves together are one character', async () => {
    const named = await server.admin.post('/tasks', '{"title":"x","input":{"\\udc00":1}}')
    expect(named.error?.message).toBe('input: has a field whose name holds half a character (U+DC00)')
    const whole = await server.admin.post<{ title: string }>('/tasks', '{"title":"\\ud83d\\ude00"}')
    expect(whole.data.title).toBe('😀')
  })

  test('IF-1: a name with a NUL character is refused, and the six characters of its escape are text', async () => {
    const named = await server.admin.post('/tasks', { title: 'x', input: { 'a\0b': 1 } })
    expect(named.error?.message).toBe('input: has a field whose name holds a NUL character (U+0000)')
    expect((await server.admin.post('/tasks', { title: 'Remove \\u0000 from the log' })).status).toBe(201)
  })
})
