import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type Answer = Schemas['RegistrationAnswer']
type Status = Schemas['RegistrationStatus']

let server: TestServer

beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const register = (profile: object) => server.api().post<Answer>('/agents/register', profile)
const poll = (token: string, waitSeconds = 0) =>
  server.api(token).get<Status>(`/registrations/current?waitSeconds=${waitSeconds}`)
const pending = async () => (await server.admin.get<Schemas['Registration'][]>('/registrations?state=pending')).data

async function registered(profile: { name: string; workspace?: string; capabilities?: string[] }): Promise<Answer> {
  server.clock.advance(60)
  const { data, error } = await register(profile)
  if (error) throw new Error(error.message)
  return data
}

const approve = (registrationId: string, granted?: object) =>
  server.admin.post<Schemas['Agent']>(`/registrations/${registrationId}/approve`, granted)

describe('asking to join', () => {
  test('AG-1: an agent asks with a profile, a person finds it by its code and lets it in', async () => {
    const asked = await registered({ name: 'builder-1', capabilities: ['typescript', 'review'] })
    expect(asked).toMatchObject({
      status: 'pending',
      agentId: null,
      pollUrl: `${server.url}/api/v1/registrations/current`,
    })
    expect(asked.claimCode).toMatch(/^[A-Z2-9]{8}$/)
    expect((await poll(asked.registrationToken)).data).toMatchObject({ status: 'pending', apiKey: null })

    const found = await server.admin.get<Schemas['Registration'][]>(
      `/registrations?claimCode=${asked.claimCode!.toLowerCase()}`,
    )
    expect(found.data).toMatchObject([
      { id: asked.registrationId, name: 'builder-1', capabilities: ['typescript', 'review'] },
    ])
    const agent = await approve(asked.registrationId, { capabilities: ['typescript'], maxConcurrentTasks: 3 })
    expect(agent.data).toMatchObject({
      name: 'builder-1',
      capabilities: ['typescript'],
      maxConcurrentTasks: 3,
      status: 'active',
    })

    const { data } = await poll(asked.registrationToken)
    expect(data).toMatchObject({ status: 'approved', agentId: agent.data.id, workspaceId: server.workspaceId })
    const me = await server.api(data.apiKey!).get<Schemas['Me']>('/me')
    expect(me.data).toMatchObject({
      kind: 'agent',
      agentId: agent.data.id,
      keyId: data.keyId,
      scopes: ['read', 'write'],
    })
    const decided = await server.admin.get<Schemas['Registration'][]>('/registrations')
    expect(decided.data[0]).toMatchObject({ state: 'approved', agentId: agent.data.id, claimCode: null })
  })

  test('AG-2: a waiting poll hears of the decision at once', async () => {
    const asked = await registered({ name: 'patient' })
    const waiting = poll(asked.registrationToken, 50)
    await approve(asked.registrationId)
    expect((await waiting).data).toMatchObject({ status: 'approved' })
  })

  test('AG-2: a rejection tells why, and gives no key', async () => {
    const asked = await registered({ name: 'stranger' })
    const waiting = poll(asked.registrationToken, 50)
    const rejected = await server.admin.post<Schemas['Registration']>(`/registrations/${asked.registrationId}/reject`, {
      reason: 'We do not know this host.',
    })
    expect(rejected.data).toMatchObject({ state: 'rejected', reason: 'We do not know this host.', claimCode: null })
    expect((await waiting).data).toEqual({
      status: 'rejected',
      reason: 'We do not know this host.',
      agentId: null,
      workspaceId: null,
      apiKey: null,
      keyId: null,
    })
    expect((await approve(asked.registrationId)).error?.code).toBe('already_decided')
  })

  test('AG-1: no event tells of a registration until it is decided', async () => {
    const before = (await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]?.seq ?? 0
    const asked = await registered({ name: 'quiet' })
    await poll(asked.registrationToken)
    expect((await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]?.seq ?? 0).toBe(before)
    await approve(asked.registrationId)
    const [event] = (await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data
    expect(event).toMatchObject({ type: 'agent.approved', actor: { kind: 'user' }, payload: { name: 'quiet' } })
  })

  test('AG-1: a pending registration is forgotten after an hour', async () => {
    const asked = await registered({ name: 'late' })
    server.clock.advance(3_599)
    expect((await poll(asked.registrationToken)).data.status).toBe('pending')
    server.clock.advance(1)
    expect((await poll(asked.registrationToken)).error?.code).toBe('unauthenticated')
    expect((await approve(asked.registrationId)).error?.code).toBe('not_found')
    expect(await pending()).toEqual([])
  })

  test('AG-1: an address may ask five times a minute', async () => {
    server.clock.advance(60)
    for (let count = 0; count < 5; count += 1) expect((await register({ name: `agent-${count}` })).status).toBe(201)
    const refused = await register({ name: 'agent-5' })
    expect(refused.error?.code).toBe('rate_limited')
    expect(refused.headers.get('retry-after')).toBe('60')
    server.clock.advance(59)
    expect((await register({ name: 'agent-5' })).headers.get('retry-after')).toBe('1')
    server.clock.advance(1)
    expect((await register({ name: 'agent-5' })).status).toBe(201)
  })

  test('AG-1: at most a hundred wait in a workspace, and other workspaces do not suffer', async () => {
    for (let count = 0; count < 100; count += 1) {
      server.clock.advance(13)
      expect((await register({ name: `agent-${count}` })).status).toBe(201)
    }
    server.clock.advance(60)
    expect((await register({ name: 'one-more' })).error?.code).toBe('registrations_full')
    const other = await server.createWorkspace('Roomy')
    expect((await register({ name: 'one-more', workspace: other.slug })).status).toBe(201)
    server.clock.advance(3_600)
    expect((await register({ name: 'one-more' })).status).toBe(201)
  })

  test('AG-1: a workspace that does not exist is answered like one that does', async () => {
    const nowhere = await registered({ name: 'lost', workspace: 'no-such-place' })
    const somewhere = await registered({ name: 'found' })
    const shapeOf = (answer: Answer) => ({
      ...answer,
      registrationId: '',
      registrationToken: '',
      claimCode: '',
      expiresAt: '',
    })
    expect(shapeOf(nowhere)).toEqual(shapeOf(somewhere))
    expect((await poll(nowhere.registrationToken)).data).toEqual((await poll(somewhere.registrationToken)).data)
    expect((await pending()).map(({ id }) => id)).toEqual([somewhere.registrationId])
    expect((await server.admin.get<unknown[]>(`/registrations?claimCode=${nowhere.claimCode}`)).data).toEqual([])
    expect((await approve(nowhere.registrationId)).error?.code).toBe('not_found')
  })

  test('AG-1: a name is unique among the agents of a workspace, and free again once its agent is removed', async () => {
    const agent = await approve((await registered({ name: 'twin' })).registrationId)
    const second = await registered({ name: 'twin' })
    expect((await approve(second.registrationId)).error?.code).toBe('name_taken')
    await server.admin.delete(`/agents/${agent.data.id}`)
    expect((await approve(second.registrationId)).status).toBe(200)
  })

  test('AG-1: whoever else waits under a name that is let in is told, and nobody under another', async () => {
    const waiting = [await registered({ name: 'twin' }), await registered({ name: 'twin' })]
    const other = await registered({ name: 'other' })
    const { registrationId } = await registered({ name: 'twin' })
    expect((await approve(registrationId)).status).toBe(200)
    for (const rival of waiting) {
      expect((await poll(rival.registrationToken)).data).toMatchObject({
        status: 'rejected',
        reason: "another registration of the name 'twin' was approved",
      })
      expect((await approve(rival.registrationId)).error?.code).toBe('already_decided')
    }
    const { data } = await server.admin.get<Schemas['Event'][]>('/events?types=registration.rejected')
    expect(data.map(({ payload }) => payload.registrationId).toSorted()).toEqual(
      waiting.map(({ registrationId: id }) => id).toSorted(),
    )
    const late = await registered({ name: 'guest' })
    await server.addAgent({ name: 'guest' })
    expect((await poll(late.registrationToken)).data.status).toBe('rejected')
    expect((await pending()).map(({ id }) => id)).toEqual([other.registrationId])
  })

  test('WS-4: a viewer sees who asks and decides nothing', async () => {
    const asked = await registered({ name: 'asks' })
    const { key } = await server.addUser('viewer')
    const viewer = server.api(key)
    expect((await viewer.get<unknown[]>('/registrations')).data).toHaveLength(1)
    const scopeOrRole = ['forbidden', 'insufficient_scope']
    expect(scopeOrRole).toContain((await viewer.post(`/registrations/${asked.registrationId}/approve`)).error?.code)
    expect(scopeOrRole).toContain(
      (await viewer.post(`/registrations/${asked.registrationId}/reject`, { reason: 'No.' })).error?.code,
    )
  })

  test('WS-2: who asks to join one workspace is not seen, let in or refused from another', async () => {
    const asked = await registered({ name: 'asks' })
    const other = await server.createWorkspace('Next door')
    const { key } = await server.addUser('admin', other.id)
    const stranger = server.api(key)
    expect((await stranger.get<unknown[]>('/registrations')).data).toEqual([])
    expect((await stranger.get<unknown[]>(`/registrations?claimCode=${asked.claimCode}`)).data).toEqual([])
    expect((await stranger.post(`/registrations/${asked.registrationId}/approve`)).error?.code).toBe('not_found')
    expect((await stranger.post(`/registrations/${asked.registrationId}/reject`, { reason: 'No.' })).error?.code).toBe(
      'not_found',
    )
  })
})

describe('fetching the key', () => {
  const approved = async (name: string) => {
    const asked = await registered({ name })
    await approve(asked.registrationId)
    return asked.registrationToken
  }
  const codeOf = async (key: string) => (await server.api(key).get('/me')).error?.code

  test('AG-2: each poll gives a new key and ends the unused one before, so that one lives', async () => {
    const token = await approved('fetches')
    const keys: string[] = []
    for (let count = 0; count < 3; count += 1) keys.push((await poll(token)).data.apiKey!)
    expect(await codeOf(keys[0]!)).toBe('unauthenticated')
    expect(await codeOf(keys[1]!)).toBe('unauthenticated')
    expect(await codeOf(keys[2]!)).toBeUndefined()
  })

  test('AG-2: polls at the same time leave one live key', async () => {
    const token = await approved('races')
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(token)))
    const codes = await Promise.all(answers.map(({ data }) => codeOf(data.apiKey!)))
    expect(codes.filter((code) => code === undefined)).toHaveLength(1)
  })

  test('AG-2: the token dies with the first call made with a key', async () => {
    const token = await approved('uses')
    const { apiKey } = (await poll(token)).data
    expect(await codeOf(apiKey!)).toBeUndefined()
    expect((await poll(token)).error?.code).toBe('unauthenticated')
    await server.app.scheduler.sweep()
    expect((await poll(token)).error?.code).toBe('unauthenticated')
    expect(await codeOf(apiKey!)).toBeUndefined()
  })

  test('AG-2: the token dies a day after the approval', async () => {
    const token = await approved('slow')
    server.clock.advance(24 * 3600 - 1)
    expect((await poll(token)).status).toBe(200)
    server.clock.advance(1)
    expect((await poll(token)).error?.code).toBe('unauthenticated')
  })

  test('AG-2: a key revoked by a person before its first use ends the token, too', async () => {
    const token = await approved('stopped')
    const { keyId } = (await poll(token)).data
    await server.admin.delete(`/keys/${keyId}`)
    expect((await poll(token)).error?.code).toBe('unauthenticated')
  })

  test('AG-5: the token of an agent that was removed gives no key', async () => {
    const token = await approved('gone')
    const { agentId } = (await poll(token)).data
    await server.admin.delete(`/agents/${agentId}`)
    expect((await poll(token)).error?.code).toBe('unauthenticated')
  })

  test('AG-2: the token opens nothing but the poll', async () => {
    const asked = await registered({ name: 'curious' })
    expect((await server.api(asked.registrationToken).get('/agents')).error?.code).toBe('forbidden')
  })
})

describe('enrollment tokens', () => {
  const newToken = async (body: object = {}) =>
    (await server.admin.post<Schemas['EnrollmentTokenSecret']>('/enrollment-tokens', { name: 'Build farm', ...body }))
      .data

  test('AG-1: with an enrollment token an agent is in at once, with the capabilities granted', async () => {
    const { secret, token } = await newToken({ capabilities: ['typescript'], uses: 2 })
    const joined = await register({ name: 'farm-1', capabilities: ['typescript', 'admin'], enrollmentToken: secret })
    expect(joined.data).toMatchObject({ status: 'approved', claimCode: null })
    const { apiKey } = (await poll(joined.data.registrationToken)).data
    const agent = await server.api(apiKey!).get<Schemas['Agent']>(`/agents/${joined.data.agentId}`)
    expect(agent.data.capabilities).toEqual(['typescript'])
    const [listed] = (await server.admin.get<Schemas['EnrollmentToken'][]>('/enrollment-tokens')).data
    expect(listed).toMatchObject({ id: token.id, uses: 2, usesLeft: 1, revokedAt: null })
    expect(JSON.stringify(listed)).not.toContain(secret)
  })

  test('AG-1: without a list of its own a token grants what each agent asks for', async () => {
    const { secret, token } = await newToken()
    expect(token).toMatchObject({ capabilities: null, uses: 1, usesLeft: 1 })
    const joined = await register({ name: 'asks', capabilities: ['lang:de'], enrollmentToken: secret })
    expect((await server.admin.get<Schemas['Agent']>(`/agents/${joined.data.agentId}`)).data.capabilities).toEqual([
      'lang:de',
    ])
  })

  test('AG-1: a token lets in as many as it says, also when they come together', async () => {
    const { secret } = await newToken({ uses: 10 })
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, count) => register({ name: `crowd-${count}`, enrollmentToken: secret })),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10)
    expect(answers.flatMap(({ error }) => error?.code ?? [])).toEqual(['enrollment_invalid', 'enrollment_invalid'])
  })

  test('AG-1: a name that is taken costs no use', async () => {
    const { secret } = await newToken({ uses: 1 })
    await server.addAgent({ name: 'taken' })
    expect((await register({ name: 'taken', enrollmentToken: secret })).error?.code).toBe('name_taken')
    expect((await register({ name: 'free', enrollmentToken: secret })).status).toBe(201)
  })

  test('AG-1: a token that is expired, revoked, unknown or for another workspace lets nobody in', async () => {
    server.clock.advance(60)
    const expired = await newToken({ expiresAt: new Date(server.clock.now() + 1_000).toISOString() })
    const [revoked, foreign] = [await newToken(), await newToken()]
    const gone = await server.admin.delete<Schemas['EnrollmentToken']>(`/enrollment-tokens/${revoked.token.id}`)
    expect(gone.data.revokedAt).not.toBeNull()
    expect((await server.admin.delete(`/enrollment-tokens/${revoked.token.id}`)).data).toEqual(gone.data)
    const other = await server.createWorkspace('Elsewhere')
    server.clock.advance(1)
    const answers = [
      await register({ name: 'a', enrollmentToken: expired.secret }),
      await register({ name: 'a', enrollmentToken: revoked.secret }),
      await register({ name: 'a', enrollmentToken: newSecret('enroll').secret }),
      await register({ name: 'a', enrollmentToken: foreign.secret, workspace: other.slug }),
    ]
    expect(answers.map(({ error }) => error?.code)).toEqual(new Array(4).fill('enrollment_invalid'))
    expect((await register({ name: 'a', enrollmentToken: 'guess' })).error?.code).toBe('enrollment_invalid')
    expect((await register({ name: 'a', enrollmentToken: 'guess' })).error?.code).toBe('rate_limited')
    expect((await register({ name: 'a', enrollmentToken: foreign.secret })).status).toBe(201)
  })

  test('AG-1: a token lasts a day unless it says otherwise', async () => {
    const { secret, token } = await newToken()
    expect(Date.parse(token.expiresAt) - server.clock.now()).toBe(24 * 3600 * 1000)
    server.clock.advance(24 * 3600)
    expect((await register({ name: 'late', enrollmentToken: secret })).error?.code).toBe('enrollment_invalid')
  })

  test('WS-4: a viewer neither makes nor sees enrollment tokens', async () => {
    const { key } = await server.addUser('viewer')
    const { token } = await newToken()
    const refusals = [
      await server.api(key).get('/enrollment-tokens'),
      await server.api(key).post('/enrollment-tokens', { name: 'X' }),
      await server.api(key).delete(`/enrollment-tokens/${token.id}`),
    ]
    for (const { status } of refusals) expect(status).toBe(403)
  })

  test('WS-2: the tokens of one workspace are not found from another', async () => {
    const { token } = await newToken()
    const other = await server.createWorkspace('Elsewhere')
    const { key } = await server.addUser('admin', other.id)
    expect((await server.api(key).get<unknown[]>('/enrollment-tokens')).data).toEqual([])
    expect((await server.api(key).delete(`/enrollment-tokens/${token.id}`)).error?.code).toBe('not_found')
  })
})
