import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  type Held,
  operate,
  readTask,
  refused,
  type Schemas,
  succeeded,
  type Worker,
} from './support/worker.ts'

let server: TestServer
let worker: Worker
let other: Worker

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  other = await addWorker(server, { name: 'other', maxConcurrentTasks: 5 })
})
afterEach(async () => {
  expect((await verifyLedger(server.store.reader, server.workspaceId)).problems).toEqual([])
  await server.close()
})

const agentIs = (how: string, { agentId } = worker, body?: object) =>
  server.admin.post<Schemas['Agent']>(
    `/agents/${agentId}/${how}`,
    body ?? (how === 'pause' ? { reason: 'Lunch' } : undefined),
  )
const read = ({ task }: Held) => readTask(server.admin, task)
const runOf = async ({ run }: Held) => succeeded(await worker.api.get<Schemas['Run']>(`/runs/${run.id}`))

async function started(asker = worker): Promise<Held> {
  const { id } = await createTask(server.admin)
  return asker.claimTask(id)
}

/** More than its day allows, so that the budget holds the agent until the day is over. */
async function overspend(asker = worker, held?: Held): Promise<Schemas['Hold']> {
  await server.admin.post('/budgets', { scope: 'agent', scopeId: asker.agentId, window: 'day', limitCostMicros: 1000 })
  succeeded(await asker.report((held ?? (await started(asker))).run.id, { costMicros: 1001 }))
  const { holds } = succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${asker.agentId}`))
  return holds.find(({ cause }) => cause === 'budget')!
}

describe('pausing a task', () => {
  test('TK-2: takes it from its holder without counting an attempt, and resuming readies it', async () => {
    const held = await started()
    const paused = succeeded(await operate(server.admin, held.task, 'pause', { reason: 'Not now' }))
    expect(paused).toMatchObject({ state: 'paused', lease: null, attempts: 0 })
    expect(paused.holdId).toMatch(/^hld_/)
    expect(await runOf(held)).toMatchObject({ status: 'ended', endReason: 'paused' })
    expect(succeeded(await worker.ask()).reason).toBe('no_tasks')
    expect(succeeded(await operate(server.admin, held.task, 'resume'))).toMatchObject({ state: 'ready', holdId: null })
    const holds = (await eventsOf(server.admin, held.task)).filter(({ type }) => type.startsWith('hold.'))
    expect(holds.map(({ type, payload }) => [type, payload.holdId])).toEqual([
      ['hold.placed', paused.holdId],
      ['hold.lifted', paused.holdId],
    ])
  })

  test('TK-2: only one that is worked on is paused, only a paused one resumed', async () => {
    const task = await createTask(server.admin)
    refused(await operate(server.admin, task, 'pause', { reason: 'x' }), 'invalid_transition')
    refused(await operate(server.admin, task, 'resume'), 'invalid_transition')
    expect((await readTask(server.admin, task)).version).toBe(task.version)
    refused(await operate(worker.api, task, 'pause', { reason: 'x' }), 'forbidden')
  })

  test('TK-2: canceled while paused and reopened, no old hold lies on it', async () => {
    const held = await started()
    const { holdId } = succeeded(await operate(server.admin, held.task, 'pause', { reason: 'First' }))
    succeeded(await operate(server.admin, held.task, 'cancel', { reason: 'no' }))
    succeeded(await operate(server.admin, held.task, 'reopen'))
    await worker.claimTask(held.task.id)
    const again = succeeded(await operate(server.admin, held.task, 'pause', { reason: 'Second' }))
    expect(again.holdId).not.toBe(holdId)
    const placed = (await eventsOf(server.admin, held.task)).filter(({ type }) => type === 'hold.placed')
    expect(placed.map(({ payload }) => payload.reason)).toEqual(['First', 'Second'])
  })
})

describe('pausing an agent', () => {
  test('AG-6: pauses what it works on, leaves others alone, and resuming readies exactly that', async () => {
    const [mine, more, theirs] = [await started(), await started(), await started(other)]
    const agent = succeeded(await agentIs('pause'))
    expect(agent).toMatchObject({ paused: true, openLeases: 0, holds: [{ cause: 'operator', reason: 'Lunch' }] })
    for (const held of [mine, more]) {
      expect(await read(held)).toMatchObject({ state: 'paused', holdId: agent.holds[0]!.id, lease: null, attempts: 0 })
      expect(await runOf(held)).toMatchObject({ endReason: 'paused' })
    }
    expect((await read(theirs)).state).toBe('in_progress')
    const alone = await started(other)
    const byHand = succeeded(await operate(server.admin, alone.task, 'pause', { reason: 'x' }))
    expect(succeeded(await agentIs('resume'))).toMatchObject({ paused: false, holds: [] })
    expect((await read(mine)).state).toBe('ready')
    expect((await read(more)).state).toBe('ready')
    expect(await read(alone)).toMatchObject({ state: 'paused', holdId: byHand.holdId })
  })

  test('AG-6: a task it paused is not resumed by hand', async () => {
    const held = await started()
    const { holds } = succeeded(await agentIs('pause'))
    expect(refused(await operate(server.admin, held.task, 'resume'), 'invalid_transition')).toMatchObject({
      holdId: holds[0]!.id,
    })
  })

  test('AG-6: twice keeps the first hold, and resuming twice changes nothing', async () => {
    const first = succeeded(await agentIs('pause'))
    expect(succeeded(await agentIs('pause', worker, { reason: 'Again' })).holds).toEqual(first.holds)
    succeeded(await agentIs('resume'))
    const last = async () => (await server.admin.get<Schemas['Event'][]>('/events?limit=1')).data[0]!.seq
    const before = await last()
    expect(succeeded(await agentIs('resume'))).toMatchObject({ paused: false })
    expect(await last()).toBe(before)
  })

  test('GV-3: a task that waits for an approval stays where it is, without a lease', async () => {
    const held = await started()
    const approval = succeeded(await worker.request(held))
    succeeded(await agentIs('pause'))
    expect(await read(held)).toMatchObject({ state: 'needs_approval', lease: null })
    expect(await runOf(held)).toMatchObject({ status: 'ended', endReason: 'waiting' })
    succeeded(await server.admin.post(`/approvals/${approval.id}/approve`, {}))
    expect(await read(held)).toMatchObject({ state: 'ready', preferredAgentId: worker.agentId })
  })

  test('AG-6: one that is removed leaves no task paused for good', async () => {
    const held = await started()
    succeeded(await agentIs('pause'))
    succeeded(await server.admin.delete(`/agents/${worker.agentId}`))
    expect(await read(held)).toMatchObject({ state: 'ready', holdId: null })
  })
})

describe('holds that cover each other', () => {
  test('GV-2: a budget hold stays when a person lifts theirs, and its tasks name the one that is left', async () => {
    const [held, spent] = [await started(), await started()]
    const paused = succeeded(await agentIs('pause'))
    const budgetHold = await overspend(worker, spent)
    expect(await read(held)).toMatchObject({ state: 'paused', holdId: paused.holds[0]!.id })
    expect(succeeded(await agentIs('resume'))).toMatchObject({ paused: true, holds: [{ cause: 'budget' }] })
    expect(await read(held)).toMatchObject({ state: 'paused', holdId: budgetHold.id })
    expect(succeeded(await worker.ask()).reason).toBe('budget_exhausted')
    server.clock.advance(86_400)
    await server.app.scheduler.sweep()
    expect(await read(held)).toMatchObject({ state: 'ready', holdId: null })
    expect(succeeded(await server.admin.get<Schemas['Agent']>(`/agents/${worker.agentId}`)).paused).toBe(false)
  })

  test("GV-2: a person's hold stays when the budget's day is over", async () => {
    const held = await started()
    const budgetHold = await overspend(worker, held)
    expect(await read(held)).toMatchObject({ state: 'paused', holdId: budgetHold.id })
    const { holds } = succeeded(await agentIs('pause'))
    server.clock.advance(86_400)
    await server.app.scheduler.sweep()
    expect(await read(held)).toMatchObject({
      state: 'paused',
      holdId: holds.find(({ cause }) => cause === 'operator')!.id,
    })
    succeeded(await agentIs('resume'))
    expect((await read(held)).state).toBe('ready')
  })
})

describe('an agent that may not work', () => {
  test('AG-5: deactivated, its tasks go back to the queue, no attempt counted, and it can still report', async () => {
    const [held, asking] = [await started(), await started()]
    succeeded(await worker.request(asking))
    succeeded(await agentIs('deactivate', worker, { reason: 'Odd' }))
    expect(await read(held)).toMatchObject({ state: 'ready', attempts: 0, lease: null })
    expect(await read(asking)).toMatchObject({ state: 'needs_approval', lease: null })
    succeeded(await worker.report(held.run.id))
    refused(await worker.api.post('/runs', { startRequestId: 'x' }), 'agent_inactive')
    succeeded(await agentIs('reactivate'))
    expect((await worker.claimTask(held.task.id)).lease.fence).toBe(2)
  })

  test('AG-6: draining, it finishes what it holds and gets nothing new until it is resumed', async () => {
    const held = await started()
    succeeded(await agentIs('drain'))
    await createTask(server.admin)
    expect(succeeded(await worker.ask()).reason).toBe('draining')
    expect(succeeded(await worker.beat([held])).renewed).toHaveLength(1)
    expect(succeeded(await worker.complete(held)).state).toBe('done')
    expect(succeeded(await agentIs('resume'))).toMatchObject({ draining: false })
    expect(succeeded(await worker.ask()).reason).toBeNull()
  })

  test('AG-5: removed, it leaves its tasks to others, and its name to another', async () => {
    const held = await started()
    const assigned = await createTask(server.admin, { assigneeAgentId: worker.agentId })
    succeeded(await server.admin.delete(`/agents/${worker.agentId}`))
    expect(await read(held)).toMatchObject({ state: 'ready', lease: null })
    expect((await readTask(server.admin, assigned)).assigneeAgentId).toBeNull()
    refused(await worker.ask(), 'unauthenticated')
    expect((await addWorker(server, { name: 'worker' })).agentId).not.toBe(worker.agentId)
  })
})
