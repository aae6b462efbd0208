// The key an agent keeps between two lives: where it lies, who may read it, and what becomes of one that is not known.
import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MissionControl } from '../src/index.ts'

let home: string
let log: string[]
let known: string[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mission-control-identity-'))
  vi.stubEnv('XDG_CONFIG_HOME', home)
  log = []
  known = []
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(home, { recursive: true, force: true })
})

/** Approves everybody at once. */
const fetch = async (request: Request): Promise<Response> => {
  const path = new URL(request.url).pathname.replace('/api/v1', '')
  const bearer = request.headers.get('Authorization')?.replace('Bearer ', '') ?? ''
  log.push(path)
  if (path === '/me' && !known.includes(bearer)) return refusal(401, 'unauthenticated')
  if (path === '/registrations/current') known.push(`mc_agent_${known.length + 1}`)
  const registration = { registrationId: 'reg_1', registrationToken: 'mc_reg_1', claimCode: null, expiresAt: '' }
  const data = { status: 'approved', reason: null, apiKey: known.at(-1), ...registration }
  return Response.json({ success: true, data })
}
const refusal = (status: number, code: string): Response => {
  const error = { code, message: 'No.', hint: '', requestId: 'req_1', details: null }
  return Response.json({ success: false, error }, { status })
}
const missionControl = new MissionControl({ baseUrl: 'http://mc.test:4100', fetch })

function storageOf(...entries: [string, string][]) {
  const map = new Map(entries)
  const storage = {
    getItem: (name: string) => map.get(name) ?? null,
    setItem: (name: string, value: string) => void map.set(name, value),
  }
  return { storage, kept: () => map.get('mc.test:4100 auditor') }
}
const joining = ['/agents/register', '/registrations/current', '/me']

describe('the key of an agent', () => {
  test('is kept in a file only its owner can read, and used in its next life (IF-3)', async () => {
    await missionControl.agent({ name: 'auditor' })
    const folder = join(home, 'mission-control/agents')
    const file = join(folder, 'mc.test%3A4100%20auditor')
    expect(await readdir(folder)).toEqual(['mc.test%3A4100%20auditor'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    log.length = 0
    const agent = await missionControl.agent({ name: 'auditor' })
    expect(log).toEqual(['/me'])
    await agent.me.get()
    await missionControl.agent({ name: 'other' })
    expect(log.slice(2)).toEqual(joining)
  })

  test('lies where it is told to (IF-3)', async () => {
    const file = join(home, 'deep/auditor.key')
    await missionControl.agent({ name: 'auditor', storage: file })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const kept = new Map<string, string>()
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, key: string) => void kept.set(name, key),
    }
    await missionControl.agent({ name: 'auditor', storage })
    expect([...kept]).toEqual([['mc.test:4100 auditor', 'mc_agent_2']])
  })

  test('that the server does not know is an error that says where it lies, or joins anew with a token (AG-2)', async () => {
    const file = join(home, 'auditor.key')
    await writeFile(file, 'mc_agent_revoked\n')
    const refused = missionControl.agent({ name: 'auditor', storage: file })
    await expect(refused).rejects.toMatchObject({ code: 'unauthenticated', hint: expect.stringContaining(file) })
    await expect(refused).rejects.not.toThrow('revoked')
    expect(log).toEqual(['/me'])
    await missionControl.agent({ name: 'auditor', storage: file, enrollmentToken: 'mc_enroll_1' })
    expect(log.slice(1)).toEqual(['/me', ...joining])
    await missionControl.agent({ name: 'auditor', storage: file })
    expect(log.slice(5)).toEqual(['/me'])
  })

  test('is not asked for where it could not be kept: nothing is registered (AG-1)', async () => {
    await writeFile(join(home, 'file'), '')
    await symlink(join(home, 'nowhere'), join(home, 'link'))
    for (const [folder, what] of [
      ['file', 'read from'],
      ['link', 'kept in'],
    ]) {
      const file = join(home, `${folder}/auditor.key`)
      await expect(missionControl.agent({ name: 'auditor', storage: file })).rejects.toThrow(
        new RegExp(`^The key of the agent auditor cannot be ${what} ${file}: E.*Nothing was registered`),
      )
    }
    const storage = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      },
    }
    await expect(missionControl.agent({ name: 'auditor', storage })).rejects.toThrow(
      'in the storage given: The quota has been exceeded. Nothing was registered.',
    )
    expect(log).toEqual([])
  })

  test('that is there is not lost when another cannot be had, and no half of one stays (AG-2)', async () => {
    const kept = new Map([['mc.test:4100 auditor', 'mc_agent_revoked']])
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, key: string) => void kept.set(name, key),
    }
    const refusing = new MissionControl({
      baseUrl: 'http://mc.test:4100',
      fetch: (request) => (request.url.endsWith('register') ? Promise.reject(new Error('gone')) : fetch(request)),
      maxRetries: 0,
    })
    const wish = { name: 'auditor', enrollmentToken: 'mc_enroll_1' }
    await expect(refusing.agent({ ...wish, storage })).rejects.toMatchObject({ code: 'connection_failed' })
    expect(kept.get('mc.test:4100 auditor')).toBe('mc_agent_revoked')
    await expect(refusing.agent(wish)).rejects.toMatchObject({ code: 'connection_failed' })
    expect(await readdir(join(home, 'mission-control/agents'))).toEqual([])
  })

  test('that could not be kept after all is fetched again by the same registration (AG-2)', async () => {
    const { storage, kept } = storageOf()
    let isFull = false
    const filling = {
      ...storage,
      setItem: (name: string, value: string) => {
        if (isFull) throw new Error('The disk is full.')
        storage.setItem(name, value)
        isFull = value.startsWith('{')
      },
    }
    const join = missionControl.agent({ name: 'auditor', storage: filling })
    await expect(join).rejects.toThrow('The disk is full. Mend that and start again.')
    await missionControl.agent({ name: 'auditor', storage })
    const [register, poll, use] = joining
    expect(log).toEqual([register, poll, poll, use])
    expect(kept()).toBe('mc_agent_2')
  })

  test('is the one another process of the agent was given meanwhile (AG-1)', async () => {
    const { storage, kept } = storageOf()
    const late = new MissionControl({
      baseUrl: 'http://mc.test:4100',
      fetch: async (request) => {
        if (!request.url.endsWith('register')) return fetch(request)
        await missionControl.agent({ name: 'auditor', storage })
        return refusal(409, 'name_taken')
      },
    })
    await late.agent({ name: 'auditor', storage })
    expect(log).toEqual([...joining, '/me'])
    expect(kept()).toBe('mc_agent_1')
  })

  test.each(['x'.repeat(300), 'Auditor', '', '../up', undefined])('of %j is nobody’s (AG-1)', async (name) => {
    const agent = missionControl.agent({ name: name as string })
    await expect(agent).rejects.toThrow(/^The name of an agent has 1 to 64 characters/)
    expect(log).toEqual([])
  })

  test('that is no key is named with its file, and nothing is registered (AG-1)', async () => {
    const file = join(home, 'auditor.key')
    await writeFile(file, '{"regist')
    const joined = missionControl.agent({ name: 'auditor', storage: file })
    await expect(joined).rejects.toThrow(`cannot be read from ${file}: `)
    await expect(joined).rejects.toThrow('Delete what is there; it is no key.')
    expect(log).toEqual([])
  })

  test('is waited for where only so many a minute may ask (AG-1)', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let refusals = 2
    const crowded = new MissionControl({
      baseUrl: 'http://mc.test:4100',
      fetch: async (request) =>
        request.url.endsWith('register') && refusals-- > 0 ? refusal(429, 'rate_limited') : fetch(request),
    })
    const { storage, kept } = storageOf()
    const joined = crowded.agent({ name: 'auditor', storage })
    for (let second = 0; second < 45; second++) {
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(1000)
    }
    await joined
    vi.useRealTimers()
    expect(log).toEqual(joining)
    expect(kept()).toBe('mc_agent_1')
  })

  test('is used untried while the server is away (IF-3)', async () => {
    const file = join(home, 'auditor.key')
    await writeFile(file, 'mc_agent_1')
    const away = new MissionControl({ baseUrl: 'http://mc.test', fetch: () => Promise.reject(new TypeError('gone')) })
    await expect(away.agent({ name: 'auditor', storage: file })).resolves.toBeInstanceOf(MissionControl)
  })

  test('given to the client is all there is to it (IF-3)', async () => {
    const agent = new MissionControl({ baseUrl: 'http://mc.test', apiKey: 'mc_agent_7', fetch })
    expect(await agent.agent({ name: 'auditor' })).toBe(agent)
    expect(log).toEqual([])
  })
})

describe('an agent that waits for a person', () => {
  /** What the server says to each poll, by registration. */
  let says: (bearer: string) => Response
  let registered: number
  const codes: string[] = []
  const server = new MissionControl({
    baseUrl: 'http://mc.test:4100',
    fetch: async (request) => {
      if (request.url.endsWith('/me')) return Response.json({ success: true, data: {} })
      if (request.url.includes('/registrations/current'))
        return says(request.headers.get('Authorization')?.replace('Bearer ', '') ?? '')
      registered += 1
      const registration = { registrationToken: `mc_reg_${registered}`, claimCode: `CODE${registered}`, expiresAt: '' }
      return Response.json({ success: true, data: { registrationId: `reg_${registered}`, ...registration } })
    },
  })
  const status = (answer: object) =>
    Response.json({ success: true, data: { status: 'pending', reason: null, apiKey: null, ...answer } })
  const { storage, kept } = storageOf()
  const start = (stop?: AbortController) =>
    server.agent({
      name: 'auditor',
      storage,
      signal: stop?.signal,
      onPending: ({ claimCode }) => {
        codes.push(claimCode)
        stop?.abort(new Error('The program ends.'))
      },
    })

  beforeEach(async () => {
    registered = 0
    codes.length = 0
    storage.setItem('mc.test:4100 auditor', ' ')
    says = () => status({})
    await expect(start(new AbortController())).rejects.toThrow('The program ends.')
  })

  test('goes on waiting by the same registration and code after a restart (AG-1)', async () => {
    await expect(start(new AbortController())).rejects.toThrow('The program ends.')
    says = (bearer) => status({ status: 'approved', apiKey: `${bearer.replace('reg', 'agent')}` })
    await start()
    expect(registered).toBe(1)
    expect(codes).toEqual(['CODE1', 'CODE1'])
    expect(kept()).toBe('mc_agent_1')
  })

  test('registers anew where the server has forgotten it (AG-1)', async () => {
    says = (bearer) =>
      bearer === 'mc_reg_1' ? refusal(401, 'unauthenticated') : status({ status: 'approved', apiKey: 'mc_agent_2' })
    await start()
    expect(registered).toBe(2)
    expect(kept()).toBe('mc_agent_2')
  })

  test('that was rejected keeps nothing: who starts it again asks again (AG-1)', async () => {
    says = () => status({ status: 'rejected', reason: 'Not here.' })
    await expect(start()).rejects.toThrow('Not here.')
    expect(kept()).toBe(' ')
    says = () => status({ status: 'approved', apiKey: 'mc_agent_2' })
    await start()
    expect(registered).toBe(2)
  })
})
