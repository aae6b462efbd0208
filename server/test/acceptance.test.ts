// What a task asks of its result, over HTTP: set when it is created, held to when it is completed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { putFile, type TaskFile } from './support/files.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  operate,
  readTask,
  refused,
  type Schemas,
  succeeded,
  type TaskWish,
  type Worker,
} from './support/worker.ts'

const findings = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['checked', 'findings'],
  properties: {
    checked: { type: 'integer', minimum: 1 },
    findings: { type: 'array', items: { type: 'string', pattern: '^[a-z-]+$' } },
  },
  additionalProperties: false,
}

let server: TestServer
let worker: Worker
beforeEach(async () => {
  server = await startTestServer()
  worker = await addWorker(server, { name: 'worker', maxConcurrentTasks: 5 })
})
afterEach(() => server.close())

const held = async (wish: TaskWish) => worker.claimTask((await createTask(server.admin, wish)).id)
const deliverableOf = async (taskId: string) =>
  succeeded(await server.admin.get<Schemas['TaskDetail']>(`/tasks/${taskId}`)).deliverable!

describe('what a task asks for', () => {
  test('TK-12: is kept, shown with the task and its claim, and can be changed and taken away', async () => {
    const asked = { outputSchema: findings, requiredArtifacts: ['licenses.csv', 'report-*.pdf'] }
    const task = await createTask(server.admin, asked)
    expect(task).toMatchObject(asked)
    expect(await readTask(server.admin, task)).toMatchObject(asked)
    expect((await worker.claimTask(task.id)).task).toMatchObject(asked)
    const change = { outputSchema: null, requiredArtifacts: [] }
    expect(succeeded(await server.admin.patch(`/tasks/${task.id}`, change))).toMatchObject(change)
    expect(await readTask(server.admin, task)).toMatchObject(change)
    expect(await createTask(server.admin)).toMatchObject({ outputSchema: null, requiredArtifacts: [] })
  })

  test.each<[string, object, string, string]>([
    [
      'a remote reference',
      { properties: { a: { $ref: 'https://example.com/s' } } },
      'properties.a.$ref',
      'not in this',
    ],
    ['a reference to nothing', { $ref: '#/$defs/none' }, '$ref', 'nothing at'],
    [
      'a reference to itself',
      { $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' },
      '$defs.a',
      'refers to itself',
    ],
    ['look-ahead', { properties: { a: { pattern: '^(?=a)a' } } }, 'properties.a.pattern', 'look-around'],
    ['no pattern at all', { patternProperties: { '(': {} } }, 'patternProperties.(', 'cannot be used'],
    ['patterns that grow', { properties: { a: { pattern: '(x{1,900}){1,900}' } } }, 'properties.a.pattern', ''],
    ['an unknown keyword', { properties: { a: { minLenght: 1 } } }, 'properties.a.minLenght', 'no keyword'],
    ['an unknown type', { properties: { a: { type: 'text' } } }, 'properties.a.type', 'one or several of'],
    ['a value of the wrong kind', { required: 'a' }, 'required', 'list of names'],
    ['another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }, '$schema', "draft-04/schema#' is not"],
    ['another draft within', { $defs: { a: { $schema: 'x' } }, $ref: '#/$defs/a' }, '$defs.a.$schema', "'x' is not"],
    ['a draft that is no text', { $schema: 4 }, '$schema', '4 is not understood'],
    ['an output that is no object', { type: 'array' }, 'type', 'must be object'],
    ['more than 16 kB', { description: 'x'.repeat(16_400) }, '', '16384'],
  ])('TK-12: a schema with %s is refused when it is set, with its place', async (_what, outputSchema, place, why) => {
    const path = place === '' ? 'outputSchema' : `outputSchema.${place}`
    const issues = [{ path, message: expect.stringContaining(why) }]
    expect(refused(await server.admin.post('/tasks', { title: 'x', outputSchema }), 'validation_failed')).toMatchObject(
      {
        issues,
      },
    )
    const task = await createTask(server.admin)
    const change = await server.admin.patch(`/tasks/${task.id}`, { outputSchema })
    expect(refused(change, 'validation_failed')).toMatchObject({ issues })
  })

  test.each([['a/b'], ['..'], [''], ['a\nb'], ['x'.repeat(201)]])(
    'TK-12: %j is no name of an artifact',
    async (name) => {
      const wish = { title: 'x', requiredArtifacts: [name] }
      refused(await server.admin.post('/tasks', wish), 'validation_failed')
      const many = { title: 'x', requiredArtifacts: Array.from({ length: 21 }, (_, index) => `${index}`) }
      refused(await server.admin.post('/tasks', many), 'validation_failed')
    },
  )
})

test.each(['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema'])(
  'TK-12: a schema written in %s is taken',
  async ($schema) => {
    expect(await createTask(server.admin, { outputSchema: { $schema } })).toMatchObject({ outputSchema: { $schema } })
  },
)

describe('completing', () => {
  test('TK-12: what is missing is named, each, and the task stays the agent’s until it is mended', async () => {
    const claim = await held({ outputSchema: findings, requiredArtifacts: ['licenses.csv', 'report-*.pdf'] })
    const before = await readTask(server.admin, claim.task)
    const refusal = await worker.complete(claim, { output: { checked: 0, findings: ['ok', 'NO'], more: 1 } })
    expect(refusal.status).toBe(422)
    expect(refused(refusal, 'acceptance_failed')).toEqual({
      missing: [
        { kind: 'artifact', name: 'licenses.csv', wanted: expect.stringContaining('files.put') },
        { kind: 'artifact', name: 'report-*.pdf', wanted: expect.stringContaining('files.put') },
        { kind: 'output', path: 'output.checked', wanted: 'must be at least 1' },
        { kind: 'output', path: 'output.findings.1', wanted: 'must match the pattern "^[a-z-]+$"' },
        { kind: 'output', path: 'output', wanted: 'must not have the property "more"' },
      ],
    })
    expect(refusal.error?.message).toContain('licenses.csv')
    expect(await readTask(server.admin, claim.task)).toEqual(before)
    const files: TaskFile[] = []
    for (const name of ['licenses.csv', 'report-1.pdf']) {
      server.clock.advance(1)
      files.push(succeeded(await putFile(worker.api, claim.task.id, name, name, { held: claim })))
    }
    expect(refused(await worker.complete(claim), 'acceptance_failed')).toMatchObject({
      missing: [{ kind: 'output', path: 'output' }],
    })
    const output = { checked: 2, findings: [] }
    const done = succeeded(await worker.complete(claim, { output }))
    expect(done.state).toBe('done')
    expect(await deliverableOf(claim.task.id)).toMatchObject({ output, files })
    // The same fence again gets the same answer, whatever it hands in now.
    expect(succeeded(await worker.complete(claim))).toEqual(done)
    expect((await eventsOf(server.admin, claim.task)).filter(({ type }) => type === 'task.completed')).toHaveLength(1)
  })

  test('TK-12: only artifacts count: neither what a person gave nor what was removed', async () => {
    const claim = await held({ requiredArtifacts: ['out.txt'] })
    succeeded(await putFile(server.admin, claim.task.id, 'out.txt', 'given'))
    refused(await worker.complete(claim), 'acceptance_failed')
    const { id } = succeeded(await putFile(worker.api, claim.task.id, 'out.txt', 'made', { held: claim }))
    succeeded(await server.admin.delete(`/files/${id}`))
    refused(await worker.complete(claim), 'acceptance_failed')
    succeeded(await putFile(worker.api, claim.task.id, 'out.txt', 'made', { held: claim }))
    succeeded(await worker.complete(claim))
  })

  test('TK-12: an artifact of an earlier run counts, and the deliverable shows the files that were chosen', async () => {
    const first = await held({ requiredArtifacts: ['*.txt'], requiresReview: true })
    const old = succeeded(await putFile(worker.api, first.task.id, 'a.txt', 'one', { held: first }))
    succeeded(await worker.release(first))
    const second = await worker.claimTask(first.task.id)
    const newer = succeeded(await putFile(worker.api, first.task.id, 'b.txt', 'two', { held: second }))
    succeeded(await worker.complete(second, { files: [newer.id] }))
    expect((await deliverableOf(first.task.id)).files.map(({ id }) => id)).toEqual([newer.id])
    succeeded(await operate(server.admin, first.task, 'reviews', { decision: 'request_changes', body: 'Both.' }))
    const third = await worker.claimTask(first.task.id)
    succeeded(await worker.complete(third, { files: [old.id, newer.id] }))
    succeeded(await server.admin.delete(`/files/${old.id}`))
    expect((await deliverableOf(first.task.id)).files).toEqual([newer])
  })

  test('TK-12: files of others, inputs and unknown ids are no part of a result, and change nothing', async () => {
    const [one, two] = [await held({}), await held({})]
    const foreign = succeeded(await putFile(worker.api, two.task.id, 'x', 'x', { held: two }))
    const input = succeeded(await putFile(server.admin, one.task.id, 'x', 'x'))
    for (const id of [foreign.id, input.id, 'fil_none']) {
      const reply = await worker.complete(one, { files: [id] })
      refused(reply, 'not_found')
      expect(reply.error?.message).toBe(`there is no artifact '${id}' of the task '${one.task.id}'`)
    }
    expect((await readTask(server.admin, one.task)).state).toBe('in_progress')
    succeeded(await worker.complete(one))
    expect((await deliverableOf(one.task.id)).files).toEqual([])
  })

  test('TK-12: who lost the lease is told that, not what was missing', async () => {
    const claim = await held({ requiredArtifacts: ['x'] })
    succeeded(await worker.release(claim))
    refused(await worker.complete(claim), 'lease_lost')
  })

  test('TK-12: an agent asks the same of the children it makes, and transitions say what is required', async () => {
    const claim = await held({ requiredArtifacts: ['x'] })
    const child = { title: 'part', parentId: claim.task.id, fence: claim.lease.fence, outputSchema: findings }
    expect(succeeded(await worker.api.post('/tasks', child))).toMatchObject({ outputSchema: findings })
    const lone = await held({ outputSchema: findings, requiredArtifacts: ['x'] })
    const { transitions } = succeeded(
      await worker.api.get<Schemas['TaskTransitions']>(`/tasks/${lone.task.id}/transitions`),
    )
    expect(transitions.find(({ to }) => to === 'done')?.requires).toContain("the artifact 'x'")
  })

  test('TK-12: hostile schemas and outputs hold nobody up', async () => {
    const rest = Array.from({ length: 40 }, (_, index) => [
      `d${index}`,
      { allOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
    ])
    const doubling = { $defs: { ...Object.fromEntries(rest), d40: {} }, $ref: '#/$defs/d0' }
    const tree = { properties: { a: { $ref: '#' } }, required: ['end'] }
    let deep: Record<string, unknown> = { end: 1 }
    for (let level = 0; level < 25; level += 1) deep = { a: deep, end: 1 }
    const cases: [object, Record<string, unknown>, string | null][] = [
      [{ properties: { a: { pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(200_000)}b` }, 'must match'],
      [doubling, {}, 'takes too long'],
      [tree, deep, null],
      [{ properties: { a: { items: { type: 'string' } } } }, { a: Array(100_000).fill(1) }, 'must be string'],
      [{ properties: { a: { uniqueItems: true } } }, { a: Array.from({ length: 100_000 }, (_, i) => i) }, null],
    ]
    for (const [outputSchema, output, wanted] of cases) {
      const claim = await held({ outputSchema: outputSchema as Record<string, unknown> })
      const startedAt = performance.now()
      const reply = await worker.complete(claim, { output })
      expect(performance.now() - startedAt).toBeLessThan(3_000)
      if (wanted === null) succeeded(reply)
      else expect(JSON.stringify(refused(reply, 'acceptance_failed'))).toContain(wanted)
    }
  }, 20_000)
})
