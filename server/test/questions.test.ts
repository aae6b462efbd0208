import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Api, Reply } from './support/client.ts'
import { brokenInvariants } from './support/invariants.ts'
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

type Question = Schemas['Question']

let server: TestServer
let worker: Worker
let held: Held
let ann: Api
let annId: string

beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
  const { userId, key } = await server.addUser('operator')
  ann = server.api(key)
  annId = userId
  await createTask(server.admin)
  held = await worker.claim()
})
afterEach(async () => {
  expect(await brokenInvariants(server.store.reader, server.workspaceId)).toEqual([])
  await server.close()
})

const ask = async (wish: Partial<Schemas['AskQuestion']> = {}) => succeeded(await worker.question(held, wish))
const answer = (person: Api, { id }: Question, body: object): Promise<Reply<Question>> =>
  person.post(`/questions/${id}/answer`, body)
const withdraw = (asker: Api, { id }: Question): Promise<Reply<Question>> =>
  asker.post(`/questions/${id}/withdraw`, { reason: 'No need.' })
const read = async ({ id }: Question) => succeeded(await worker.api.get<Question>(`/questions/${id}`))
const task = () => readTask(server.admin, held.task)
const sweep = () => server.app.scheduler.sweep()

describe('asking and answering', () => {
  test('GV-8: the task waits, the agent keeps its lease, and the answer sends it on', async () => {
    const question = await ask({ context: 'Both were **pushed** to.' })
    expect(question).toMatchObject({
      taskId: held.task.id,
      runId: held.run.id,
      agentId: worker.agentId,
      question: 'Which branch is it?',
      options: ['main', 'develop'],
      context: 'Both were **pushed** to.',
      state: 'pending',
      answer: null,
      settledAt: null,
    })
    expect(await task()).toMatchObject({ state: 'needs_approval', lease: { fence: held.lease.fence } })
    expect(succeeded(await worker.beat([held])).renewed).toHaveLength(1)
    const answered = succeeded(await answer(ann, question, { option: 'develop', text: 'But tag it.' }))
    expect(answered).toMatchObject({
      state: 'answered',
      answer: { option: 'develop', text: 'But tag it.', userId: annId, userName: 'The operator' },
    })
    expect(answered.settledAt).not.toBeNull()
    expect(await read(question)).toEqual(answered)
    expect(await task()).toMatchObject({ state: 'in_progress', attempts: 0, lease: { fence: held.lease.fence } })
    const types = (await eventsOf(server.admin, held.task)).map(({ type }) => type)
    expect(types.slice(-4)).toEqual([
      'question.asked',
      'task.approval_requested',
      'question.answered',
      'task.approval_settled',
    ])
  })

  test.each([
    ['one of the options', { option: 'main' }, { option: 'main', text: null }],
    [
      'free text, though there are options',
      { text: 'Neither: release/4.' },
      { option: null, text: 'Neither: release/4.' },
    ],
  ])('GV-8: the answer may be %s', async (_what, body, expected) => {
    const question = await ask()
    expect(succeeded(await answer(ann, question, body)).answer).toMatchObject(expected)
  })

  test.each([
    ['nothing', {}, 'text: an option, a text, or both'],
    ['an option that is none', { option: 'mai' }, "option: 'mai' is none of them; the options are 'main', 'develop'"],
  ])('GV-8: %s is no answer', async (_what, body, message) => {
    const question = await ask()
    const reply = await answer(ann, question, body)
    refused(reply, 'validation_failed')
    expect(reply.error!.message).toBe(message)
    expect(await read(question)).toEqual(question)
  })

  test('GV-8: an option is refused where the agent gave none', async () => {
    const question = await ask({ options: [] })
    const reply = await answer(ann, question, { option: 'main' })
    expect(reply.error!.message).toBe("option: 'main' is none of them; there are none: answer with text")
  })

  test('GV-8: one answer settles it; the second is told so', async () => {
    const question = await ask()
    succeeded(await answer(ann, question, { text: 'This one.' }))
    expect(refused(await answer(server.admin, question, { text: 'That one.' }), 'already_decided')).toEqual({
      state: 'answered',
    })
    refused(await withdraw(ann, question), 'already_decided')
    expect((await read(question)).answer!.text).toBe('This one.')
  })

  test('GV-8: who may answer', async () => {
    const question = await ask()
    const viewer = server.api((await server.addUser('viewer')).key)
    for (const stranger of [viewer, worker.api]) {
      expect((await answer(stranger, question, { text: 'Me.' })).status).toBe(403)
    }
    const other = await addWorker(server, { name: 'other' })
    refused(await withdraw(other.api, question), 'forbidden')
    expect(await read(question)).toEqual(question)
  })

  test('GV-8: only the holder asks', async () => {
    const other = await addWorker(server, { name: 'other' })
    refused(await other.question(held), 'lease_lost')
    succeeded(await worker.release(held))
    refused(await worker.question(held), 'lease_lost')
  })
})

describe('the same question', () => {
  test('GV-8: asked again it is the one that exists, pending and answered', async () => {
    const question = await ask()
    expect(await ask()).toEqual(question)
    const answered = succeeded(await answer(ann, question, { option: 'main' }))
    expect(await ask()).toEqual(answered)
    expect(await task()).toMatchObject({ state: 'in_progress' })
    expect(succeeded(await ann.get<Question[]>(`/questions?taskId=${held.task.id}`))).toEqual([answered])
  })

  test.each([
    ['question', { question: 'Which branch was it?' }],
    ['options', { options: ['develop', 'main'] }],
    ['context', { context: 'There are two.' }],
  ])('GV-8: with another %s it is another', async (_what, wish) => {
    expect((await ask(wish)).id).not.toBe((await ask()).id)
  })

  test('GV-8: one that was taken back or ran out can be asked anew', async () => {
    const first = await ask({ expiresInSeconds: 60 })
    succeeded(await withdraw(worker.api, first))
    const second = await ask({ expiresInSeconds: 60 })
    server.clock.advance(30)
    succeeded(await worker.beat([held]))
    server.clock.advance(31)
    await sweep()
    expect(await read(second)).toMatchObject({ state: 'expired' })
    expect(new Set([first.id, second.id, (await ask()).id]).size).toBe(3)
  })

  test('GV-8: more than twenty at once are refused, approvals counted with them', async () => {
    for (let nth = 0; nth < 19; nth += 1) await ask({ question: `Question ${nth}` })
    succeeded(await worker.request(held))
    refused(await worker.question(held), 'limit_reached')
    refused(await worker.request(held, { action: 'another' }), 'limit_reached')
    expect(await ask({ question: 'Question 3' })).toMatchObject({ state: 'pending' })
  })
})

describe('while the agent does not wait', () => {
  const ends: [string, () => Promise<unknown>][] = [
    ['gave the task back', () => worker.release(held)],
    [
      'lost its lease',
      async () => {
        server.clock.advance(61)
        await sweep()
      },
    ],
  ]

  test.each(ends)(
    'GV-8: the agent %s: the answer readies the task for it, and comes with its claim',
    async (_, end) => {
      const question = await ask()
      await end()
      expect(await task()).toMatchObject({ state: 'needs_approval', lease: null, attempts: 0 })
      const answered = succeeded(await answer(ann, question, { option: 'main' }))
      expect(await task()).toMatchObject({ state: 'ready', preferredAgentId: worker.agentId, attempts: 0 })
      const again = await worker.claim()
      expect(again.answers).toEqual([answered])
      expect(again.decisions).toEqual([])
      expect(succeeded(await worker.question(again))).toEqual(answered)
      expect(await task()).toMatchObject({ state: 'in_progress' })
    },
  )

  test('GV-8: a claim that waits is woken by the answer', async () => {
    const question = await ask()
    succeeded(await worker.release(held))
    const waiting = worker.ask({ waitSeconds: 20 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    succeeded(await answer(ann, question, { option: 'main' }))
    expect(succeeded(await waiting).answers).toMatchObject([{ id: question.id }])
  })

  test('GV-8: an answer is told to each run until the work is handed in', async () => {
    const question = await ask()
    succeeded(await answer(ann, question, { option: 'main' }))
    for (let claim = held; claim.lease.fence < 4; ) {
      server.clock.advance(1)
      succeeded(await worker.release(claim))
      claim = await worker.claim()
      expect(claim.answers).toMatchObject([{ id: question.id }])
      held = claim
    }
    succeeded(await worker.complete(held))
    server.clock.advance(1)
    succeeded(await operate(server.admin, held.task, 'reopen', {}))
    expect((await worker.claim()).answers).toEqual([])
  })

  test('GV-8: nobody answers: the agent goes on without, be it there or not', async () => {
    const question = await ask({ expiresInSeconds: 60 })
    server.clock.advance(59)
    succeeded(await worker.beat([held]))
    server.clock.advance(2)
    refused(await answer(ann, question, { option: 'main' }), 'already_decided')
    await sweep()
    expect(await read(question)).toMatchObject({ state: 'expired', answer: null })
    expect(await task()).toMatchObject({ state: 'in_progress' })

    await ask({ question: 'And now?', expiresInSeconds: 120 })
    succeeded(await worker.release(held))
    server.clock.advance(121)
    await sweep()
    expect(await task()).toMatchObject({ state: 'ready' })
    expect((await worker.claim()).answers.map(({ state }) => state)).toEqual(['expired', 'expired'])
  })

  test('GV-8: taken back, the task goes on', async () => {
    const question = await ask()
    expect(succeeded(await withdraw(worker.api, question))).toMatchObject({ state: 'withdrawn', answer: null })
    expect(await task()).toMatchObject({ state: 'in_progress' })
  })

  test('GV-8: a canceled task takes its questions along', async () => {
    const question = await ask()
    succeeded(await operate(server.admin, held.task, 'cancel', { reason: 'no more' }))
    expect(await read(question)).toMatchObject({ state: 'withdrawn' })
    const [last] = (await eventsOf(server.admin, held.task)).filter(({ type }) => type === 'question.withdrawn')
    expect(last!.payload).toEqual({ questionId: question.id, because: 'task_over' })
  })
})

describe('beside approvals', () => {
  test('GV-8: the task waits until both are settled, and a denial counts as it does alone', async () => {
    const approval = succeeded(await worker.request(held, { onDenial: 'block' }))
    const question = await ask()
    succeeded(await answer(ann, question, { option: 'main' }))
    expect(await task()).toMatchObject({ state: 'needs_approval' })
    succeeded(await ann.post(`/approvals/${approval.id}/deny`, { note: 'no' }))
    expect(await task()).toMatchObject({ state: 'blocked', blocked: { kind: 'approval' } })
  })

  test('GV-8: the last one settled is a question: a denial before it blocks all the same', async () => {
    const approval = succeeded(await worker.request(held, { onDenial: 'block' }))
    const question = await ask()
    succeeded(await ann.post(`/approvals/${approval.id}/deny`, { note: 'no' }))
    expect(await task()).toMatchObject({ state: 'needs_approval' })
    succeeded(await answer(ann, question, { option: 'main' }))
    expect(await task()).toMatchObject({ state: 'blocked', blocked: { kind: 'approval' } })
  })

  test('GV-8: neither shows among the others', async () => {
    const approval = succeeded(await worker.request(held))
    const question = await ask()
    const list = async <T>(path: string) => succeeded(await ann.get<T[]>(path))
    expect(await list<Question>('/questions?state=pending')).toEqual([question])
    expect((await list<Schemas['Approval']>('/approvals')).map(({ id }) => id)).toEqual([approval.id])
    refused(await ann.get(`/approvals/${question.id}`), 'not_found')
    refused(await ann.get(`/questions/${approval.id}`), 'not_found')
    refused(await ann.post(`/approvals/${question.id}/approve`, {}), 'not_found')
    refused(await answer(ann, { ...question, id: approval.id }, { text: 'yes' }), 'not_found')
    const detail = succeeded(await ann.get<Schemas['TaskDetail']>(`/tasks/${held.task.id}`))
    expect(detail.questions).toEqual([question])
    expect(detail.approvals.map(({ id }) => id)).toEqual([approval.id])
  })
})
