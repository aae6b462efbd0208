// The limits per address: who counts as one, behind a proxy too, and that many tries at once are many.
import { afterEach, describe, expect, test } from 'vitest'
import { newSecret } from '../src/kernel/credentials.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer
afterEach(() => server.close())

let nth = 0
const register = async (forwardedFor: string) => {
  nth += 1
  const headers = { 'X-Forwarded-For': forwardedFor }
  return (await server.api().post('/agents/register', { name: `agent-${nth}` }, headers)).status
}
const inTurn = async (addresses: readonly string[]) => {
  const statuses: number[] = []
  for (const address of addresses) statuses.push(await register(address))
  return statuses
}

describe('who counts as one address', () => {
  test('AG-1: what a caller says of its own address does not count', async () => {
    server = await startTestServer()
    expect(await inTurn(['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4', '5.5.5.5', '6.6.6.6'])).toEqual([
      201, 201, 201, 201, 201, 429,
    ])
  })

  test('AG-1: behind a trusted proxy each caller counts alone, by the address the proxy saw', async () => {
    server = await startTestServer({ trustedProxies: ['loopback'] })
    // The caller wrote the first one; the proxy added the last.
    const spoofing = ['9.1.1.1', '9.2.2.2', '9.3.3.3', '9.4.4.4', '9.5.5.5', '9.6.6.6'].map((it) => `${it}, 7.7.7.7`)
    expect(await inTurn(spoofing)).toEqual([201, 201, 201, 201, 201, 429])
    expect(await inTurn(['8.8.8.8', '7.7.7.7'])).toEqual([201, 429])
  })

  test('AG-1: a proxy that is not among the trusted ones is not believed', async () => {
    server = await startTestServer({ trustedProxies: ['10.0.0.0/8'] })
    const addresses = ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4', '5.5.5.5', '6.6.6.6']
    expect((await inTurn(addresses)).at(-1)).toBe(429)
  })
})

describe('many tries at once', () => {
  test('IF-7: of forty wrong sign-ins at once ten are looked at', async () => {
    server = await startTestServer()
    const wrong = newSecret('user').secret
    const tries = await Promise.all(
      Array.from({ length: 40 }, () =>
        server
          .api()
          .post('/sessions', { key: wrong })
          .then(({ status }) => status),
      ),
    )
    expect(tries.filter((status) => status === 401)).toHaveLength(10)
    expect(tries.filter((status) => status === 429)).toHaveLength(30)
  })

  test('IF-7: signing in rightly, or with a body that is wrong, uses up no try', async () => {
    server = await startTestServer()
    for (let count = 0; count < 12; count += 1) {
      expect((await server.api().post('/sessions', { key: server.adminKey })).status).toBe(201)
      expect((await server.api().post('/sessions', {})).status).toBe(400)
    }
  })
})
