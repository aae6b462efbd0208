import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { components } from '../src/generated/openapi.ts'
import { systemWorkspaceId } from '../src/kernel/store/store.ts'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'

type Schemas = components['schemas']

let server: TestServer

beforeEach(async () => {
  server = await startTestServer()
})
afterEach(() => server.close())

const verify = (workspaceId = server.workspaceId) => verifyLedger(server.store.reader, workspaceId)
/** Changes the database behind the server's back. */
const tamper = (statement: string) => server.store.writerConnection.database.exec(statement)

/** Money set aside and spent by one agent on one task. */
async function work(): Promise<void> {
  await server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 5_000_000 })
  await server.admin.post('/budgets', { scope: 'run', window: 'none', limitCostMicros: 1_000_000 })
  const { key } = await server.addAgent({ name: 'spender' })
  await server.admin.post('/tasks', { title: 'Costs something' })
  const agent = server.api(key)
  const claim = { claimRequestId: 'c1', instanceId: 'one', waitSeconds: 0 }
  const { data } = await agent.post<Schemas['ClaimAnswer']>('/tasks/claim', claim)
  const reported = await agent.post(`/runs/${data.run!.id}/usage`, {
    reportId: 'u1',
    lines: [{ meter: 'request', quantity: 1 }],
    costMicros: 1_234,
  })
  expect(reported.status).toBe(200)
}

describe('verifying the ledger', () => {
  test('a ledger as the server wrote it has no problems, money open or not', async () => {
    await work()
    const open = await verify()
    expect(open.problems).toEqual([])
    expect(open.events).toBe((await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]!.seq)
    expect((await verify(systemWorkspaceId)).problems).toEqual([])
    expect(await verify('wsp_none')).toEqual({ events: 0, budgetWindows: 0, problems: [] })
  })

  test.each([
    [
      'a changed payload',
      "update events set payload = '{}' where seq = 2 and workspace_id <> 'wsp_system'",
      'event 2: the payload was changed',
    ],
    [
      'a changed actor',
      "update events set actor_id = 'usr_x' where seq = 3 and workspace_id <> 'wsp_system'",
      'event 3: its hash',
    ],
    [
      'an event taken out',
      "delete from events where seq = 2 and workspace_id <> 'wsp_system'",
      'after event 1 comes 3',
    ],
    [
      'the last event taken out',
      'delete from events where (workspace_id, seq) in (select workspace_id, seq from ledger_heads)',
      'the head is at event',
    ],
    ['a head moved', "update ledger_heads set hash = 'x'", "the head's hash"],
    ['money spent without an event', 'update budget_windows set spent = spent + 1', 'spent is'],
    ['money reserved without an event', 'update budget_windows set reserved = reserved + 1', 'reserved is'],
    ['a reservation lost', 'update runs set reservations = null', 'its reservations add up to 0'],
    ['a window lost', 'delete from budget_windows', 'does not exist'],
  ])('%s is found', async (_what, statement, problem) => {
    await work()
    tamper(statement)
    expect((await verify()).problems.join('\n')).toContain(problem)
  })
})
