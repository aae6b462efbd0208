// The fake of a context, by itself and beside the real one.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { FatalError, LeaseLostError, type TaskContext, type TaskHandler } from '../src/index.ts'
import { createFakeContext, createTestMissionControl } from '../src/testing/testing.ts'

/** A handler as people write them. */
const cleanUp: TaskHandler = async (task, ctx) => {
  ctx.progress('looking', { done: 0, total: 2 })
  ctx.log.info('began', { attempt: ctx.run.attempt })
  const branches = await ctx.step('list branches', () => [{ name: 'old', since: new Date(0) }])
  const { answer } = await ctx.ask('Which branch is canonical?', { options: ['main', 'develop'] })
  const branch = branches[0]?.name
  const decision = await ctx.requestApproval({ risk: 'RED', action: 'Delete a branch', payload: { branch } })
  await ctx.message(`Keeps ${answer?.option ?? answer?.text ?? 'none'}.`)
  await ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 2 }], costMicros: 40 })
  if (decision.state !== 'approved') return { summary: 'Nothing was deleted.' }
  return { summary: `${task.title}: ${decision.payload.branch} is gone.` }
}

describe('A handler with a fake context (IF-3)', () => {
  test('finds what the test says, and all it did is written down', async () => {
    const ctx = createFakeContext({
      task: { title: 'Clean up' },
      attempt: 2,
      answers: { 'Which branch is canonical?': 'main' },
      approvals: { 'Delete a branch': 'approved' },
    })
    expect(await cleanUp(ctx.task, ctx)).toEqual({ summary: 'Clean up: old is gone.' })
    expect(ctx.recorded).toEqual({
      progress: [{ label: 'looking', progress: { done: 0, total: 2 } }],
      messages: [{ body: 'Keeps main.' }],
      usage: [{ lines: [{ meter: 'compute_second', quantity: 2 }], costMicros: 40 }],
      reserved: [],
      approvals: [{ risk: 'RED', action: 'Delete a branch', payload: { branch: 'old' } }],
      questions: [{ question: 'Which branch is canonical?', options: ['main', 'develop'] }],
      steps: { 'list branches': [{ name: 'old', since: '1970-01-01T00:00:00.000Z' }] },
      tasks: [],
      files: [],
      logs: [{ level: 'info', message: 'began', data: { attempt: 2 } }],
      read: [],
      tracked: [],
      deliverable: null,
    })
  })

  test.each([
    ['one decision for all', 'denied' as const],
    ['a decision by the action', { 'Delete a branch': 'expired' as const }],
    ['a function', ({ payload }: { payload?: object }) => (payload ? ('withdrawn' as const) : ('approved' as const))],
  ])('is answered by %s', async (_, approvals) => {
    const ctx = createFakeContext({ approvals, answers: (_question, { options = [] }) => `${options.at(-1)}!` })
    expect(await cleanUp(ctx.task, ctx)).toEqual({ summary: 'Nothing was deleted.' })
    expect(ctx.recorded.messages).toEqual([{ body: 'Keeps develop!.' }])
  })

  test('is told what its test forgot to say', async () => {
    const ctx = createFakeContext()
    await expect(cleanUp(ctx.task, ctx)).rejects.toThrow(
      'createFakeContext({ answers: { "Which branch is canonical?": "main" } })',
    )
    const red = { risk: 'RED', action: 'toString' } as const
    await expect(ctx.requestApproval(red)).rejects.toThrow('approvals: { "toString": "approved" }')
    expect((await ctx.requestApproval({ ...red, risk: 'GREEN' })).state).toBe('approved')
    await expect(ctx.client.tasks.get({ taskId: 'tsk_1' })).rejects.toThrow('use createTestMissionControl')
  })

  test('gets no answer in time, or gives the task back while it waits', async () => {
    const ctx = createFakeContext({ answers: { 'Now?': null }, approvals: 'waiting' })
    expect(await ctx.ask('Now?')).toMatchObject({ state: 'expired', answer: null })
    await expect(ctx.requestApproval({ risk: 'YELLOW', action: 'Go' })).rejects.toMatchObject({ reason: 'waiting' })
    expect(ctx.signal.reason).toMatchObject({ name: 'WaitingError' })
  })

  test('does no step again that an earlier run has done, and none twice', async () => {
    const ctx = createFakeContext({ steps: { first: ['kept'] } })
    let calls = 0
    const count = () => ++calls
    expect(await ctx.step('first', () => [String(count())])).toEqual(['kept'])
    expect(await Promise.all([ctx.step('second', count), ctx.step('second', count)])).toEqual([1, 1])
    await expect(ctx.step('third', () => Promise.reject(new FatalError('No.')))).rejects.toThrow('No.')
    expect(await ctx.step('third', () => undefined)).toBe(null)
    expect(ctx.recorded.steps).toEqual({ second: 1, third: null })
  })

  test('is stopped when its money is gone, and may set aside what is left', async () => {
    const ctx = createFakeContext({ budgetCostMicros: 100 })
    const use = (costMicros: number) => ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }], costMicros })
    expect(await use(60)).toMatchObject({ stop: false, run: { spentCostMicros: 60 } })
    expect(await ctx.reserve(40)).toEqual({ remaining: 40 })
    await expect(ctx.reserve(41)).rejects.toMatchObject({ code: 'budget_exhausted' })
    expect(await use(50)).toMatchObject({ stop: true, lease: { state: 'lost', reason: 'budget_exhausted' } })
    expect(ctx.signal.reason).toMatchObject({ code: 'lease_lost', reason: 'budget_exhausted' })
    expect(createFakeContext().budget.remaining).toBe(Number.POSITIVE_INFINITY)
  })

  test('writes nothing more once its lease is over but usage and logs; a shutdown leaves it the lease', async () => {
    const stopping = createFakeContext({ answers: { 'Still?': 'yes' } })
    stopping.stop('shutdown')
    await stopping.message('Ending.')
    await expect(stopping.ask('Still?')).rejects.toMatchObject({ reason: 'shutdown' })

    const ctx = createFakeContext({ answers: { 'Still?': 'yes' } })
    ctx.stop('expired')
    ctx.progress('on and on')
    ctx.log.warn('too late')
    await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
    const writes = [
      () => ctx.message('Hello?'),
      () => ctx.ask('Still?'),
      () => ctx.createTask({ title: 'More' }),
      () => ctx.attach(new Uint8Array(1), { name: 'late.bin' }),
      () => ctx.step('more', () => 1),
      () => ctx.reserve(1),
      () => ctx.complete({ summary: 'Done.' }),
    ]
    for (const write of writes) await expect(write()).rejects.toBeInstanceOf(LeaseLostError)
    const { usage, logs, ...others } = ctx.recorded
    expect([usage.length, logs.length]).toEqual([1, 1])
    expect(others).toMatchObject({
      progress: [],
      messages: [],
      questions: [],
      tasks: [],
      files: [],
      steps: {},
      deliverable: null,
    })
  })

  test('hears what people wrote before and write now, in their order', async () => {
    const ctx = createFakeContext({ messages: ['Hurry.'] })
    await ctx.say('Please.', 'Ada')
    const heard: string[] = []
    ctx.onMessage(({ authorName, body }) => void heard.push(`${authorName}: ${body}`))
    await ctx.say('Thanks.')
    expect(heard).toEqual(['A person: Hurry.', 'Ada: Please.', 'A person: Thanks.'])
    expect(ctx.messages.map(({ body }) => body)).toEqual(['Hurry.'])
    expect(ctx.recorded.read).toEqual(['Hurry.', 'Please.', 'Thanks.'])
  })

  test('attaches files as the server counts them: the same bytes are no new version', async () => {
    const ctx = createFakeContext()
    const first = await ctx.attach(new Blob(['a,b']), { name: 'rows.csv' })
    expect(first).toMatchObject({ name: 'rows.csv', mediaType: 'text/csv', version: 1, sizeBytes: 3 })
    expect(first.sha256).toBe(createHash('sha256').update('a,b').digest('hex'))
    expect(await ctx.attach(new TextEncoder().encode('a,b'), { name: 'rows.csv' })).toEqual(first)
    expect(await ctx.attach(new TextEncoder().encode('a,c'), { name: 'rows.csv' })).toMatchObject({ version: 2 })
    expect(ctx.recorded.files.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['a,b', 'a,c'])
    expect(await ctx.attach(import.meta.filename)).toMatchObject({ name: 'fake-context.test.ts' })
    await expect(ctx.attach(new Uint8Array(1))).rejects.toThrow('needs a name')
  })

  test('hands in once, makes tasks, and gets back what it tracks', async () => {
    const ctx = createFakeContext()
    const thing = { create: () => 1 }
    expect(ctx.track(thing)).toBe(thing)
    expect(await ctx.createTask({ title: 'Part', type: 'audit' })).toMatchObject({
      title: 'Part',
      type: 'audit',
      parentId: ctx.task.id,
    })
    await ctx.complete({ summary: 'Done.' })
    expect(ctx.recorded.deliverable).toEqual({ summary: 'Done.' })
    await expect(ctx.complete({ summary: 'Again.' })).rejects.toBeInstanceOf(LeaseLostError)
  })
})

/** What a handler sees, down to the names of all fields. */
async function everything(ctx: TaskContext): Promise<object> {
  const seen = {
    task: ctx.task,
    run: ctx.run,
    lease: ctx.lease,
    question: await ctx.ask('Which?', { options: ['this', 'that'] }),
    approval: await ctx.requestApproval({ risk: 'GREEN', action: 'Look', payload: {} }),
    message: await ctx.message('Hello.'),
    usage: await ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }], costMicros: 1 }),
    step: await ctx.step('one', () => ({ at: new Date(0), nothing: undefined })),
    file: await ctx.attach(new Blob(['x']), { name: 'x.txt' }),
    child: await ctx.step('child', () => ctx.createTask({ title: 'Part' })),
  }
  return namesOf(seen) as object
}

const namesOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? 'list'
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, it]) => [name, namesOf(it)]))
      : value === null
        ? 'null or more'
        : typeof value

test('what a fake gives has all the fields of the real thing, and no other (IF-3)', async () => {
  await using server = await createTestMissionControl()
  const agent = await server.agent({ name: 'worker' })
  await server.admin.tasks.create({ title: 'Look' })
  const { promise: real, resolve, reject } = Promise.withResolvers<object>()
  const look: TaskHandler = async (_task, ctx) => {
    await everything(ctx).then(resolve, reject)
    throw new FatalError('Its child is open.')
  }
  void agent.work(look, { onError: () => {} })
  for await (const _ of server.admin.events.stream({ types: ['question.asked'], after: 0 })) break
  const { data } = await server.admin.questions.list({})
  await server.admin.questions.answer({ questionId: data[0]!.id, option: 'this' })
  const fake = createFakeContext({ answers: { 'Which?': 'this' } })
  const differences = compare(await real, await everything(fake))
  expect(differences).toEqual([])
})

/** Fields one has and the other has not; what may be null is not looked into. */
function compare(real: unknown, fake: unknown, path = ''): string[] {
  if (typeof real !== 'object' || typeof fake !== 'object' || real === null || fake === null) {
    const isSame = real === fake || [real, fake].includes('null or more')
    return isSame ? [] : [`${path}: ${JSON.stringify(real)} is ${JSON.stringify(fake)} in the fake`]
  }
  const names = new Set([...Object.keys(real), ...Object.keys(fake)])
  return [...names].flatMap((name) =>
    compare(real[name as keyof typeof real], fake[name as keyof typeof fake], `${path}.${name}`),
  )
}
