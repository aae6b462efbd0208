// What a stranger gets: the packed package in an empty folder, its types, and its size.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const sdk = resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)
const pnpm = 'pnpm@12.21.0'
const budget = 24_000
const manifest = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string; exports: object }
const tarball = `mission-control-sdk-${manifest.version}.tgz`

/** Fails on any import of a Node module. */
async function gzippedForBrowsers(entry: string): Promise<number> {
  const { build } = createRequire(require.resolve('tsup'))('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(sdk, 'src', entry)],
    bundle: true,
    // What is loaded on demand, such as key files, is no part of it.
    splitting: true,
    outdir: 'out',
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  })
  const parts = staticParts(outputFiles, basename(entry, '.ts'))
  return gzipSync(Buffer.concat([...parts].map(({ contents }) => contents)), { level: 9 }).length
}

test(`the main entry with its dependencies is at most ${budget / 1000} kB gzipped and imports nothing of Node (IF-3)`, async () => {
  const size = await gzippedForBrowsers('index.ts')
  console.log(`The SDK's main entry is ${size} bytes gzipped, of ${budget}.`)
  expect(size).toBeLessThanOrEqual(budget)
})

test.each([
  ['otel/otel.ts', 10_000],
  ['testing/testing.ts', 30_000],
  ['webhooks/webhooks.ts', 3000],
])('the entry %s is at most %i bytes gzipped and imports nothing of Node', async (entry, most) => {
  expect(await gzippedForBrowsers(entry)).toBeLessThanOrEqual(most)
})

describe('packed and installed in an empty folder', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-sdk-'))
    await run('npx', ['--yes', '--prefer-offline', pnpm, 'pack', '--pack-destination', folder], { cwd: sdk })
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }')
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund']
    await run('npm', ['install', ...quietly, `./${tarball}`], { cwd: folder })
    await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
    await symlink(await packageFolder('@types/node'), join(folder, 'node_modules/@types/node'))
    await symlink(join(sdk, 'node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'))
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('publint finds nothing to mend in the tarball (IF-3)', async () => {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, tarball))
    const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
    const { messages } = await publint({ pack: { tarball: bytes }, strict: true })
    expect(messages).toEqual([])
  })

  test('are-the-types-wrong finds nothing wrong with the types of any entry (IF-3)', async () => {
    const attw = resolve(require.resolve('@arethetypeswrong/cli/package.json'), '../dist/index.js')
    const options = ['--profile', 'esm-only', '--format', 'json', '--no-definitely-typed']
    const given = [attw, join(folder, tarball), ...options]
    // It fails by itself where the profile is not met; its list also has what the profile leaves out.
    const { stdout } = await run(process.execPath, given, { maxBuffer: 16 * 1024 * 1024 })
    const { entrypoints, problems } = JSON.parse(stdout).analysis as TypesAnalysis
    expect(Object.keys(entrypoints).sort()).toEqual(Object.keys(manifest.exports).sort())
    const leftOut = ['node10', 'node16-cjs']
    expect(problems.filter(({ resolutionKind = '' }) => !leftOut.includes(resolutionKind))).toEqual([])
  })

  test('a script of five lines talks to a server (IF-3)', async () => {
    const server = createServer((request, response) => {
      const data = { id: 'tsk_1', title: `${request.method} ${request.url} ${request.headers.authorization}` }
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify({ success: true, data }))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    await writeFile(
      join(folder, 'script.js'),
      `import { MissionControl } from '@mission-control/sdk'
       const missionControl = new MissionControl({ baseUrl: 'http://127.0.0.1:${port}', apiKey: 'mc_user_1' })
       const task = await missionControl.tasks.create({ title: 'Look' })
       console.log(task.title)`,
    )
    const { stdout, stderr } = await run(process.execPath, ['script.js'], { cwd: folder })
    server.close()
    expect(stdout.trim()).toBe('POST /api/v1/tasks Bearer mc_user_1')
    expect(stderr).toBe('')
  })

  test('its types are sound, and wrong input is answered in the editor (IF-3)', async () => {
    await writeFile(
      join(folder, 'agent.ts'),
      `import { MissionControl, type Task, type TaskHandler } from '@mission-control/sdk'
       const audit: TaskHandler = async (task, ctx) => {
         ctx.progress('reading', { done: 1, total: 2 })
         await ctx.reportUsage({ lines: [{ meter: 'compute_second', quantity: 1 }] })
         const decision = await ctx.requestApproval({ risk: 'RED', action: 'Delete', payload: { branch: 'old' } })
         const { answer } = await ctx.ask('Which?', { options: ['a', 'b'] })
         const rows = await ctx.step('fetch rows', () => [1, 2, 3])
         return { deliverable: { summary: task.title + decision.state + answer?.option + rows.length.toFixed() } }
       }
       const stranger = new MissionControl({ baseUrl: 'http://localhost:4100' })
       const agent = await stranger.agent({ name: 'auditor', enrollmentToken: process.env.MC_ENROLLMENT_TOKEN })
       await agent.work(audit, { concurrency: 2, signal: AbortSignal.timeout(1000) })
       const missionControl = new MissionControl({ baseUrl: 'http://localhost:4100', apiKey: undefined })
       for await (const task of missionControl.tasks.list({ state: ['ready'] })) console.log((task satisfies Task).id)
       for await (const event of missionControl.events.stream({ types: ['task.completed'] })) console.log(event.seq)
       // @ts-expect-error a task needs a title
       await missionControl.tasks.create({ priority: 'high' })
       // @ts-expect-error there is no such priority
       await missionControl.tasks.create({ title: 'Look', priority: 'highest' })
       // @ts-expect-error there is no such field
       await missionControl.tasks.list({ status: 'ready' })
       // @ts-expect-error a deliverable needs a summary
       await agent.work(async () => ({ content: '# Report' }))`,
    )
    expect(await typeErrors('agent.ts')).toBe('')
  })

  async function typeErrors(file: string): Promise<string> {
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--noEmit',
    ]
    const tsc = join(await packageFolder('typescript'), 'bin/tsc')
    const { stdout } = await run(process.execPath, [tsc, ...strict, '--types', 'node', file], { cwd: folder }).catch(
      (error) => error,
    )
    return stdout
  }

  test('webhooks are signed and checked by the packed package, with types (IF-3)', async () => {
    await writeFile(
      join(folder, 'webhook.ts'),
      `import { sign, verify, WebhookError, type WebhookEvent } from '@mission-control/sdk/webhooks'
       const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
       async function POST(request: Request): Promise<Response> {
         try {
           const event: WebhookEvent = await verify(await request.text(), request.headers, secret)
           return new Response(event.type)
         } catch (error) {
           if (!(error instanceof WebhookError)) throw error
           return new Response(error.code, { status: 400 })
         }
       }
       const body = JSON.stringify({ type: 'task.completed', timestamp: new Date().toISOString(), data: {} })
       const post = (body: string, headers: HeadersInit) => POST(new Request('http://mc.test', { method: 'POST', body, headers }))
       const headers = await sign(body, secret)
       console.log(await (await post(body, headers)).text(), await (await post(body + ' ', headers)).text())`,
    )
    expect(await typeErrors('webhook.ts')).toBe('')
    const { stdout } = await run(process.execPath, ['webhook.ts'], { cwd: folder })
    expect(stdout.trim()).toBe('task.completed signature_invalid')
  })

  test('each entry exports what it means to, and what one throws the other knows (IF-3)', async () => {
    const exportsOf = async (entry: string) => {
      const code = `console.log(Object.keys(await import('@mission-control/sdk${entry}')).sort().join(' '))`
      const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder })
      return stdout.trim()
    }
    expect(await exportsOf('')).toBe(
      'BlockedError ConnectionError FatalError LeaseLostError MissionControl MissionControlError ProviderLimitError RegistrationRejectedError RetryableError ShutdownError WaitingError',
    )
    expect(await exportsOf('/errors')).toMatch(
      /AgentInactiveError .*LeaseLostError .*NotFoundError .*WorkspaceRequiredError/,
    )
    expect(await exportsOf('/otel')).toBe('otel tracePropagation')
    expect(await exportsOf('/testing')).toBe('TestAgent createFakeContext createTestMissionControl')
    expect(await exportsOf('/track')).toBe('track')
    expect(await exportsOf('/webhooks')).toBe('WebhookError sign verify')
    await writeFile(
      join(folder, 'catch.ts'),
      `import { MissionControl, MissionControlError } from '@mission-control/sdk'
       import { NotFoundError } from '@mission-control/sdk/errors'
       const fetch = async () => Response.json({ success: false, error: { code: 'not_found', message: 'No.' } }, { status: 404 })
       const missionControl = new MissionControl({ baseUrl: 'http://mc.test', fetch })
       const error: unknown = await missionControl.tasks.get({ taskId: 'tsk_1' }).catch((it: unknown) => it)
       if (!(error instanceof NotFoundError && error instanceof MissionControlError)) throw new Error('another class')
       const code: 'not_found' = error.code
       console.log(error.name, code)`,
    )
    const { stdout } = await run(process.execPath, ['catch.ts'], { cwd: folder })
    expect(stdout.trim()).toBe('NotFoundError not_found')
    expect(await typeErrors('catch.ts')).toBe('')
  })
})

interface TypesAnalysis {
  entrypoints: object
  problems: { kind: string; resolutionKind?: string }[]
}

interface Part {
  path: string
  text: string
  contents: Uint8Array
}

/** The entry, and what it imports as it is loaded. */
function staticParts(files: Part[], entry: string): Set<Part> {
  const parts = new Set(files.filter(({ path }) => path.endsWith(`/${entry}.js`)))
  for (const { text } of parts) {
    for (const [, name = ''] of text.matchAll(/(?:^|[;}])(?:import|export)\b[^;"]*"(\.\/[^"]+)"/g)) {
      const part = files.find(({ path }) => path.endsWith(name.slice(1)))
      if (!part) throw new Error(`What is ${name}?`)
      parts.add(part)
    }
  }
  return parts
}

async function packageFolder(name: string): Promise<string> {
  return resolve(require.resolve(`${name}/package.json`), '..')
}
