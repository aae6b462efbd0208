import { chmodSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTestServer, type TestServer } from '@mission-control/server/test-support/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contract } from '../src/contract/schema.ts'
import { Shell } from './support/shell.ts'

interface Check {
  name: string
  finding: string
  message: string
  advice: string | null
}

let server: TestServer
let shell: Shell
let key: string

beforeAll(async () => {
  server = await startTestServer()
  key = (await server.addUser('operator')).key
})
beforeEach(() => {
  shell = new Shell()
  shell.now = () => server.clock.now()
  shell.env = { MC_URL: server.url, MC_API_KEY: key }
})
afterEach(() => shell.remove())
afterAll(() => server.close())

async function doctor(env: Record<string, string> = {}, ...words: string[]) {
  const { code, stdout, stderr } = await shell.mission(['doctor', '--json', ...words], { env })
  expect(stderr).toBe('')
  expect(stdout).not.toContain('mc_user_')
  const { isFine, checks } = JSON.parse(stdout) as { isFine: boolean; checks: Check[] }
  return { code, isFine, checks, of: (name: string) => checks.find((check) => check.name === name) }
}

/** A server that is not quite what it should be. */
async function withServer(listener: RequestListener, work: (url: string) => Promise<void>): Promise<void> {
  const fake = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => fake.once('listening', resolve))
  try {
    await work(`http://127.0.0.1:${(fake.address() as AddressInfo).port}`)
  } finally {
    fake.closeAllConnections()
    await new Promise((resolve) => fake.close(resolve))
  }
}

describe('mission doctor (IF-6)', () => {
  it('finds nothing wrong where nothing is, and says so in words', async () => {
    const { code, isFine, checks } = await doctor()
    expect({ code, isFine }).toEqual({ code: 0, isFine: true })
    expect(checks.filter(({ finding }) => finding !== 'fine')).toEqual([])
    const names = ['Node', 'file', 'proxy', 'server', 'TLS', 'reach', 'clock', 'version', 'key', 'workspace', 'events']
    expect(checks.map(({ name }) => name)).toEqual(names)
    const { stdout } = await shell.mission(['doctor'], { columns: 80, env: { NO_COLOR: '1' } })
    expect(stdout).toMatch(/^✓ Node .*\n✓ file/)
  })

  it('names a file others may read, and what the environment makes unsafe or useless', async () => {
    await shell.mission(['login', server.url, '--key-stdin'], { input: key })
    chmodSync(shell.configPath, 0o644)
    const { code, of } = await doctor({ HTTPS_PROXY: 'http://ada:secret@proxy.example.com' })
    expect(code).toBe(1)
    expect(of('file')).toMatchObject({ finding: 'wrong', advice: expect.stringContaining('chmod 600') })
    expect(of('proxy')).toMatchObject({ finding: 'mind', message: expect.stringContaining('HTTPS_PROXY') })
    expect(JSON.stringify(of('proxy'))).not.toContain('secret')
    const unsafe = await doctor({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })
    expect(unsafe.of('TLS')).toMatchObject({ finding: 'wrong' })
  })

  it('tells no server, no key, a wrong key and a server out of reach apart', async () => {
    shell.env = {}
    expect(await doctor()).toMatchObject({ code: 4, isFine: false })
    shell.env = { MC_URL: server.url }
    const noKey = await doctor()
    expect(noKey).toMatchObject({ code: 4 })
    expect(noKey.of('key')!.advice).toContain('mission login')
    expect(await doctor({ MC_API_KEY: `mc_user_${'x'.repeat(38)}` })).toMatchObject({ code: 4 })
    const unreached = await doctor({ MC_URL: await freeAddress() })
    expect(unreached).toMatchObject({ code: 5 })
    expect(unreached.of('reach')!.advice).toContain('Nothing listens there')
    await withServer(
      (_request, response) => void response.end('<h1>Welcome</h1>'),
      async (url) => {
        const wrong = await doctor({ MC_URL: url })
        expect(wrong).toMatchObject({ code: 5 })
        expect(wrong.of('reach')!.advice).toContain('no Mission Control')
      },
    )
  })

  it('tells a wrong workspace from a wrong key, and which there are', async () => {
    const { code, checks } = await doctor({}, '--workspace', 'nope')
    expect(code).toBe(4)
    expect(checks.filter(({ finding }) => finding !== 'fine')).toEqual([
      {
        name: 'workspace',
        finding: 'wrong',
        message: "you do not belong to a workspace 'nope'.",
        advice: 'There are for you: default. Name one: --workspace <slug>, also with mission login.',
      },
    ])
    expect(checks.map(({ name }) => name)).toContain('key')
    const { stderr } = await shell.mission(['task', 'list', '--workspace', 'nope'])
    expect(stderr).toContain('You belong to: default. Name one with --workspace <slug>; mission api workspaces.list')
    expect(stderr).not.toContain('x-roles')
  })

  it('notices a clock that is off, another contract, and a stream that is held back', async () => {
    const other = structuredClone(contract) as unknown as { paths: Record<string, unknown> }
    delete other.paths['/events']
    other.paths['/teapots'] = { get: { operationId: 'teapots.list' } }
    shell.now = () => server.clock.now() + 180_000
    await withServer(
      async ({ url, headers }, response) => {
        if (url === '/api/openapi.json') response.end(JSON.stringify(other))
        else if (url!.includes('/events/stream')) response.writeHead(502).end()
        else {
          const { authorization = '' } = headers
          const answer = await fetch(server.url + url, { headers: authorization ? { authorization } : {} })
          response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(await answer.text())
        }
      },
      async (url) => {
        const { code, of } = await doctor({ MC_URL: url })
        expect(code).toBe(1)
        expect(of('clock')!.message).toBe("This clock is 3 min ahead of the server's.")
        expect(of('version')!.message).toContain('it also has teapots.list; it lacks events.list')
        expect(of('events')).toMatchObject({ finding: 'wrong', message: expect.stringContaining('502') })
      },
    )
  })

  it('says when a key ends soon', async () => {
    const expiresAt = new Date(server.clock.now() + 2 * 86_400_000).toISOString()
    const { secret } = (await server.api(key).post<{ secret: string }>('/keys', { name: 'short', expiresAt })).data
    const { code, of } = await doctor({ MC_API_KEY: secret })
    expect(code).toBe(0)
    expect(of('key')).toMatchObject({ finding: 'mind', message: expect.stringContaining('it ends in 2 d') })
  })
})

async function freeAddress(): Promise<string> {
  let address = ''
  await withServer(
    () => {},
    async (url) => {
      address = url
    },
  )
  return address
}
