import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { startTestServer, type TestServer } from '@mission-control/server/test-support/server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { configPath } from '../src/config/file.ts'
import { Shell } from './support/shell.ts'

let server: TestServer
let other: TestServer
let shell: Shell
let key: string

beforeAll(async () => {
  server = await startTestServer()
  other = await startTestServer()
  key = (await server.addUser('operator')).key
})
beforeEach(() => {
  shell = new Shell()
  return () => shell.remove()
})
afterAll(async () => {
  await server.close()
  await other.close()
})

const config = () => JSON.parse(readFileSync(shell.configPath, 'utf8'))
const signIn = (...words: string[]) =>
  shell.mission(['login', server.url, '--key-stdin', ...words], { input: `${key}\n` })

describe('Signing in from a shell (IF-6)', () => {
  it('asks for the key without showing it, tries it, and keeps it for its owner alone', async () => {
    const { code, stdout, stderr } = await shell.mission(['login', server.url], { columns: 80, input: `${key}\n` })
    expect(code).toBe(0)
    expect(stdout).toContain(`Signed in to ${server.url}`)
    expect(stdout).toContain('operator')
    expect(stderr).toContain('not shown')
    expect(stdout + stderr).not.toContain(key)
    expect(statSync(shell.configPath).mode & 0o777).toBe(0o600)
    const name = new URL(server.url).host
    expect(config()).toEqual({ current: name, profiles: { [name]: { url: server.url, apiKey: key } } })
    expect((await shell.mission(['whoami', '--json'])).json()).toMatchObject({ profile: name, me: { kind: 'user' } })
  })

  it('takes the key from standard input, and makes a file that was open to others its own', async () => {
    await signIn()
    chmodSync(shell.configPath, 0o644)
    expect((await signIn('--profile', 'work')).code).toBe(0)
    expect(statSync(shell.configPath).mode & 0o777).toBe(0o600)
    expect(config().current).toBe('work')
  })

  it('keeps nothing where the key is wrong, or where there is no server', async () => {
    const wrong = await shell.mission(['login', server.url, '--key-stdin'], { input: `mc_user_${'x'.repeat(38)}` })
    expect(wrong.code).toBe(4)
    expect(wrong.stderr).toContain('unauthenticated')
    const enrollment = await shell.mission(['login', server.url, '--key-stdin'], {
      input: `mc_enroll_${'x'.repeat(38)}`,
    })
    expect(enrollment).toMatchObject({ code: 2, stderr: expect.stringContaining('another credential (mc_enroll_…)') })
    expect(enrollment.stderr).not.toContain('xxx')
    expect(existsSync(shell.configPath)).toBe(false)
  })

  it('refuses a key as an argument, and an address that is none', async () => {
    const asArgument = await shell.mission(['login', server.url, key])
    expect(asArgument).toMatchObject({ code: 2, stderr: expect.stringContaining('history of the shell') })
    expect(asArgument.stderr).not.toContain(key)
    const noScheme = await shell.mission(['login', 'mission.example.com'])
    expect(noScheme).toMatchObject({ code: 2, stderr: expect.stringContaining('https://mission.example.com') })
    for (const host of ['127.0.0.1:4571', 'localhost:4100', '[::1]:4100']) {
      expect((await shell.mission(['login', host])).stderr).toContain(`Did you mean http://${host}?`)
    }
    expect((await shell.mission(['login', server.url])).stderr).toContain('--key-stdin')
  })

  it('knows several servers by name', async () => {
    await signIn('--profile', 'one')
    const second = { input: (await other.addUser('viewer')).key }
    await shell.mission(['login', other.url, '--key-stdin', '--profile', 'two', '--workspace', 'default'], second)
    expect((await shell.mission(['whoami', '--json'])).json()).toMatchObject({ url: other.url, profile: 'two' })
    expect((await shell.mission(['whoami', '--json', '--profile', 'one'])).json()).toMatchObject({ url: server.url })
    const unknown = await shell.mission(['whoami', '--profile', 'three'])
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('There are: one, two.') })
    await shell.mission(['profiles', 'one'])
    expect((await shell.mission(['profiles', '--json'])).json<unknown[]>()).toEqual([
      { name: 'one', url: server.url, workspace: null, isCurrent: true },
      { name: 'two', url: other.url, workspace: 'default', isCurrent: false },
    ])
    const { stdout } = await shell.mission(['logout'])
    expect(stdout).toContain('Signed out of one. In use now: two.')
    expect((await shell.mission(['logout', '--all'])).code).toBe(0)
    expect(await shell.mission(['whoami'])).toMatchObject({ code: 4, stderr: expect.stringContaining('mission login') })
  })

  it('takes server and key from the environment first, and sends a key to no other server', async () => {
    await signIn()
    const env = { MC_URL: other.url }
    const withoutKey = await shell.mission(['task', 'list'], { env })
    expect(withoutKey).toMatchObject({ code: 4, stderr: expect.stringContaining(`There is no key for ${other.url}`) })
    const otherKey = (await other.addUser('viewer')).key
    const asOther = await shell.mission(['whoami', '--json'], { env: { ...env, MC_API_KEY: otherKey } })
    expect(asOther.json()).toMatchObject({ url: other.url, profile: null })
    const byProfile = await shell.mission(['whoami', '--json', '--profile', new URL(server.url).host], { env })
    expect(byProfile.json()).toMatchObject({ url: server.url })
  })

  it('says what is wrong with a file it cannot use, and never what is in it', async () => {
    await signIn()
    writeFileSync(shell.configPath, `{ "profiles": { "one": { "url": "x", "apiKey": "${key}" `)
    const { code, stderr } = await shell.mission(['whoami', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'config_unusable' })
    expect(stderr).not.toContain(key)
  })

  it('keeps its file where the system keeps such files', () => {
    const machine = { platform: 'linux', homedir: '/home/ada', env: {} } as const
    expect(configPath(machine)).toBe('/home/ada/.config/mission-control/mission.json')
    expect(configPath({ ...machine, env: { XDG_CONFIG_HOME: '/x' } })).toBe('/x/mission-control/mission.json')
    const windows = configPath({ platform: 'win32', homedir: 'C:\\Users\\ada', env: { APPDATA: 'D:\\roaming' } })
    expect(windows).toContain('D:\\roaming')
  })
})
