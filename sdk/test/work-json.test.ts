// What of a handler's own data becomes JSON: results of steps, and what it logs.
import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from 'vitest'
import type { JsonOf, Task } from '../src/index.ts'
import { createFakeContext } from '../src/testing/testing.ts'
import { pass, Workplace } from './workplace.ts'

let place: Workplace

beforeEach(() => {
  place = new Workplace()
})
afterEach(() => {
  vi.useRealTimers()
})

const bodies = (operation: string) => place.server.sent(operation).map(({ body }) => body)

test('a step gives what JSON makes of its result, also by its type (IF-3)', async () => {
  place.server.addTask('a')
  let year = ''
  const { finish } = place.start(async (_, ctx) => {
    const since: string = await ctx.step('since', () => new Date(0))
    const row = await ctx.step('row', () => ({ at: new Date(0), tags: ['a'] as const, note: undefined, act: () => 1 }))
    const nothing: null = await ctx.step('nothing', () => {})
    const at: string = row.at
    const [tag]: readonly ['a'] = row.tags
    // @ts-expect-error it is not kept
    const note: unknown = row.act
    // @ts-expect-error it is a text by now
    const wrong: Date = since
    const child: Task = await ctx.step('child', () => ctx.createTask({ title: 'Part' }))
    year = since.slice(0, 4)
    return { summary: JSON.stringify([at, tag, note ?? null, wrong, nothing, child.id]) }
  })
  await pass(1)
  const epoch = new Date(0).toISOString()
  expect(year).toBe('1970')
  expect(bodies('tasks.complete')[0]?.summary).toBe(JSON.stringify([epoch, 'a', null, epoch, null, 'tsk_child']))
  await finish()
})

test('what a Map holds is nothing one can read again, and its type says so (IF-3)', () => {
  expectTypeOf<JsonOf<Map<string, number>>>().toBeNever()
  expectTypeOf<JsonOf<{ rows: Set<string> }>>().toEqualTypeOf<{ rows: never }>()
  expectTypeOf<JsonOf<{ name: string; message: string; at?: Date }>>().toEqualTypeOf<{
    name: string
    message: string
    at?: string
  }>()
  expectTypeOf<JsonOf<unknown>>().toBeUnknown()
  expectTypeOf<JsonOf<Task>>().toEqualTypeOf<Task>()
})

test.each([
  ['a BigInt', () => 1n],
  ['a function', () => () => {}],
  ['a Map', () => new Map([['a', 1]])],
  ['a Set somewhere in it', () => ({ rows: [new Set(['a'])] })],
  ['an error', () => Object.assign(new Error('No.'), { code: 'E' })],
  ['bytes', () => ({ file: new Uint8Array(3) })],
  ['an expression', () => /a/],
  ['what keeps its data to itself', () => new URLSearchParams('a=1')],
  ['no number', () => Number.NaN],
])('a step whose result is no JSON is refused by its name: %s (IF-3)', async (_, work) => {
  place.server.addTask('a')
  const { finish } = place.start(async (_task, ctx) => ({ summary: `${await ctx.step<unknown>('rows', work)}` }))
  await pass(1)
  expect(place.errors).toMatchObject([{ message: expect.stringContaining("step 'rows' is no JSON") }])
  expect(bodies('steps.save')).toEqual([])
  await finish()
  await expect(createFakeContext().step('rows', work as () => unknown)).rejects.toThrow("step 'rows' is no JSON")
})

test('errors among the data of a log line are kept, cut to what fits (OB-1)', async () => {
  place.server.addTask('a')
  const bad = new TypeError('No rows.')
  const { finish } = place.start((_, ctx) => {
    ctx.log.error('Broken', { error: bad, tries: [{ error: bad }], rows: 3 })
    const long = new Error('ü'.repeat(5000))
    ctx.log.error('Long', { errors: [long, long, long], at: new Date(0) })
    const circle: Record<string, unknown> = { error: bad }
    circle.self = circle
    ctx.log.error('Round', circle)
    return { summary: 'Done.' }
  })
  await pass(1)
  const taken = place.server.sent('logs.append').filter(({ status }) => status === 200)
  const [broken, long] = taken.flatMap(({ body }) => body.entries as { data: Record<string, unknown> }[])
  const plain = { name: 'TypeError', message: 'No rows.', stack: expect.stringContaining('work-json.test.ts') }
  expect(broken?.data).toEqual({ error: plain, tries: [{ error: plain }], rows: 3 })
  expect(long?.data).toMatchObject({ errors: [{ name: 'Error', message: expect.stringMatching(/^ü{100,}$/) }, {}, {}] })
  expect(long?.data.at).toBe(new Date(0).toISOString())
  expect(Buffer.byteLength(JSON.stringify(long?.data))).toBeLessThanOrEqual(4096)
  expect(place.errors).toHaveLength(1)
  expect(place.server.state('a')).toBe('done')
  await finish()
})
