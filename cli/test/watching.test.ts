import { type Hand, handOf } from '@mission-control/server/test-support/hand'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './support/place.ts'

let place: Place
let hand: Hand
const mission = (words: string[], options = {}) => place.shell.mission(words, options)
const plain = { NO_COLOR: '1' }

beforeAll(async () => {
  place = await openPlace()
  hand = await handOf(place.server, { name: 'auditor', maxConcurrentTasks: 9 })
})
afterAll(() => place.close())

const create = async (title: string) => (await mission(['task', 'create', title, '--json'])).json<{ id: string }>().id

interface Event {
  seq: number
  type: string
  taskId: string | null
}

describe('mission events (IF-6)', () => {
  it('shows the last ones, oldest first', async () => {
    const id = await create('Seen')
    const { stdout } = await mission(['events', '--task', id.slice(-8)], { columns: 100, env: plain })
    expect(stdout).toMatch(/^\S+ +task\.created +task \S{8} +by user/)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    const all = (await mission(['events', '--json', '--limit', '3'])).json<Event[]>()
    expect(all).toHaveLength(3)
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).sort((one, other) => one - other))
    const agents = (await mission(['events', '--type', 'agent', '--agent', 'auditor', '--json'])).json<Event[]>()
    expect(new Set(agents.map(({ type }) => type.split('.')[0]))).toEqual(new Set(['agent']))
    expect((await mission(['events', '--since', '1s', '--type', 'user.removed'])).stdout).toBe('No event.\n')
  })

  it('names what it does not know before it asks', async () => {
    expect(await mission(['events', '--type', 'task.done'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('task.completed'),
    })
    expect((await mission(['events', '--since', 'yesterday'])).code).toBe(2)
    expect((await mission(['events', '--task', 'nothing'])).code).toBe(3)
  })

  it('follows what happens, each event once, until Ctrl-C', async () => {
    const before = await create('Before')
    const stop = new AbortController()
    const began = Promise.withResolvers<void>()
    const follow = mission(['events', '--follow', '--type', 'task.created', '--limit', '1', '--json'], {
      signal: stop.signal,
      onOutput: (text: string) => {
        began.resolve()
        if (text.split('\n').length > 3) stop.abort()
      },
    })
    await began.promise
    const after = [await create('After'), await create('And after')]
    const { code, stderr, lines } = await follow
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' })
    expect(lines<Event>().map(({ taskId }) => taskId)).toEqual([before, ...after])
  })
})

describe('mission usage (IF-6)', () => {
  it('adds up what was spent, by whom, and how far budgets are used', async () => {
    const task = await hand.claim(await create('Costly'))
    await place.server.admin.post('/budgets', { scope: 'agent', window: 'day', limitCostMicros: 10_000_000 })
    await task.spend('claude-sonnet-4-5', 100_000, 20_000)
    await task.complete('Done.')
    place.server.clock.advance(60)
    const { stdout } = await mission(['usage'], { columns: 90, env: plain })
    expect(stdout).toContain('$0.60')
    expect(stdout).toContain('120,000')
    expect(stdout).toMatch(/AGENT +SPENT[\s\S]*auditor +\$0\.60/)
    expect(stdout).toMatch(/agent a day +auditor +6% +\$0\.60 +\$10\.00 +\$9\.40/)
    const usage = (await mission(['usage', '--since', '2d', '--json'])).json()
    expect(usage).toMatchObject({
      total: { spentCostMicros: 600_000, tokens: 120_000, byStatus: { succeeded: 1 } },
      agents: [{ name: 'auditor', stats: { spentCostMicros: 600_000 } }],
      budgets: [{ budget: { scope: 'agent' } }],
    })
    expect((await mission(['usage', '--since', 'soon'])).code).toBe(2)
    expect(await mission(['usage', '--since', '60d'])).toMatchObject({ code: 2 })
  })
})
