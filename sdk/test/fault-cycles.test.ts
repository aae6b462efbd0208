// Many tasks over a network where every fifth request goes wrong, against the real server: each is completed exactly once
// and what it used is counted exactly once.
// The long form: MC_FAULT_CYCLES=10000. A run again: MC_FAULT_SEED=<seed>.
import { expect, test } from 'vitest'
import { RetryableError } from '../src/index.ts'
import { createTestMissionControl } from '../src/testing/testing.ts'
import { type Fault, faulty } from './faults.ts'

const cycles = Number(process.env.MC_FAULT_CYCLES ?? 150)
const seed = Number(process.env.MC_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
const concurrency = 32
const faultRate = 0.2
const microsPerReport = 7

/** Mulberry32: the same numbers for the same seed. */
function randomNumbers(state: number): () => number {
  let a = state
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const faults: Fault[] = [
  'drop',
  'cut',
  'break',
  'duplicate',
  { status: 429, headers: { 'Retry-After': '0' } },
  { status: 502 },
]

test(
  `${cycles} tasks over a faulty network are completed once each, and their usage is counted once (IF-3, TK-4, RN-2)`,
  async () => {
    console.log(`MC_FAULT_SEED=${seed} MC_FAULT_CYCLES=${cycles}`)
    await using server = await createTestMissionControl()
    const { admin } = server
    const random = randomNumbers(seed)
    const happened = new Map<string, number>()
    const faultOf = (): Fault | 'delay' => {
      if (random() >= faultRate) return undefined
      const at = Math.floor(random() * (faults.length + 1))
      const fault = faults[at] ?? 'delay'
      const name = typeof fault === 'object' ? `${fault.status}` : fault
      happened.set(name, (happened.get(name) ?? 0) + 1)
      return fault
    }
    const fetch = async (request: Request) => {
      const fault = faultOf()
      if (fault !== 'delay') return faulty(globalThis.fetch, () => fault)(request)
      await new Promise((resolve) => setTimeout(resolve, random() * 300))
      return globalThis.fetch(request)
    }
    await admin.prices.put({ model: '*', meter: 'compute_second', pricePerMillionMicros: microsPerReport * 1_000_000 })
    const agent = await server.agent({ name: 'worker', maxConcurrentTasks: concurrency }, { fetch })
    const create = async (index: number) => admin.tasks.create({ title: `Task ${index}`, maxAttempts: 20 })
    for (let index = 0; index < cycles; index += 50) {
      await Promise.all(Array.from({ length: Math.min(50, cycles - index) }, (_, offset) => create(index + offset)))
    }

    let left = cycles
    let reports = 0
    const errors: unknown[] = []
    const stop = new AbortController()
    const completed = new Map<string, number>()
    const following = (async () => {
      for await (const event of admin.events.stream({ types: ['task.completed'], after: 0, signal: stop.signal })) {
        completed.set(`${event.taskId}`, (completed.get(`${event.taskId}`) ?? 0) + 1)
        left--
        if (left % 1000 === 0) console.log(`${cycles - left} of ${cycles}`)
        if (left === 0) stop.abort()
      }
    })()
    const work = agent.work(
      async (task, ctx) => {
        ctx.progress('working', { done: 1, total: 2 })
        ctx.log.info('Begin')
        reports++
        void ctx.reportUsage({ measureId: `${ctx.run.id} answer`, lines: [{ meter: 'compute_second', quantity: 1 }] })
        const rows = await ctx.step('rows', () => [task.title])
        if (ctx.run.attempt === 1 && random() < 0.05) throw new RetryableError('Once more.', { retryAfterSeconds: 0 })
        return { deliverable: { summary: `${rows[0]} is done.` } }
      },
      { concurrency, signal: stop.signal, onError: (error) => errors.push(error) },
    )
    await Promise.all([following, work])

    expect(completed.size).toBe(cycles)
    expect([...completed.values()].every((times) => times === 1)).toBe(true)
    let done = 0
    for await (const task of admin.tasks.list({ state: ['done'], limit: 200 })) {
      const { deliverable } = await admin.tasks.get({ taskId: task.id })
      expect(deliverable?.summary).toBe(`${task.title} is done.`)
      done++
    }
    expect(done).toBe(cycles)
    const { spentCostMicros } = await admin.runs.stats()
    expect(spentCostMicros).toBe(reports * microsPerReport)
    console.log(`${reports} runs; faults: ${[...happened].map(([name, count]) => `${count} ${name}`).join(', ')}`)
    // The work loop tells of what a handler threw and of a server that is away, and of nothing else.
    const told = errors.filter((error) => !(error instanceof RetryableError))
    expect(told.filter((error) => !(error as { isRetryable?: boolean }).isRetryable)).toEqual([])
  },
  Math.max(120_000, cycles * 100),
)
