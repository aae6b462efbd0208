import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../generate/bundle.ts'
import { makeProducts } from '../generate/products.ts'
import { smallContract } from './small-contract.ts'

describe('What is made from the contract', () => {
  let made = new Map<string, string>()
  const text = (path: string): string => made.get(path) ?? ''

  beforeAll(async () => {
    made = await makeProducts(smallContract())
  })

  it('says in every file that it is generated', () => {
    for (const [path, content] of made) {
      if (!path.endsWith('.json'))
        expect(content, path).toContain('Generated from spec/ by npm run generate. Do not edit.')
    }
  })

  it('has a line for each operation, with lists marked', () => {
    const operations = text('sdk/src/generated/operations.ts')
    expect(operations).toContain('\ntasks.create POST /tasks\n')
    expect(operations).toContain('\ntasks.get GET /tasks/{}\n')
    expect(operations).toContain('\ntasks.list GET /tasks page\n')
    expect(operations).toContain("\n  | 'tasks.list'\n")
  })

  it('gives resources methods that take one flat object', () => {
    const resources = text('sdk/src/generated/resources.ts')
    expect(resources).toContain("  get(input: PathOf<'tasks.get'>, options?: RequestOptions): Call<Task>")
    expect(resources).toContain('  create(input: CreateTask, options?: RequestOptions): Call<Task>')
    expect(resources).toContain("  list(input?: QueryOf<'tasks.list'>, options?: RequestOptions): Paged<Task>")
    expect(resources).toContain('  tasks: TasksResource')
  })

  it('documents methods with what the operation says and its errors', () => {
    expect(text('sdk/src/generated/resources.ts')).toContain(`  /**
   * Create a task.
   *
   * It is ready at once.
   *
   * @remarks When there is work to do.
   *
   * @throws \`limit_reached\` A limit is reached.
   */`)
  })

  it('lets callers leave out what has a default, and gives it to handlers', () => {
    expect(text('sdk/src/generated/openapi.ts')).toContain('priority?: "low" | "high"')
    expect(text('server/src/generated/openapi.ts')).toContain('priority: "low" | "high"')
  })

  it('turns the rules into data', () => {
    const rules = text('server/src/generated/rules.ts')
    expect(rules).toContain("limit_reached: { status: 409, retryable: false, message: 'A limit is reached.',")
    expect(rules).toContain("'task.created': { description: 'A task was created.', subject: 'task' },")
    expect(rules).toContain("description: 'It isn\\'t wanted.'")
  })

  it('draws the states, the way in and the way out', () => {
    const page = text('docs/task-states.md')
    expect(page).toContain('  [*] --> ready: create\n')
    expect(page).toContain('  backlog --> canceled: cancel\n')
    expect(page).toContain('  canceled --> [*]\n')
    expect(page).toContain('| `ready` |  | Workable. |')
  })

  it('tells what each error means', () => {
    expect(text('docs/errors.md')).toContain('| `shutting_down` | 503 | yes | The server is stopping. | Try again. |')
    expect(text('sdk/src/generated/errors.ts')).toMatch(/retryableCodes.*\n {2}'shutting_down',/)
    expect(text('sdk/src/generated/error-classes.ts')).toContain(
      "export const ShuttingDownError = classOf('shutting_down')",
    )
  })
})

describe('Bundling', () => {
  let folder = ''
  const entry = () => join(folder, 'openapi.yaml')

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-bundle-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('refuses two schemas of one name', async () => {
    await writeFile(
      entry(),
      `
openapi: 3.1.0
info: { title: Two, version: 0.1.0 }
paths:
  /a:
    get: { responses: { '200': { description: A, content: { application/json: { schema: { $ref: 'a.yaml#/Task' } } } } } }
  /b:
    get: { responses: { '200': { description: B, content: { application/json: { schema: { $ref: 'b.yaml#/Task' } } } } } }
`,
    )
    await writeFile(join(folder, 'a.yaml'), 'Task: { type: string }')
    await writeFile(join(folder, 'b.yaml'), 'Task: { type: integer }')
    await expect(bundle(entry())).rejects.toThrow(/Renamed Task to Task-2/)
  })

  it('says where a reference leads nowhere', async () => {
    await writeFile(entry(), "openapi: 3.1.0\ninfo: { title: X, version: 0.1.0 }\npaths: { /a: { $ref: 'a.yaml#/x' } }")
    await expect(bundle(entry())).rejects.toThrow(/Can't resolve \$ref/)
  })
})
