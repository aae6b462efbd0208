import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LeaseLostError, type TaskContext } from '../src/index.ts'
import { endless, pass, Workplace } from './workplace.ts'

let place: Workplace

beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('leases', () => {
  test('are renewed together, a third of a lease after the last time (AG-3)', async () => {
    place.server.addTask('a')
    place.server.addTask('b')
    const { handler, reasons } = endless()
    const { finish } = place.start(handler, { concurrency: 2 })
    await pass(1)
    const before = place.server.sent('agents.heartbeat').length
    await pass(180)
    const beats = place.server.sent('agents.heartbeat').slice(before)
    expect(beats).toHaveLength(9)
    const leases = ['a', 'b'].map((taskId) => ({ taskId, fence: 1 }))
    expect(beats.at(-1)?.body).toEqual({ instanceId: 'me', leases, status: 'busy' })
    expect(reasons).toEqual([])
    await finish()
  })

  test('that began while a claim was waiting are renewed in time (AG-3, TK-4)', async () => {
    const { handler, reasons } = endless()
    const { finish } = place.start(handler, { leaseSeconds: 10, waitSeconds: 55 })
    await pass(44)
    place.server.addTask('a')
    await pass(200)
    expect(place.server.state('a')).toBe('in_progress')
    expect(reasons).toEqual([])
    await finish()
  })

  test('lost mid-way abort the handler with the reason, and nothing is written after but usage (TK-4, RN-2)', async () => {
    place.server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = place.start(handler)
    await pass(1)
    place.server.directives.push({ type: 'abort_task', taskId: 'a', reason: 'No longer needed.' })
    place.server.end('a', 'canceled')
    await pass(20)
    expect(reasons).toEqual([expect.any(LeaseLostError)])
    expect(reasons[0]).toMatchObject({ reason: 'canceled', message: expect.stringContaining('No longer needed.') })
    const [ctx] = contexts as [TaskContext]
    await expect(ctx.message('Still here.')).rejects.toBe(reasons[0])
    await expect(ctx.requestApproval({ risk: 'RED', action: 'Delete' })).rejects.toBe(reasons[0])
    ctx.progress('reading', { done: 1, total: 2 })
    await expect(ctx.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })).resolves.toMatchObject({
      stop: false,
    })
    await pass(5)
    expect(place.writes()).toEqual(['usage.reportBatch'])
    expect(place.errors).toEqual([])
    await finish()
  })

  test('a handler that finishes after its lease was lost hands nothing in (TK-4)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(async (_, ctx) => {
      await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
      return { summary: 'Too late.' }
    })
    await pass(1)
    place.server.end('a', 'superseded', 'in_progress')
    await pass(21)
    expect(place.writes()).toEqual([])
    await finish()
  })

  test('that are lost are not asked for again while their handler takes its time to stop (AG-3)', async () => {
    place.server.addTask('a')
    const { finish } = place.start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 120_000))
      return { summary: 'Too late.' }
    })
    await pass(1)
    place.server.end('a', 'canceled')
    await pass(21)
    const before = place.server.sent('agents.heartbeat').length
    await pass(60)
    expect(place.server.sent('agents.heartbeat').length - before).toBe(3)
    expect(place.server.sent('agents.heartbeat').at(-1)?.body).toMatchObject({ leases: [], status: 'idle' })
    await finish()
    expect(place.writes()).toEqual([])
  })

  test('a write that is refused as stale stops the handler (TK-4)', async () => {
    place.server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = place.start(handler)
    await pass(1)
    place.server.end('a', 'paused', 'paused')
    await expect(contexts[0]?.message('Hello.')).rejects.toMatchObject({ code: 'lease_lost' })
    expect(reasons).toMatchObject([{ reason: 'paused', status: 409 }])
    await finish()
  })

  test('usage beyond a budget stops the handler (RN-2)', async () => {
    place.server.addTask('a')
    const { handler, contexts, reasons } = endless()
    const { finish } = place.start(handler)
    await pass(1)
    place.server.usageStop = 'budget_exhausted'
    await contexts[0]?.reportUsage({ lines: [{ meter: 'request', quantity: 1 }] })
    expect(reasons).toMatchObject([{ reason: 'budget_exhausted' }])
    await finish()
  })

  test('are taken as lost when no renewal got through for as long as they last, not sooner (TK-4)', async () => {
    place.server.addTask('a')
    const { handler, reasons } = endless()
    const { finish } = place.start(handler)
    await pass(30)
    place.faults = (path) => (path.endsWith('/heartbeat') ? 'drop' : undefined)
    await pass(48)
    expect(reasons).toEqual([])
    await pass(3)
    expect(reasons).toMatchObject([{ reason: 'expired', code: 'lease_lost' }])
    expect(place.writes()).toEqual([])
    await finish()
  })

  test('survive heartbeats that fail for less than the lease (AG-3)', async () => {
    place.server.addTask('a')
    const { handler, reasons } = endless()
    const { finish } = place.start(handler)
    await pass(21)
    let failures = 3
    place.faults = (path) => (path.endsWith('/heartbeat') && failures-- > 0 ? 'hang' : undefined)
    await pass(300)
    expect(failures).toBeLessThan(0)
    expect(reasons).toEqual([])
    expect(place.errors).toHaveLength(1)
    await finish()
  })

  test('outlive a server that is away for a while in the middle of the work (RN-2, TK-4)', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9)
    place.server.addTask('a')
    const { finish } = place.start(async (_, ctx) => {
      await new Promise((resolve) => setTimeout(resolve, 5000))
      await ctx.reportUsage({ reportId: 'r1', lines: [{ meter: 'request', quantity: 1 }] })
      await ctx.message('Half done.')
      return { summary: 'Done.' }
    })
    await pass(4)
    place.faults = () => 'drop'
    await pass(8)
    place.faults = () => undefined
    await pass(30)
    expect(place.writes()).toEqual(['usage.reportBatch', 'messages.create', 'tasks.complete'])
    await finish()
  })

  test('a loss that a heartbeat reports while the result is on its way does not undo it (TK-4)', async () => {
    place.server.addTask('a')
    const isComplete = (path: string) => path.endsWith('/complete')
    let hangs = 1
    place.faults = (path) => (isComplete(path) && hangs-- > 0 ? 'hang' : undefined)
    const { finish } = place.start(() => ({ summary: 'Done.' }))
    await pass(55)
    expect(place.server.sent('tasks.complete')).toHaveLength(2)
    expect(place.server.state('a')).toBe('done')
    expect(place.errors).toEqual([])
    await finish()
  })
})
