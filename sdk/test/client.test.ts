import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type AgentOptions, MissionControl, RegistrationRejectedError } from '../src/index.ts'
// Loaded beforehand: it would not come while the clock stands still.
import '../src/identity.ts'

const baseUrl = 'http://mc.test'
const at = (path: string) => `${baseUrl}/api/v1${path}`
const server = setupServer()

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  server.resetHandlers()
  vi.useRealTimers()
})
afterAll(() => server.close())

const data = (value: unknown) => HttpResponse.json({ success: true, data: value })

describe('lists', () => {
  const cursors: (string | null)[] = []
  const client = new MissionControl({ baseUrl })
  const serve = () => {
    cursors.length = 0
    const pages = [['a', 'b'], [], ['c']]
    server.use(
      http.get(at('/tasks'), ({ request }) => {
        const query = new URL(request.url).searchParams
        expect(query.get('state')).toBe('ready')
        cursors.push(query.get('cursor'))
        const index = Number(query.get('cursor') ?? 0)
        const hasMore = index < pages.length - 1
        const page = { nextCursor: hasMore ? `${index + 1}` : null, hasMore }
        return HttpResponse.json({ success: true, data: pages[index]?.map((id) => ({ id })), page })
      }),
    )
  }

  test('for await walks through all entries of all pages, empty ones too (IF-3)', async () => {
    serve()
    const seen: string[] = []
    for await (const { id } of client.tasks.list({ state: ['ready'] })) seen.push(id)
    expect(seen).toEqual(['a', 'b', 'c'])
    expect(cursors).toEqual([null, '1', '2'])
  })

  test('a page has its entries, knows the next one, and goes on from where it is (IF-3)', async () => {
    serve()
    const first = await client.tasks.list({ state: ['ready'] })
    expect(first.data).toMatchObject([{ id: 'a' }, { id: 'b' }])
    expect(first.page).toEqual({ nextCursor: '1', hasMore: true })
    const second = await first.nextPage()
    const rest: string[] = []
    for await (const { id } of second ?? []) rest.push(id)
    expect(rest).toEqual(['c'])
    await expect((await second?.nextPage())?.nextPage()).resolves.toBeNull()
  })

  test('a list nobody awaits asks for nothing (IF-3)', async () => {
    serve()
    client.tasks.list({ state: ['ready'] })
    await Promise.resolve()
    expect(cursors).toEqual([])
  })
})

describe('registration', () => {
  const pending = { status: 'pending', reason: null, agentId: null, workspaceId: null, apiKey: null, keyId: null }
  const approved = {
    ...pending,
    status: 'approved',
    agentId: 'agt_1',
    workspaceId: 'wsp_1',
    apiKey: 'mc_agent_1',
    keyId: 'key_1',
  }
  const registration = { registrationId: 'reg_1', registrationToken: 'mc_reg_1', expiresAt: '2026-11-20T10:30:00.000Z' }

  function serve(claimCode: string | null, ...answers: (object | number)[]) {
    const bodies: unknown[] = []
    const seen: { authorization: string | null; workspace: string | null }[] = []
    const note = ({ headers }: Request) =>
      seen.push({ authorization: headers.get('Authorization'), workspace: headers.get('Mission-Control-Workspace') })
    server.use(
      http.post(at('/agents/register'), async ({ request }) => {
        note(request)
        bodies.push(await request.json())
        return HttpResponse.json({ success: true, data: { ...registration, claimCode } }, { status: 201 })
      }),
      http.get(at('/registrations/current'), ({ request }) => {
        note(request)
        // At once, then with patience.
        const polls = seen.filter(({ authorization }) => authorization === 'Bearer mc_reg_1').length
        expect(new URL(request.url).searchParams.get('waitSeconds')).toBe(polls === 1 ? '0' : '5')
        const answer = answers.shift()
        return typeof answer === 'number' ? new HttpResponse('', { status: answer }) : data(answer)
      }),
      http.get(at('/me'), ({ request }) => {
        note(request)
        return data({})
      }),
    )
    return { bodies, seen }
  }

  test('an agent waits for a person, stores its key before using it, and works under it (IF-3, AG-2)', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { bodies, seen } = serve('K7QM2XRD', pending, 502, approved)
    const order: unknown[] = []
    const client = new MissionControl({ baseUrl, workspace: 'engines' })
    const registering = client.agent({
      name: 'auditor',
      capabilities: ['git'],
      onPending: (it) => order.push(it),
      storage: {
        getItem: () => (order.at(-1) as string[] | undefined)?.[1] ?? null,
        setItem: async (name, key) => {
          order.push([name, key])
        },
      },
    })
    registering.catch(() => {})
    for (let second = 0; second < 20; second++) {
      await new Promise((resolve) => setImmediate(resolve))
      await vi.advanceTimersByTimeAsync(1000)
    }
    const agent = await registering
    vi.useRealTimers()
    await agent.me.get()
    expect(bodies).toEqual([{ name: 'auditor', capabilities: ['git'], maxConcurrentTasks: 16 }])
    expect(order).toEqual([
      ['mc.test auditor', ' '],
      ['mc.test auditor', expect.stringContaining('"registrationToken":"mc_reg_1"')],
      { registrationId: 'reg_1', claimCode: 'K7QM2XRD', expiresAt: registration.expiresAt },
      ['mc.test auditor', expect.stringContaining('"apiKey":"mc_agent_1"')],
      ['mc.test auditor', 'mc_agent_1'],
    ])
    const poll = { authorization: 'Bearer mc_reg_1', workspace: null }
    const first = { authorization: null, workspace: null }
    const use = { authorization: 'Bearer mc_agent_1', workspace: null }
    expect(seen).toEqual([first, poll, poll, poll, use, use])
  })

  const join = (options: AgentOptions) =>
    new MissionControl({ baseUrl }).agent({ storage: { getItem: () => null, setItem: () => {} }, ...options })

  test('an enrollment token brings the key at once (IF-3, AG-1)', async () => {
    const { bodies } = serve(null, approved)
    const onPending = vi.fn()
    await join({ name: 'auditor', enrollmentToken: 'mc_enroll_1', onPending })
    expect(bodies).toEqual([{ name: 'auditor', enrollmentToken: 'mc_enroll_1', maxConcurrentTasks: 16 }])
    expect(onPending).not.toHaveBeenCalled()
  })

  test('a rejection is an error with the reason (AG-2)', async () => {
    serve('K7QM2XRD', { ...pending, status: 'rejected', reason: 'We do not know this host.' })
    const registering = join({ name: 'auditor', onPending: () => {} })
    await expect(registering).rejects.toBeInstanceOf(RegistrationRejectedError)
    await expect(registering).rejects.toMatchObject({ reason: 'We do not know this host.' })
  })

  test('waiting can be given up (IF-3)', async () => {
    serve('K7QM2XRD', pending, pending)
    const abort = new AbortController()
    const onPending = () => queueMicrotask(() => abort.abort(new Error('enough')))
    await expect(join({ name: 'auditor', onPending, signal: abort.signal })).rejects.toThrow('enough')
  })
})
