// Several processes of one agent join at once, at the real server: whichever is approved, all of them work under its key.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MissionControl } from '../src/index.ts'
import { createTestMissionControl, type TestMissionControl } from '../src/testing/testing.ts'

let server: TestMissionControl
let folder: string
beforeEach(async () => {
  server = await createTestMissionControl()
  folder = await mkdtemp(join(tmpdir(), 'mission-control-joining-'))
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const start = (codes: string[]) =>
  new MissionControl({ baseUrl: server.url }).agent({
    name: 'auditor',
    storage: join(folder, 'key'),
    onPending: ({ claimCode }) => void codes.push(claimCode),
  })

async function approve(code: string): Promise<void> {
  const { data } = await server.admin.registrations.list()
  const wanted = data.find(({ claimCode }) => claimCode === code)
  await server.admin.registrations.approve({ registrationId: wanted?.id ?? '' })
}

async function expectAllIn(agents: readonly MissionControl[]): Promise<void> {
  for (const agent of agents) expect((await agent.me.get()).kind).toBe('agent')
  const key = await readFile(join(folder, 'key'), 'utf8')
  const next = await new MissionControl({ baseUrl: server.url }).agent({
    name: 'auditor',
    storage: join(folder, 'key'),
  })
  expect((await next.me.get()).kind).toBe('agent')
  expect(key).toMatch(/^mc_agent_\w+$/)
  expect((await server.admin.agents.list()).data).toHaveLength(1)
}

test.each(['the first', 'the last'])('each asked for itself, and %s is approved (AG-1)', async (which) => {
  const codes: string[] = []
  const joining = [1, 2, 3].map(() => start(codes))
  await vi.waitFor(() => expect(codes).toHaveLength(3), 20_000)
  await approve((which === 'the first' ? codes.at(0) : codes.at(-1)) ?? '')
  await expectAllIn(await Promise.all(joining))
})

test('all wait by one registration, which gives each a key and takes back the one before (AG-2)', async () => {
  const codes: string[] = []
  const joining = [start(codes)]
  await vi.waitFor(() => expect(codes).toHaveLength(1), 20_000)
  for (const _ of [1, 2, 3]) joining.push(start(codes))
  await vi.waitFor(() => expect(codes).toHaveLength(4), 20_000)
  expect(new Set(codes).size).toBe(1)
  await approve(codes[0] ?? '')
  await expectAllIn(await Promise.all(joining))
})

test.each([1, 10])(
  'an enrollment token good for %i lets in one of them, and the others use its key (AG-1)',
  async (uses) => {
    const { secret } = await server.admin.enrollmentTokens.create({ name: 'auditors', uses })
    const agents = await Promise.all(
      [1, 2, 3].map(() =>
        new MissionControl({ baseUrl: server.url }).agent({
          name: 'auditor',
          storage: join(folder, 'key'),
          enrollmentToken: secret ?? '',
        }),
      ),
    )
    await expectAllIn(agents)
  },
)
