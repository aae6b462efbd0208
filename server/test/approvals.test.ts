import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Api, Reply } from './support/client.ts'
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

type Approval = Schemas['Approval']

let server: TestServer
let worker: Worker
let held: Held
/** Neither let the agent in. */
let ann: Api
let bob: Api

beforeEach(async () => {
  server = await startTestServer()
  // The first admin made the enrollment token, so that person let it in.
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  ann = server.api((await server.addUser('operator')).key)
  bob = server.api((await server.addUser('admin')).key)
  await createTask(server.admin)
  held = await worker.claim()
})
afterEach(() => server.close())

const ask = async (wish: Partial<Schemas['RequestApproval']> = {}) => succeeded(await worker.request(held, wish))
const approve = (person: Api, { id }: Approval, body: object = {}): Promise<Reply<Approval>> =>
  person.post(`/approvals/${id}/approve`, body)
const deny = (person: Api, { id }: Approval): Promise<Reply<Approval>> =>
  person.post(`/approvals/${id}/deny`, { note: 'Not like this.' })
const withdraw = (asker: Api, { id }: Approval): Promise<Reply<Approval>> =>
  asker.post(`/approvals/${id}/withdraw`, { reason: 'No need.' })
const read = async ({ id }: Approval) => succeeded(await worker.api.get<Approval>(`/approvals/${id}`))
const task = () => readTask(server.admin, held.task)
const sweep = () => server.app.scheduler.sweep()

describe('who must agree', () => {
  test('GV-3: GREEN is approved at once and only recorded', async () => {
    const approval = await ask({ risk: 'GREEN' })
    expect(approval).toMatchObject({ state: 'approved', requiredVotes: 0, votes: [], decidedAt: approval.createdAt })
    expect(await task()).toMatchObject({ state: 'in_progress', lease: held.lease })
    const types = (await eventsOf(server.admin, held.task)).map(({ type }) => type)
    expect(types.slice(-2)).toEqual(['approval.requested', 'approval.approved'])
  })

  test('GV-3: YELLOW waits for one person; the agent keeps its lease and gets the decision', async () => {
    const approval = await ask({ justification: 'They asked for it.' })
    expect(approval).toMatchObject({
      taskId: held.task.id,
      runId: held.run.id,
      agentId: worker.agentId,
      kind: 'action',
      state: 'pending',
      requiredVotes: 1,
      payload: { to: 'everybody' },
      justification: 'They asked for it.',
      onDenial: 'continue',
      expiresAt: '2026-03-09T10:00:00.000Z',
      decidedAt: null,
    })
    expect(await task()).toMatchObject({ state: 'needs_approval', lease: held.lease })
    server.clock.advance(50)
    expect(succeeded(await worker.beat([held])).renewed).toHaveLength(1)
    const decided = succeeded(await approve(ann, approval, { note: 'Go.' }))
    expect(decided).toMatchObject({
      state: 'approved',
      votes: [{ decision: 'approve', note: 'Go.', userName: 'The operator' }],
    })
    expect(await read(approval)).toEqual(decided)
    expect(await task()).toMatchObject({ state: 'in_progress', lease: { fence: 1 } })
    expect(succeeded(await worker.complete(held)).state).toBe('done')
  })

  test('GV-3: RED waits for two different people', async () => {
    const approval = await ask({ risk: 'RED' })
    expect(succeeded(await approve(ann, approval))).toMatchObject({
      state: 'pending',
      votes: [{ decision: 'approve' }],
    })
    refused(await approve(ann, approval), 'already_voted')
    expect((await task()).state).toBe('needs_approval')
    expect(succeeded(await approve(bob, approval))).toMatchObject({ state: 'approved', requiredVotes: 2 })
    expect((await task()).state).toBe('in_progress')
  })

  test('GV-3: all keys of one person count as that person', async () => {
    const approval = await ask({ risk: 'RED' })
    const { secret } = succeeded(await ann.post<{ secret: string }>('/keys', { name: 'Another' }))
    succeeded(await approve(ann, approval))
    refused(await approve(server.api(secret), approval), 'already_voted')
    expect((await read(approval)).state).toBe('pending')
  })

  test('GV-3: who let the agent in is no second person, but another is', async () => {
    const approval = await ask({ risk: 'RED' })
    succeeded(await approve(ann, approval))
    refused(await approve(server.admin, approval), 'self_approval')
    expect((await read(approval)).votes).toHaveLength(1)
    expect(succeeded(await approve(bob, approval)).state).toBe('approved')
  })

  test('GV-3: who let the agent in may give the first vote', async () => {
    const approval = await ask({ risk: 'RED' })
    expect(succeeded(await approve(server.admin, approval)).state).toBe('pending')
    expect(succeeded(await approve(ann, approval)).state).toBe('approved')
  })

  test('GV-3: one no is enough, also after a yes', async () => {
    const approval = await ask({ risk: 'RED' })
    succeeded(await approve(ann, approval))
    server.clock.advance(1)
    refused(await deny(ann, approval), 'already_voted')
    const denied = succeeded(await deny(bob, approval))
    expect(denied.votes.map(({ decision, note }) => [decision, note])).toEqual([
      ['approve', null],
      ['deny', 'Not like this.'],
    ])
    expect(denied.state).toBe('denied')
  })

  test('GV-3: viewers and agents decide nothing', async () => {
    const approval = await ask()
    const viewer = server.api((await server.addUser('viewer')).key)
    for (const asker of [viewer, worker.api]) {
      expect((await approve(asker, approval)).status).toBe(403)
      expect((await deny(asker, approval)).status).toBe(403)
    }
    expect((await read(approval)).state).toBe('pending')
  })
})

describe('asking', () => {
  test('GV-3: the same content is the same approval, pending or decided, however its JSON is ordered', async () => {
    const content = { action: 'Send', risk: 'YELLOW', payload: { a: [1, { x: 1, y: 2 }], b: null } } as const
    const first = await ask(content)
    const same = { ...content, payload: { b: null, a: [1, { y: 2, x: 1 }] } }
    expect(await ask(same)).toEqual(first)
    const others = [
      { ...content, action: 'Send!' },
      { ...content, risk: 'RED' as const },
      { ...content, payload: { a: [{ x: 1, y: 2 }, 1], b: null } },
    ]
    const ids = new Set([first.id])
    for (const other of others) ids.add((await ask(other)).id)
    expect(ids.size).toBe(4)
    const decided = succeeded(await approve(ann, first))
    expect(await ask(same)).toEqual(decided)
  })

  test('GV-3: what was withdrawn or has expired can be asked again', async () => {
    const first = await ask()
    succeeded(await withdraw(worker.api, first))
    const second = await ask({ expiresInSeconds: 60 })
    expect(second.id).not.toBe(first.id)
    server.clock.advance(50)
    succeeded(await worker.beat([held]))
    server.clock.advance(10)
    await sweep()
    expect((await read(second)).state).toBe('expired')
    expect((await ask()).id).not.toBe(second.id)
  })

  test('GV-3: only the holder asks, and at most twenty at once', async () => {
    const other = await addWorker(server, { name: 'other' })
    refused(await other.request(held), 'lease_lost')
    refused(await worker.request({ lease: { ...held.lease, taskId: 'tsk_none' } }), 'not_found')
    for (let number = 0; number < 20; number += 1) await ask({ payload: { number } })
    refused(await worker.request(held, { payload: { number: 20 } }), 'limit_reached')
    refused(await worker.request(held, { payload: { text: 'x'.repeat(65_536) } }), 'validation_failed')
  })

  test('GV-3: they are listed by state, task and kind', async () => {
    const [green, yellow] = [await ask({ risk: 'GREEN' }), await ask()]
    const ids = async (query: string) => succeeded(await ann.get<Approval[]>(`/approvals?${query}`)).map(({ id }) => id)
    expect(await ids('state=pending')).toEqual([yellow.id])
    expect(await ids(`state=approved&taskId=${held.task.id}`)).toEqual([green.id])
    expect(await ids('kind=budget')).toEqual([])
    expect((await ids('kind=action')).length).toBe(2)
    const detail = succeeded(await ann.get<Schemas['TaskDetail']>(`/tasks/${held.task.id}`))
    expect(detail.approvals).toEqual([yellow])
  })
})

describe('a denial', () => {
  test('GV-3: lets an agent go on without, if it holds the task and can', async () => {
    succeeded(await deny(ann, await ask()))
    expect(await task()).toMatchObject({ state: 'in_progress', lease: { fence: 1 } })
  })

  test('GV-3: blocks the task if it cannot, and ends its lease', async () => {
    succeeded(await deny(ann, await ask({ onDenial: 'block' })))
    expect(await task()).toMatchObject({
      state: 'blocked',
      blocked: { kind: 'approval', reason: "'Publish the report' was not approved" },
      lease: null,
      attempts: 0,
    })
    expect(refused(await worker.complete(held), 'lease_lost')).toMatchObject({ reason: 'blocked' })
    expect(succeeded(await operate(ann, held.task, 'unblock')).state).toBe('ready')
  })

  test('GV-3: blocks a task that nobody holds', async () => {
    const approval = await ask()
    succeeded(await worker.release(held))
    succeeded(await deny(ann, approval))
    expect((await task()).state).toBe('blocked')
  })

  test.each(['continue', 'block'] as const)('GV-3: expiry is one, with onDenial %s', async (onDenial) => {
    const approval = await ask({ onDenial, expiresInSeconds: 60 })
    server.clock.advance(50)
    succeeded(await worker.beat([held]))
    server.clock.advance(10)
    // Over from the very instant, before any sweep.
    refused(await approve(ann, approval), 'already_decided')
    await sweep()
    expect(await read(approval)).toMatchObject({ state: 'expired', votes: [], decidedAt: '2026-03-02T10:01:00.000Z' })
    expect((await task()).state).toBe(onDenial === 'continue' ? 'in_progress' : 'blocked')
  })

  test('GV-3: a withdrawal is none', async () => {
    const other = await addWorker(server, { name: 'other' })
    const approval = await ask({ onDenial: 'block' })
    refused(await withdraw(other.api, approval), 'forbidden')
    expect(succeeded(await withdraw(worker.api, approval))).toMatchObject({ state: 'withdrawn', votes: [] })
    expect((await task()).state).toBe('in_progress')
    const again = await ask({ onDenial: 'block' })
    succeeded(await withdraw(ann, again))
    expect((await task()).state).toBe('in_progress')
  })
})

describe('several at once', () => {
  test('GV-3: the task goes on when the last of them is settled', async () => {
    const [one, two, three] = [
      await ask({ payload: { n: 1 } }),
      await ask({ payload: { n: 2 } }),
      await ask({ payload: { n: 3 } }),
    ]
    succeeded(await approve(ann, one))
    succeeded(await deny(ann, two))
    expect((await task()).state).toBe('needs_approval')
    succeeded(await withdraw(worker.api, three))
    expect((await task()).state).toBe('in_progress')
    const settled = (await eventsOf(server.admin, held.task)).filter(({ type }) => type === 'task.approval_settled')
    expect(settled).toHaveLength(1)
  })

  test('GV-3: one that blocks decides, whatever came of the others', async () => {
    const [one, two] = [await ask({ payload: { n: 1 }, onDenial: 'block' }), await ask({ payload: { n: 2 } })]
    succeeded(await deny(ann, one))
    expect((await task()).state).toBe('needs_approval')
    succeeded(await approve(ann, two))
    expect((await task()).state).toBe('blocked')
  })

  test('GV-3: what was denied an earlier time does not count again', async () => {
    succeeded(await deny(ann, await ask({ payload: { n: 1 } })))
    server.clock.advance(1)
    const second = await ask({ payload: { n: 2 } })
    succeeded(await worker.release(held))
    succeeded(await approve(ann, second))
    expect((await task()).state).toBe('ready')
  })
})

describe('a decision after the lease', () => {
  test.each([
    ['has run out', async () => server.clock.advance(60)],
    [
      'has run out and was swept',
      async () => {
        server.clock.advance(60)
        await sweep()
      },
    ],
    ['was given back', () => worker.release(held)],
  ])('GV-3: when it %s: ready, kept for the asker, and the next claim brings the decision', async (_how, end) => {
    const approval = await ask()
    await end()
    expect(await task()).toMatchObject({ state: 'needs_approval', attempts: 0 })
    const decided = succeeded(await approve(ann, approval, { note: 'Go.' }))
    expect(await task()).toMatchObject({ state: 'ready', attempts: 0, lease: null, preferredAgentId: worker.agentId })
    const other = await addWorker(server, { name: 'other' })
    expect(succeeded(await other.ask()).reason).toBe('no_tasks')
    const again = await worker.claim({ claimRequestId: 'again' })
    expect(again.decisions).toEqual([decided])
    expect((await worker.claim({ claimRequestId: 'again' })).decisions).toEqual([decided])
    // Asked again, the rerun finds the decision by its content.
    expect(succeeded(await worker.request(again))).toEqual(decided)
    expect(await task()).toMatchObject({ state: 'in_progress' })
    expect(succeeded(await worker.api.get<Schemas['Run']>(`/runs/${held.run.id}`))).toMatchObject({
      status: 'ended',
      endReason: 'waiting',
    })
  })

  test('GV-3: another may take it after two minutes, and gets the decision too', async () => {
    const approval = await ask()
    succeeded(await worker.release(held))
    succeeded(await approve(ann, approval))
    server.clock.advance(120)
    const other = await addWorker(server, { name: 'other' })
    expect((await other.claim()).decisions).toMatchObject([{ id: approval.id, state: 'approved' }])
  })

  test('GV-3: a decision is told to each run until the work is handed in: the one that was told may have died', async () => {
    const approval = await ask()
    succeeded(await approve(ann, approval))
    server.clock.advance(1)
    succeeded(await worker.release(held))
    const second = await worker.claim()
    expect(second.decisions.map(({ id }) => id)).toEqual([approval.id])
    server.clock.advance(1)
    succeeded(await worker.release(second))
    const third = await worker.claim()
    expect(third.decisions).toEqual(second.decisions)
    succeeded(await worker.complete(third))
    server.clock.advance(1)
    succeeded(await operate(server.admin, held.task, 'reopen', {}))
    expect((await worker.claim()).decisions).toEqual([])
  })
})

describe('deciding too late', () => {
  test('GV-3: what is decided stays decided', async () => {
    const approval = await ask()
    succeeded(await approve(ann, approval))
    for (const reply of [
      await approve(bob, approval),
      await deny(bob, approval),
      await withdraw(worker.api, approval),
    ]) {
      expect(refused(reply, 'already_decided')).toEqual({ state: 'approved' })
    }
    refused(await approve(bob, { ...approval, id: 'apr_none' }), 'not_found')
  })

  test('GV-3: of a task that was canceled nobody decides any more, and nothing moves', async () => {
    const approval = await ask()
    succeeded(await operate(server.admin, held.task, 'cancel', { reason: 'no' }))
    expect((await read(approval)).state).toBe('withdrawn')
    refused(await approve(ann, approval), 'already_decided')
    succeeded(await operate(server.admin, held.task, 'reopen'))
    const before = await task()
    refused(await deny(ann, approval), 'already_decided')
    expect(await task()).toEqual(before)
  })
})
