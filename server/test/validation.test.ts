// How a request that does not fit is refused: by name, in plain words, with what was given and what is wanted.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Reply } from './support/client.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { addWorker, createTask } from './support/worker.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const issuesOf = ({ error }: Reply<unknown>) =>
  ((error?.details?.issues ?? []) as { path: string; message: string }[]).map(
    ({ path, message }) => `${path}: ${message}`,
  )

describe('parameters', () => {
  test.each([
    ['/agents?limit=0', 'limit: must be at least 1, but is 0'],
    ['/agents?limit=ten', "limit: must be a number, but is 'ten'"],
    ['/agents?limit=1.5', 'limit: must be a whole number, but is 1.5'],
    ['/agents?sort=name', "sort: must be one of -createdAt, createdAt, but is 'name'"],
    ['/agents?colour=red&size=9', "parameters: unknown parameters 'colour', 'size'"],
  ])('IF-1: %s says what is wanted', async (path, message) => {
    expect((await server.admin.get(path)).error?.message).toBe(message)
  })
})

describe('times out of range', () => {
  const ancient = '0001-01-01T00:00:00Z'
  const message = `'${ancient}' lies outside the years 1970 to 9999`

  test.each([
    ['notBefore', '/tasks', { title: 'x', notBefore: ancient }],
    ['dueAt', '/tasks', { title: 'x', dueAt: ancient }],
    ['expiresAt', '/keys', { name: 'x', expiresAt: ancient }],
  ])('IF-1: %s in a body is named', async (path, address, body) => {
    const { status, error } = await server.admin.post(address, body)
    expect([status, error?.message, error?.details]).toEqual([
      400,
      `${path}: ${message}`,
      { issues: [{ path, message }] },
    ])
  })

  test.each([
    ['since', '/events'],
    ['until', '/events'],
    ['startedAfter', '/runs'],
  ])('IF-1: %s of %s is named', async (path, address) => {
    const { status, error } = await server.admin.get(`${address}?${path}=${ancient}`)
    expect([status, error?.details]).toEqual([400, { issues: [{ path, message }] }])
  })
})

describe('bodies', () => {
  test.each([
    ['/users', { name: 7, role: 'viewer' }, ['name: must be text, but is 7']],
    ['/users', { role: 'viewer' }, ['name: is missing: it must be text']],
    ['/users', { name: '', role: 'viewer' }, ['name: must not be empty']],
    ['/users', { name: ' \u00a0', role: 'viewer' }, ['name: must not be blank']],
    ['/tasks', { title: ' \t\n ' }, ['title: must not be blank']],
    ['/tasks', { title: '' }, ['title: must not be empty']],
    ...['\r', '\n', '\u2028', '\u2029'].map((mark): [string, object, string[]] => [
      '/tasks',
      { title: `Audit${mark}- [x] done` },
      ['title: must be one line, but has a line break'],
    ]),
    ['/users', { name: 'Ada\nAdmin', role: 'viewer' }, ['name: must be one line, but has a line break']],
    ['/workspaces', { name: 'One\u2028Two' }, ['name: must be one line, but has a line break']],
    ['/tasks', { title: 'x', maxAttempts: 2 ** 60 }, ['maxAttempts: must be at most 20, but is 1152921504606847000']],
    [
      '/tasks',
      { title: 'x', estimateCostMicros: 2 ** 60 },
      ['estimateCostMicros: must be at most 9007199254740991, but is 1152921504606847000'],
    ],
    ['/users', { name: 'A', role: 'emperor' }, ["role: must be one of viewer, operator, admin, but is 'emperor'"]],
    ['/users', { name: 'A', role: 'viewer', admin: true }, ["body: unknown field 'admin'"]],
    ['/users', { name: 'A', role: 'viewer', email: 'nowhere' }, ["email: must be an e-mail address, but is 'nowhere'"]],
    ['/users', { name: 'A', role: 'viewer', email: [] }, ['email: must be text or null, but is a list']],
    ['/users', [], ['body: must be an object, but is a list']],
    ['/tasks', { title: 'x', dueAt: 'soon' }, ["dueAt: must be a time such as 2026-03-02T10:00:00Z, but is 'soon'"]],
    ['/tasks', { title: 'x', maxAttempts: 21 }, ['maxAttempts: must be at most 20, but is 21']],
    ['/tasks', { title: 'x', maxAttempts: '3' }, ["maxAttempts: must be a number, but is '3'"]],
    ['/tasks', { title: 'x', hold: 'yes' }, ["hold: must be true or false, but is 'yes'"]],
    ['/tasks', { title: 'x', input: null }, ['input: must be an object, but is null']],
  ])('IF-1: %s %j is told what is wanted', async (path, body, expected) => {
    expect(issuesOf(await server.admin.post(path, body))).toEqual(expected)
  })

  test('IF-1: changes to names and titles are held to one line too', async () => {
    const { id, version } = await createTask(server.admin)
    const replies = [
      await server.admin.patch(`/tasks/${id}`, { title: 'a\nb', expectedVersion: version }),
      await server.admin.patch(`/workspaces/${server.workspaceId}`, { name: 'a\r\nb' }),
      await server.admin.patch(`/users/${(await server.addUser('viewer')).userId}`, { name: 'a\u2029b' }),
    ]
    for (const reply of replies) expect(issuesOf(reply)[0]).toContain('must be one line, but has a line break')
  })

  test('IF-1: a value of any kind that is missing is said to be missing', async () => {
    const agent = await addWorker(server, { name: 'saver' })
    const { id } = await createTask(server.admin)
    expect(issuesOf(await agent.api.put(`/tasks/${id}/steps/x`, { fence: 1 }))).toEqual(['result: is missing'])
  })

  test('IF-1: a long value is cut, and many names are counted', async () => {
    const long = await server.admin.post('/tasks', { title: 'x'.repeat(5_000) })
    expect(issuesOf(long)).toEqual([`title: must have at most 200 characters, but '${'x'.repeat(60)}…' has 5000`])
    const names = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field-${index}`, 1]))
    const { error } = await server.admin.post('/tasks', { title: 'x', ...names })
    expect(error?.message).toMatch(/^body: unknown fields 'field-0', .*'field-11' and 28 more$/)
  })

  test('IF-1: what may be a secret is not repeated', async () => {
    const secret = 'mc_user_almost-a-key-but-mistyped'
    const replies = [
      await server.api().post('/sessions', { key: [secret] }),
      await server.api().post('/sessions', { signInToken: secret.repeat(20) }),
      await server.api().post('/agents/register', { name: 'x', enrollmentToken: secret.repeat(20) }),
      await server.admin.get(`/registrations?claimCode=${secret}`),
      await server.api().post('/sessions', `{"key": "${secret}" oops}`),
    ]
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    for (const { error } of replies) {
      expect(JSON.stringify(error)).not.toContain('mistyped')
      expect(JSON.stringify(error)).not.toContain('mc_user')
    }
  })
})
