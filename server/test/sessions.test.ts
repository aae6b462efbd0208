import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { newSecret } from '../src/kernel/credentials.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']
type SessionInfo = Schemas['SessionInfo']

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const signIn = (body: object) => server.api().post<SessionInfo>('/sessions', body)
const cookieOf = (headers: Headers) => headers.get('set-cookie')!.split(';')[0]!
const newLink = async () => (await server.admin.post<Schemas['SignInLink']>('/sign-in-links')).data
const tokenOf = (url: string) => new URL(url).hash.replace('#sign-in=', '')

async function signedIn() {
  const { data, headers } = await signIn({ key: server.adminKey })
  const cookie = { Cookie: cookieOf(headers) }
  return { cookie, write: { ...cookie, 'X-CSRF-Token': data.csrfToken }, info: data }
}

describe('signing in', () => {
  test('IF-7: a link signs in once, by a token in the fragment', async () => {
    const link = await newLink()
    expect(link.url.startsWith(`${server.url}/#sign-in=mc_signin_`)).toBe(true)
    const first = await signIn({ signInToken: tokenOf(link.url) })
    expect(first.status).toBe(201)
    expect(first.data.user).toMatchObject({ name: 'Admin', instanceAdmin: true })
    const second = await signIn({ signInToken: tokenOf(link.url) })
    expect(second.error?.code).toBe('unauthenticated')
  })

  test('IF-7: a link is good for ten minutes', async () => {
    const [early, late] = [await newLink(), await newLink()]
    server.clock.advance(599)
    expect((await signIn({ signInToken: tokenOf(early.url) })).status).toBe(201)
    server.clock.advance(1)
    expect((await signIn({ signInToken: tokenOf(late.url) })).error?.code).toBe('unauthenticated')
  })

  test('IF-7: the cookie is HttpOnly and SameSite=Strict, and over plain http not Secure', async () => {
    const { headers } = await signIn({ key: server.adminKey })
    const cookie = headers.get('set-cookie')!
    expect(cookie).toMatch(/^mc_session=mc_session_\w{38}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/)
  })

  test('IF-7: the cookie is Secure where the server is reached by https', async () => {
    const secure = await startTestServer({ publicUrl: 'https://mission.example.com' })
    const { headers } = await secure.api().post('/sessions', { key: secure.adminKey })
    expect(headers.get('set-cookie')).toMatch(/; Secure$/)
    const link = await secure.admin.post<Schemas['SignInLink']>('/sign-in-links')
    expect(link.data.url.startsWith('https://mission.example.com/#sign-in=')).toBe(true)
    await secure.close()
  })

  test('IF-7: an agent does not sign in, nor does who sends both or neither', async () => {
    const { key } = await server.addAgent({ name: 'no-page' })
    expect((await signIn({ key })).error?.code).toBe('unauthenticated')
    expect((await signIn({})).error?.code).toBe('validation_failed')
    expect((await signIn({ key: server.adminKey, signInToken: 'x' })).error?.code).toBe('validation_failed')
  })

  test('IF-7: after ten wrong tries in a minute an address has to wait', async () => {
    server.clock.advance(60)
    const wrong = newSecret('user').secret
    for (let tries = 0; tries < 10; tries += 1) expect((await signIn({ key: wrong })).status).toBe(401)
    const refused = await signIn({ key: server.adminKey })
    expect(refused.error?.code).toBe('rate_limited')
    expect(refused.headers.get('retry-after')).toBe('60')
    server.clock.advance(60)
    expect((await signIn({ key: server.adminKey })).status).toBe(201)
  })
})

describe('a session', () => {
  test('IF-7: a reloaded page gets the same CSRF token again', async () => {
    const { cookie, info } = await signedIn()
    const again = await server.api().get<SessionInfo>('/sessions/current', cookie)
    expect(again.data).toEqual(info)
  })

  test('IF-7: every request but GET needs the CSRF token of this very session', async () => {
    const { cookie, write } = await signedIn()
    const other = await signedIn()
    const api = server.api()
    expect((await api.get('/users', cookie)).status).toBe(200)
    expect((await api.post('/users', { name: 'X', role: 'viewer' }, cookie)).error?.code).toBe('csrf_failed')
    const foreign = { ...cookie, 'X-CSRF-Token': other.info.csrfToken }
    expect((await api.post('/users', { name: 'X', role: 'viewer' }, foreign)).error?.code).toBe('csrf_failed')
    expect((await api.post('/users', { name: 'X', role: 'viewer' }, write)).status).toBe(201)
  })

  test('IF-7: signing out ends the session and takes the cookie away', async () => {
    const { cookie, write } = await signedIn()
    expect((await server.api().delete('/sessions/current', cookie)).error?.code).toBe('csrf_failed')
    const ended = await server.api().delete('/sessions/current', write)
    expect(ended.data).toEqual({ ended: true })
    expect(ended.headers.get('set-cookie')).toContain('mc_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0')
    expect((await server.api().get('/sessions/current', cookie)).error?.code).toBe('unauthenticated')
    expect((await server.api().delete('/sessions/current', write)).error?.code).toBe('unauthenticated')
  })

  test('IF-7: a session lasts thirty days', async () => {
    const { cookie } = await signedIn()
    server.clock.advance(30 * 24 * 3600 - 1)
    expect((await server.api().get('/sessions/current', cookie)).status).toBe(200)
    server.clock.advance(1)
    for (const path of ['/sessions/current', '/tasks']) {
      const { error } = await server.api().get(path, cookie)
      expect([error?.code, error?.message]).toEqual(['unauthenticated', 'the session has ended'])
    }
  })

  test('IF-7: who has a key in place of a session has no session', async () => {
    expect((await server.admin.get('/sessions/current')).error?.code).toBe('unauthenticated')
    expect((await server.admin.delete('/sessions/current')).error?.code).toBe('unauthenticated')
  })
})
