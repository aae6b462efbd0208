import { type Hand, handOf } from '@mission-control/server/test-support/hand'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './support/place.ts'

let place: Place
let hand: Hand
const mission = (words: string[], options = {}) => place.shell.mission(words, options)

beforeAll(async () => {
  place = await openPlace()
  hand = await handOf(place.server, { name: 'auditor' })
})
afterAll(() => place.close())

const create = async (...words: string[]) =>
  (await mission(['task', 'create', ...words, '--json'])).json<{ id: string; state: string }>()

describe('mission task (IF-6)', () => {
  it('creates a task with every field of the contract', async () => {
    const input = place.shell.file('input.json', '{"branch":"main"}')
    const parent = await create('Parent')
    const blocker = await create('Goes first')
    const fields = [
      ...['--description', 'All of it', '--type', 'audit', '--priority', 'high', '--labels', 'legal,q2'],
      ...['--required-capabilities', 'git', '--parent-id', parent.id, '--due-at', '2d', '--not-before', '2026-01-01'],
      ...['--estimate-cost-micros', '2000', '--budget-cost-micros', '1500000', '--input', `@${input}`],
      ...['--max-attempts', '2', '--requires-review', '--assignee-agent-id', hand.agentId, '--hold'],
      ...['--blocked-by', JSON.stringify([{ taskId: blocker.id }])],
    ]
    const made = await mission(['task', 'create', 'Audit', ...fields, '--json'])
    expect(made.json()).toMatchObject({
      title: 'Audit',
      description: 'All of it',
      labels: ['legal', 'q2'],
      parentId: parent.id,
      dueAt: new Date(place.server.clock.now() + 2 * 86_400_000).toISOString(),
      input: { branch: 'main' },
      maxAttempts: 2,
      requiresReview: true,
      openDependencies: 1,
      state: 'backlog',
      budgetCostMicros: 1_500_000,
    })
    expect(
      (await mission(['task', 'create', 'From a pipe', '--input', '-', '--json'], { input: '{"a":1}' })).json(),
    ).toMatchObject({ input: { a: 1 } })
  })

  it('names every slip at once and sends nothing', async () => {
    const wrong = await mission([
      'task',
      'create',
      'X',
      '--priority',
      'highest',
      '--max-attempts',
      '99',
      '--due-at',
      'soon',
    ])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('"highest", which is none of low, normal, high, urgent')
    expect(wrong.stderr).toContain('maxAttempts must be at most 20')
    expect(wrong.stderr).toContain('dueAt must be a time')
    expect((await mission(['task', 'create', 'X', '--max-attempts', 'many'])).stderr).toContain('takes a number')
    const noJson = await mission(['task', 'create', 'X', '--input', '{oops}'])
    expect(noJson).toMatchObject({ code: 2, stderr: expect.stringContaining('takes JSON') })
    expect((await mission(['task', 'create', 'X', '--input', '@none.json'])).stderr).toContain('cannot be read')
    expect(await mission(['task', 'create'])).toMatchObject({ code: 2, stderr: expect.stringContaining("'title'") })
    expect(await mission(['task', 'create', 'X', '--prioritty', 'high'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--priority'),
    })
  })

  it('lists tasks as a table that fits the terminal, or as JSON', async () => {
    await create(`A title that is long enough to be cut where there is little room, ${'and '.repeat(20)}more`)
    await create('表は全角で幅が二つ\u001b[31m and no colour of its own')
    for (const columns of [40, 60, 100]) {
      const { stdout } = await mission(['task', 'list'], { columns, env: { NO_COLOR: '1' } })
      const lines = stdout.trimEnd().split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
      expect(lines[0]).toMatch(/^ID +STATE/)
      expect(stdout).toContain('…')
      expect(stdout).not.toContain('\u001b')
    }
    expect((await mission(['task', 'list'], { columns: 100 })).stdout).toContain('\u001b[')
    const piped = (await mission(['task', 'list', '--sort', 'createdAt'])).stdout
    expect(piped).toContain(`${'and '.repeat(20)}more`)
    expect(piped).not.toContain('\u001b')
    const ready = (await mission(['task', 'list', '--state', 'ready', '--limit', '2', '--json'])).json<
      { state: string }[]
    >()
    expect(ready.map(({ state }) => state)).toEqual(['ready', 'ready'])
    const later = new Date(place.server.clock.now() + 7_260_000).toISOString()
    await mission(['api', 'tasks.create', '--title', 'Not yet', '--notBefore', later])
    const waiting = (await mission(['task', 'list', '--q', 'Not yet'], { columns: 100, env: { NO_COLOR: '1' } })).stdout
    expect(waiting).toMatch(/ready in 2 h .*Not yet/)
    expect((await mission(['task', 'list', '--state', 'redy'])).code).toBe(2)
    expect((await mission(['task', 'list', '--limit', '0'])).code).toBe(2)
    expect((await mission(['task', 'list', '--q', 'nothing like it'])).stdout).toBe('No task.\n')
  })

  it('shows a task by its id, the end of it, or its title', async () => {
    const { id } = await create('Only one of this name', '--description', 'Line one\nline two')
    const shown = await mission(['task', 'show', id.slice(-8).toLowerCase()], { columns: 80, env: { NO_COLOR: '1' } })
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain('Only one of this name')
    expect(shown.stdout).toContain('  Line one\n  line two')
    expect((await mission(['task', 'show', 'Only one of this name', '--json'])).json()).toMatchObject({ task: { id } })
    expect((await mission(['task', 'show', `tsk_${'0'.repeat(26)}`])).code).toBe(3)
    expect(await mission(['task', 'show', 'abc'])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('at least'),
    })
    await create('Twice')
    await create('Twice')
    expect(await mission(['task', 'show', 'Twice'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('fits more'),
    })
  })

  it('follows a task until it is over, with what is written in its thread', async () => {
    const { id } = await create('Followed')
    const began = Promise.withResolvers<void>()
    const tail = mission(['task', 'tail', id], { onOutput: began.resolve })
    await began.promise
    const claimed = await hand.claim(id)
    await claimed.say('WORK_PLAN', 'First this,\nthen that.')
    await claimed.progress(3, 10, 'files')
    await claimed.complete('All clear.', '# Report')
    const { code, stdout } = await tail
    expect(code).toBe(0)
    expect(stdout).toContain('First this,\n          then that.')
    expect(stdout).toContain('3/10 files')
    expect(stdout).toMatch(/done, \$0\.00 spent[\s\S]*All clear\.[\s\S]*# Report/)
    const again = (await mission(['task', 'tail', id, '--json'])).lines<{ entry?: { seq: number }; outcome?: object }>()
    const order = again.slice(0, -1).map(({ entry }) => entry!.seq)
    expect(order).toEqual([...new Set(order)].sort((one, other) => one - other))
    expect(again.at(-1)).toMatchObject({ outcome: { task: { state: 'done' }, deliverable: { summary: 'All clear.' } } })
  })

  it('ends by how the task ended, or by Ctrl-C', async () => {
    const { id } = await create('Called off')
    await place.server.admin.post(`/tasks/${id}/cancel`, { reason: 'not needed' })
    expect((await mission(['task', 'tail', id])).code).toBe(1)
    const stop = new AbortController()
    const open = await create('Open')
    const tail = mission(['task', 'tail', open.id], {
      signal: stop.signal,
      onOutput: () => setTimeout(() => stop.abort(), 100),
    })
    expect(await tail).toMatchObject({ code: 130, stderr: '' })
  })

  it('creates and follows in one go', async () => {
    const created = Promise.withResolvers<string>()
    const tail = mission(['task', 'create', 'In one go', '--tail', '--json'], {
      onOutput: (text: string) => created.resolve(JSON.parse(text.split('\n')[0]!).entry.payload.taskId ?? ''),
    })
    await created.promise
    const [{ id }] = (await mission(['task', 'list', '--q', 'In one go', '--json'])).json<[{ id: string }]>()
    await (await hand.claim(id)).complete('Done.')
    expect((await tail).code).toBe(0)
  })
})
