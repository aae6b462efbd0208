import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { endless, pass, Workplace } from './workplace.ts'

let place: Workplace

beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('claims', () => {
  test('as many as there is room for, and the next as soon as one ends (TK-3)', async () => {
    for (const id of ['a', 'b', 'c', 'd']) place.server.addTask(id)
    let running = 0
    let most = 0
    const handler = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5000))
      running--
      return { summary: 'Done.' }
    }
    const { finish } = place.start(handler, { concurrency: 3, types: ['audit'], leaseSeconds: 30 })
    await pass(9)
    expect(most).toBe(3)
    expect(place.server.sent('tasks.complete')).toHaveLength(3)
    await pass(2)
    expect(place.server.sent('tasks.complete')).toHaveLength(4)
    expect(place.server.sent('tasks.claimNext')[0]?.body).toMatchObject({ types: ['audit'], leaseSeconds: 30 })
    await finish()
  })

  test('a claim whose answer is lost is repeated under its name and gives one task (TK-3, TK-4)', async () => {
    place.server.addTask('a')
    place.server.addTask('b')
    let losses = 8
    place.faults = (path) => (path.endsWith('/claim') && losses-- > 0 ? 'cut' : undefined)
    const { handler, contexts } = endless()
    const { finish } = place.start(handler)
    await pass(40)
    expect(contexts.map(({ task }) => task.id)).toEqual(['a'])
    expect(new Set(place.server.sent('tasks.claimNext').map(({ body }) => body.claimRequestId)).size).toBe(1)
    expect(place.server.state('b')).toBe('ready')
    await finish()
  })

  test('a claim whose task was over before its answer came is made anew (TK-4)', async () => {
    place.server.addTask('a')
    place.faults = (path) => {
      if (!path.endsWith('/claim') || place.server.log.length > 1) return undefined
      setTimeout(() => place.server.end('a', 'canceled'), 1)
      return 'cut'
    }
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    await pass(5)
    place.server.addTask('b')
    await pass(1)
    expect(place.server.state('b')).toBe('done')
    await finish()
  })

  test.each(['at_capacity', 'paused', 'budget_exhausted', 'draining'])(
    'after %s asks again when told to (TK-3)',
    async (reason) => {
      place.server.emptyAnswers.push({ reason, retryAfterSeconds: 300 })
      const { finish } = place.start(() => ({ summary: 'Done.' }))
      await pass(290)
      expect(place.server.sent('tasks.claimNext')).toHaveLength(1)
      await pass(20)
      expect(place.server.sent('tasks.claimNext')).toHaveLength(2)
      expect(place.server.sent('agents.heartbeat').length).toBeGreaterThan(10)
      await finish()
      const told =
        reason === 'at_capacity' ? [{ code: reason, hint: expect.stringContaining('maxConcurrentTasks') }] : []
      expect(place.errors).toMatchObject(told)
    },
  )

  test('a wait that brought nothing is followed by the next, with no timer of less than nothing (TK-3)', async () => {
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await pass(60)
    expect(place.server.sent('tasks.claimNext')).toHaveLength(3)
    expect(timers.mock.calls.filter(([, ms = 0]) => ms < 0)).toEqual([])
    timers.mockRestore()
    await finish()
  })

  test('asks sooner when a heartbeat says that there is work (AG-3)', async () => {
    place.server.emptyAnswers.push({ reason: 'budget_exhausted', retryAfterSeconds: 80_000 })
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    await pass(60)
    expect(place.server.sent('tasks.claimNext')).toHaveLength(1)
    place.server.claimable = true
    await pass(20)
    expect(place.server.sent('tasks.claimNext')).toHaveLength(2)
    await finish()
  })

  test('a deactivated agent ends with an error (TK-3)', async () => {
    place.server.emptyAnswers.push({ reason: 'deactivated', message: 'Rosa deactivated this agent.' })
    const { ended } = place.start(() => ({ summary: 'Done.' }))
    await pass(1)
    await expect(ended).rejects.toMatchObject({
      name: 'AgentInactiveError',
      message: 'Rosa deactivated this agent.',
      hint: 'Ask a person to reactivate it.',
    })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a server that is away is asked again and again, and named once (IF-3)', async () => {
    let isAway = true
    place.faults = () => (isAway ? 'drop' : undefined)
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    await pass(300)
    isAway = false
    place.server.addTask('a')
    await pass(60)
    expect(place.server.state('a')).toBe('done')
    expect(place.errors).toHaveLength(2)
    await finish()
  })
})
