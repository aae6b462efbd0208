import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHelper, type Helper, printed } from './support/helper.ts'
import { type RunningServer, startServer } from './support/server.ts'

let server: RunningServer
let agent: Helper
const helpers: Helper[] = []

async function helper(settings: Record<string, string> = {}): Promise<Helper> {
  const made = await createHelper({ MC_URL: server.url, ...settings })
  helpers.push(made)
  return made
}

const credentialsOf = ({ stateDir }: Helper): string =>
  join(stateDir, server.url.replace(/[^A-Za-z0-9.-]+/g, '_'), 'credentials.json')
const createTask = (fields: object) => server.admin<{ id: string }>('POST', '/tasks', { title: 'A task', ...fields })
const cancel = (taskId: string) => server.admin('POST', `/tasks/${taskId}/cancel`, { reason: 'No longer needed.' })
const keyOf = (one: Helper): string => JSON.parse(readFileSync(credentialsOf(one), 'utf8')).apiKey

interface Detail {
  readonly task: {
    readonly state: string
    readonly spentCostMicros: number
    readonly lease: { readonly expiresAt: string }
  }
  readonly deliverable: object
}

const read = (taskId: string) => server.admin<Detail>('GET', `/tasks/${taskId}`)

async function registrationWith(claimCode: string): Promise<string> {
  const [registration] = await server.admin<{ id: string }[]>('GET', `/registrations?claimCode=${claimCode}`)
  return registration!.id
}

beforeAll(async () => {
  server = await startServer()
  agent = await helper({ MC_ENROLLMENT_TOKEN: server.enrollmentToken })
})

afterAll(async () => {
  await server?.stop()
  for (const one of helpers) await one.remove()
})

describe('Joining (IF-4, AG-1, AG-2)', () => {
  it('lets an agent with an enrollment token in at once, and prints its id and status only', async () => {
    const { code, data, err } = await agent.run('join', '--name', 'reader', '--capabilities', 'reading,writing')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(data).toEqual({ agentId: expect.stringMatching(/^agt_/), name: 'reader', status: 'approved' })
    const known = await server.admin('GET', `/agents/${data.agentId}`)
    expect(known).toMatchObject({ name: 'reader', capabilities: ['reading', 'writing'], connectionType: 'pull' })
  })

  it('keeps the key in a file that only its owner may read', async () => {
    const file = credentialsOf(agent)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      url: server.url,
      apiKey: expect.stringMatching(/^mc_agent_/),
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(file, '..'))).not.toContain('registration.json')
  })

  it('does not join twice', async () => {
    expect((await agent.run('join')).data).toMatchObject({ name: 'reader', status: 'approved' })
    expect(await server.admin('GET', '/agents')).toHaveLength(1)
  })

  it('waits for a person, goes on with the same registration, and is in once they approve', async () => {
    const stranger = await helper()
    const first = await stranger.run('join', '--name', 'stranger', '--wait', '0')
    expect(first.data).toMatchObject({ status: 'pending', claimCode: expect.stringMatching(/^[A-Z0-9]{8}$/) })
    expect(first.err).toContain('A person must approve this agent')
    const waiting = stranger.run('join', '--wait', '20')
    const registrationId = await registrationWith(first.data.claimCode)
    await server.admin('POST', `/registrations/${registrationId}/approve`, {})
    expect((await waiting).data).toMatchObject({ name: 'stranger', status: 'approved' })
    expect(await server.admin('GET', '/registrations?state=pending')).toEqual([])
  })

  it('tells why a person refused', async () => {
    const refused = await helper()
    const { data } = await refused.run('join', '--name', 'unwanted', '--wait', '0')
    const registrationId = await registrationWith(data.claimCode)
    await server.admin('POST', `/registrations/${registrationId}/reject`, { reason: 'We do not know this host.' })
    const { code, err } = await refused.run('join')
    expect(code).toBe(1)
    expect(err).toContain('We do not know this host.')
  })

  it('says what is wrong with a token, and with a folder that has not joined', async () => {
    const wrong = await helper({ MC_ENROLLMENT_TOKEN: 'mc_enroll_nonsense' })
    expect(await wrong.run('join')).toMatchObject({ code: 1, err: expect.stringContaining('enrollment_invalid') })
    expect(await wrong.run('claim')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Run: node scripts/mission.mjs join'),
    })
  })

  it('takes the key from the environment where it is given', async () => {
    const other = await helper({ MC_API_KEY: keyOf(agent) })
    expect((await other.run('join')).data).toMatchObject({ name: 'reader' })
    expect(readdirSync(other.stateDir)).toEqual([])
  })

  it('finds the server again without MC_URL', async () => {
    expect((await agent.runWith({ MC_URL: '' }, 'doctor')).data).toMatchObject({ ok: true, server: server.url })
  })
})

describe('Working (IF-4, TK-2, RN-1)', () => {
  it('says that there is no task, and why', async () => {
    const { code, data } = await agent.run('claim', '--wait', '0')
    expect(code).toBe(0)
    expect(data).toMatchObject({ task: null, reason: 'no_tasks' })
  })

  it('takes a task, tells how it goes, what it cost, asks, and hands in the result', async () => {
    const { id } = await createTask({ title: 'Read the log', description: 'All of it.', input: { path: '/var/log' } })
    const claimed = await agent.run('claim')
    expect(claimed.out.trim().split('\n')).toHaveLength(1)
    expect(claimed.data).toMatchObject({
      task: { id, title: 'Read the log', description: 'All of it.', input: { path: '/var/log' } },
      attempt: 1,
      leaseSeconds: 600,
    })

    expect((await agent.run('progress', 'Half of it', '--done', '5', '--total', '10', '--label', 'lines')).code).toBe(0)
    const messages = await server.admin<object[]>('GET', `/tasks/${id}/messages`)
    expect(messages[0]).toMatchObject({
      type: 'PROGRESS',
      body: 'Half of it',
      progress: { done: 5, total: 10, label: 'lines' },
    })

    const cost = await agent.run(
      'cost',
      '--model',
      'gpt-4o',
      '--input',
      '1000',
      '--output',
      '200',
      '--compute-seconds',
      '2.5',
    )
    expect(cost.data.bookedCostMicros).toBeGreaterThan(0)
    expect((await read(id)).task.spentCostMicros).toBe(cost.data.spentCostMicros)

    const pending = await agent.run('ask', 'YELLOW', 'Rotate the log', '--payload', '{"keep":7}', '--wait', '0')
    expect(pending.data).toMatchObject({ state: 'pending', risk: 'YELLOW', payload: { keep: 7 } })
    expect((await read(id)).task.state).toBe('needs_approval')
    const waiting = agent.run('ask', 'YELLOW', 'Rotate the log', '--payload', '{"keep":7}', '--wait', '20')
    await server.admin('POST', `/approvals/${pending.data.id}/approve`, { note: 'Go on.' })
    expect((await waiting).data).toMatchObject({ id: pending.data.id, state: 'approved', notes: ['Go on.'] })

    const report = join(agent.stateDir, 'report.md')
    writeFileSync(report, '# The log\n\nNothing in it.')
    const attached = await agent.run('attach', report, '--type', 'text/markdown')
    expect(attached.data).toMatchObject({ name: 'report.md', version: 1, sizeBytes: 25 })
    expect((await agent.run('attach', report)).data.attached).toBe(attached.data.attached)
    const [file] = await server.admin<object[]>('GET', `/tasks/${id}/files`)
    expect(file).toMatchObject({ kind: 'artifact', mediaType: 'text/markdown', author: { kind: 'agent' } })
    expect((await agent.run('attach', join(agent.stateDir, 'none'))).code).toBe(2)
    const done = await agent.run('complete', 'Nothing in it.', '--content-file', report, '--output', '{"lines":10}')
    expect(done.data).toEqual({ task: id, state: 'done' })
    const { deliverable } = await read(id)
    expect(deliverable).toMatchObject({
      summary: 'Nothing in it.',
      content: '# The log\n\nNothing in it.',
      output: { lines: 10 },
    })
  })

  it('takes cost also after the task is over', async () => {
    expect((await agent.run('cost', '--compute-seconds', '1')).data.bookedCostMicros).toBeGreaterThan(0)
  })

  it('tells that an approval was denied', async () => {
    const { id } = await createTask({})
    await agent.run('claim', id)
    const { data } = await agent.run('ask', 'RED', 'Delete branch x', '--wait', '0')
    await server.admin('POST', `/approvals/${data.id}/deny`, { note: 'It is still used.' })
    const answer = await agent.run('ask', 'RED', 'Delete branch x')
    expect(answer.data).toMatchObject({ state: 'denied', notes: ['It is still used.'] })
    expect((await agent.run('release', 'Not today.')).data).toMatchObject({ task: id, state: 'ready' })
    await cancel(id)
  })

  it('asks what only a person knows, and has the answer again with the next claim (GV-8)', async () => {
    const { id } = await createTask({})
    await agent.run('claim', id)
    const ask = ['question', 'Which branch?', 'main', 'release/4.x', '--context', 'Both are new.', '--wait']
    const pending = await agent.run(...ask, '0')
    expect(pending.data).toEqual({ id: expect.any(String), state: 'pending', question: 'Which branch?' })
    expect(await server.admin('GET', `/questions/${pending.data.id}`)).toMatchObject({
      options: ['main', 'release/4.x'],
      context: 'Both are new.',
    })
    const waiting = agent.run(...ask, '20')
    await server.admin('POST', `/questions/${pending.data.id}/answer`, { option: 'main', text: 'Say so.' })
    const answered = { ...pending.data, state: 'answered', option: 'main', text: 'Say so.' }
    expect((await waiting).data).toEqual(answered)
    await agent.run('release', 'Later.')
    expect((await agent.run('claim', id)).data.answers).toEqual([answered])
    await agent.run('complete', 'Done.')
  })

  it('shows what people wrote once, with a claim and with a sign of life, and says that it was read (CO-9)', async () => {
    const { id } = await createTask({})
    const write = (body: string) => server.admin('POST', `/tasks/${id}/messages`, { body })
    await write('Begin with the tests.')
    const claimed = await agent.run('claim', id)
    expect(claimed.data.messages).toMatchObject([{ from: 'Admin', body: 'Begin with the tests.' }])
    expect((await agent.run('beat')).data.messages).toBeUndefined()
    await write('And be quick.')
    expect((await agent.run('beat')).data.messages).toMatchObject([{ body: 'And be quick.' }])
    await write('Thanks.')
    expect((await agent.run('claim')).data).toMatchObject({ again: true, messages: [{ body: 'Thanks.' }] })
    const thread = await server.admin<{ readAt: string | null }[]>('GET', `/tasks/${id}/messages`)
    expect(thread.filter(({ readAt }) => readAt !== null)).toHaveLength(3)
    await agent.run('complete', 'Done.')
  })

  it('shows the task it holds once more instead of taking a second', async () => {
    const { id } = await createTask({})
    await createTask({ title: 'Another' })
    await agent.run('claim', id)
    expect((await agent.run('claim')).data).toMatchObject({ task: { id }, again: true })
    expect((await agent.run('beat')).data).toMatchObject({ lease: 'held', taskId: id, directives: [] })
    expect((await agent.run('fail', 'No luck.', '--final')).data).toEqual({ task: id, state: 'failed' })
    const next = await agent.run('claim')
    expect(next.data.task).toMatchObject({ title: 'Another' })
    expect((await agent.run('block', 'No login.', '--kind', 'credential')).data).toMatchObject({ state: 'blocked' })
  })

  it('puts a large input into a file', async () => {
    const { id } = await createTask({ input: { text: 'x'.repeat(40_000) } })
    const { data, out } = await agent.run('claim', id)
    expect(out.length).toBeLessThan(2_000)
    expect(JSON.parse(readFileSync(data.task.inputFile, 'utf8')).text).toHaveLength(40_000)
    await agent.run('complete', 'Done.')
  })

  it('reaches everything else an agent may call, but nothing that shows a secret', async () => {
    const listed = await agent.run('call', 'tasks.list', '{"limit":1,"state":"done"}')
    expect(listed.data).toMatchObject({ data: [{ state: 'done' }], page: { hasMore: true } })
    expect((await agent.run('call', 'keys.rotate', '{"keyId":"key_x"}')).code).toBe(2)
    expect((await agent.run('call', 'agents.register', '{"name":"x"}')).code).toBe(2)
  })
})

describe('Losing a task (TK-3)', () => {
  it('says so in every verb, with an exit code of its own, and forgets the task', async () => {
    const { id } = await createTask({})
    await agent.run('claim', id)
    await cancel(id)
    const late = await agent.run('complete', 'Too late.')
    expect(late.code).toBe(3)
    expect(late.out).toBe('')
    expect(late.err).toMatch(/^lease_lost: .*canceled/)
    expect(late.err).toContain('Stop this work')
    expect(await agent.run('progress', 'Still here?')).toMatchObject({
      code: 2,
      err: expect.stringContaining('you hold no task'),
    })
  })

  it('is heard from a sign of life too', async () => {
    const { id } = await createTask({})
    await agent.run('claim', id)
    await server.admin('POST', `/tasks/${id}/pause`, { reason: 'Wait.' })
    expect(await agent.run('beat')).toMatchObject({ code: 3, err: expect.stringContaining('(paused)') })
    await cancel(id)
  })
})

describe('What goes wrong', () => {
  it('is a wrong command: it says how it is used', async () => {
    expect(await agent.run('dance')).toMatchObject({ code: 2, err: expect.stringContaining('there is no verb dance') })
    expect(await agent.run('progress')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: node scripts/mission.mjs progress'),
    })
    expect(await agent.run('cost', '--input', 'many')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--input many is no number'),
    })
    expect(await agent.run('ask', 'RED', 'x', '--payload', '{')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no JSON'),
    })
  })

  it('is a set-up that others can read', async () => {
    chmodSync(credentialsOf(agent), 0o644)
    expect(await agent.run('doctor')).toMatchObject({ code: 1, err: expect.stringContaining('chmod 600') })
    chmodSync(credentialsOf(agent), 0o600)
  })
})

/** Stands between agent and server, passes all on, and hangs up on claims as long as `swallows` says so. */
async function startSwallower(): Promise<{ url: string; swallows: boolean; close(): void }> {
  const between = { url: '', swallows: true, close: () => void listener.close() }
  const listener = createServer(async (request, response) => {
    const headers = { Authorization: request.headers.authorization ?? '', 'Content-Type': 'application/json' }
    const body = Buffer.concat(await request.toArray())
    const passedOn = await fetch(server.url + request.url, { method: request.method, headers, body })
    const answer = await passedOn.text()
    if (between.swallows && request.url?.endsWith('/claim')) request.socket.destroy()
    else response.writeHead(passedOn.status).end(answer)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  between.url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  return between
}

describe.concurrent('What takes its time', () => {
  async function joined(name: string): Promise<Helper> {
    const one = await helper({ MC_ENROLLMENT_TOKEN: server.enrollmentToken })
    await one.run('join', '--name', name)
    return one
  }

  it('is a claim whose answer was lost: asked again, it gives the same task and no second one', async () => {
    const between = await startSwallower()
    const cutOff = await helper({ MC_URL: between.url, MC_API_KEY: keyOf(await joined('cut-off')) })
    const first = await createTask({ title: 'First', type: 'cut-off' })
    const second = await createTask({ title: 'Second', type: 'cut-off' })
    const lost = await cutOff.run('claim', '--wait', '0', '--types', 'cut-off')
    expect(lost).toMatchObject({ code: 4, err: expect.stringContaining('no answer') })
    between.swallows = false
    expect((await cutOff.run('claim', '--wait', '0', '--types', 'cut-off')).data).toMatchObject({
      task: { id: first.id },
      attempt: 1,
    })
    expect((await read(second.id)).task.state).toBe('ready')
    await cutOff.run('complete', 'Done.')
    await cancel(second.id)
    between.close()
  })

  it('is a lease of which a third has passed: it is renewed before the verb speaks', async () => {
    const slow = await joined('slow')
    const { id } = await createTask({ type: 'slow' })
    await slow.run('claim', id, '--lease', '10')
    const before = (await read(id)).task.lease.expiresAt
    await new Promise((resolve) => setTimeout(resolve, 3_400))
    expect((await slow.run('progress', 'Still at it')).code).toBe(0)
    const after = (await read(id)).task.lease.expiresAt
    expect(Date.parse(after) - Date.parse(before)).toBeGreaterThan(3_000)
    await slow.run('complete', 'Done.')
  })

  it('is a server that is not there: it is tried again, then named', async () => {
    const lonely = await helper({ MC_URL: 'http://127.0.0.1:9', MC_API_KEY: 'mc_agent_x' })
    expect(await lonely.run('beat')).toMatchObject({
      code: 4,
      err: expect.stringContaining('no answer from http://127.0.0.1:9'),
    })
  })
})

describe('Secrets', () => {
  it('are never printed', async () => {
    const { id } = await createTask({
      description: `Use ${keyOf(agent)} please.`,
    })
    await agent.run('claim', id)
    await agent.run('complete', 'Done.')
    expect(printed.length).toBeGreaterThan(60)
    for (const text of printed) expect(text).not.toMatch(/mc_[a-z]+_[0-9A-Za-z]{16}/)
  })
})
