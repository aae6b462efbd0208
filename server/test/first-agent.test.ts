import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstAgentLines } from '../src/admin/first-agent.js'
import { missionLines } from '../src/admin/mission-lines.js'
import { readPackageSources } from '../src/files/package-sources.ts'
import { type BuiltPackages, createPackages } from '../src/files/packages.ts'
import { startTestServer, type TestServer } from './support/server.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'mission-control-first-agent-'))
const warnings: string[] = []

let packages: BuiltPackages
let server: TestServer
let sdkUrl: string
let states: string[]
let early: Promise<number>

/** With the lines as a person gets them, but for npm, which may take what it has. */
async function lines(title: RegExp): Promise<string[]> {
  const { secret } = (await server.admin.post<{ secret: string }>('/enrollment-tokens', { name: 'First agents' })).data
  const way = firstAgentLines({ url: server.url, enrollmentToken: secret, sdkUrl }).find((one) => title.test(one.title))
  return way!.commands.map((command) => command.replace(/^npm i /, 'npm i --prefer-offline --no-audit --no-fund '))
}

async function createTask(title: string): Promise<string> {
  return (await server.admin.post<{ id: string }>('/tasks', { title, description: 'All of it.' })).data.id
}

async function taskOf(id: string) {
  return (
    await server.admin.get<{ task: { state: string }; deliverable: { summary: string; content: string } }>(
      `/tasks/${id}`,
    )
  ).data
}

const environment = {
  ...process.env,
  MC_URL: '',
  MC_API_KEY: '',
  MC_STATE_DIR: join(folder, 'state'),
  XDG_CONFIG_HOME: join(folder, 'settings'),
  DO_NOT_TRACK: '1',
}

beforeAll(async () => {
  const logger = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) })
  packages = createPackages(join(folder, 'data'), logger)
  server = await startTestServer({ packages })
  states = [await packages.start()]
  const { name } = await readPackageSources(
    fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, ''),
    'sdk',
  )
  early = fetch(`${server.url}/${name}`).then(({ status }) => status)
  await packages.ready
  states.push(await createAgain())
  sdkUrl = server.url + packages.path('sdk')
})

/** What a second start makes of the same folder. */
async function createAgain(): Promise<string> {
  return createPackages(join(folder, 'data'), pino({ level: 'silent' })).start()
}

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('The SDK, the command line and the server as packages (IF-3, IF-6)', () => {
  it('are built once, under names that stand for their sources', async () => {
    expect(warnings).toEqual([])
    expect(states).toEqual(['building', 'ready'])
    expect(packages.path('sdk')).toMatch(/^\/sdk-\d+\.\d+\.\d+-[0-9a-f]{8}\.tgz$/)
    expect(packages.path('cli')).toMatch(/^\/cli-\d+\.\d+\.\d+-[0-9a-f]{8}\.tgz$/)
    expect(packages.path('server')).toMatch(/^\/server-\d+\.\d+\.\d+-[0-9a-f]{8}\.tgz$/)
    const files = [packages.path('cli')!.slice(1), packages.path('sdk')!.slice(1), packages.path('server')!.slice(1)]
    expect(readdirSync(join(folder, 'data/packages')).sort()).toEqual(files)
    const cliUrl = server.url + packages.path('cli')
    const serverPackageUrl = server.url + packages.path('server')
    expect((await server.admin.get('/info')).data).toMatchObject({ sdkUrl, cliUrl, serverPackageUrl })
  })

  it('are handed out for good under that name; another name is told the present one', async () => {
    expect(await early, 'asked for while it was being built').toBe(200)
    const response = await fetch(sdkUrl)
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toContain('immutable')
    const wrong = await fetch(sdkUrl.replace(/-[0-9a-f]{8}\./, '-00000000.'))
    expect(wrong.status).toBe(404)
    expect(await wrong.json()).toMatchObject({
      error: { code: 'not_found', hint: `The SDK of this server is ${sdkUrl}` },
    })
  })
})

describe('A server that cannot build them', () => {
  it('says so once of each and goes on', async () => {
    const file = join(folder, 'not-a-folder')
    writeFileSync(file, '')
    const said: string[] = []
    const broken = createPackages(file, pino({ level: 'warn' }, { write: (line: string) => void said.push(line) }))
    expect(await broken.start()).toBe('building')
    await broken.ready
    expect([broken.path('sdk'), broken.path('cli'), broken.path('server')]).toEqual([null, null, null])
    expect(said).toHaveLength(3)
    for (const line of said) expect(line).toContain('npm start in a whole clone')
  })
})

describe.skipIf(process.platform === 'win32')('The lines that start a first agent', () => {
  it('work with the SDK: it installs from this server, joins and does a task', async () => {
    const id = await createTask('Read the log')
    const commands = await lines(/SDK/)
    await run('sh', ['-ec', commands.slice(0, -1).join('\n')], { cwd: folder, env: environment })
    const manifest = join(folder, 'first-agent/node_modules/@mission-control/sdk/package.json')
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({
      exports: { '.': { default: './dist/index.js' } },
    })
    expect(readFileSync(manifest, 'utf8')).not.toMatch(/catalog:|workspace:|publishConfig|prepack/)
    const agent = spawn('sh', ['-c', `exec env ${commands.at(-1)}`], {
      cwd: join(folder, 'first-agent'),
      env: environment,
      stdio: 'ignore',
    })
    await expect.poll(async () => (await taskOf(id)).task.state, { timeout: 20_000 }).toBe('done')
    expect((await taskOf(id)).deliverable).toMatchObject({ summary: 'Read "Read the log".', content: 'All of it.' })
    expect(await endedBy(agent, 'SIGINT')).toBe(0)
  })

  it('work with nothing but a shell, curl and sed', async () => {
    const id = await createTask('Count the "fence":99 posts')
    const { stdout } = await run('sh', ['-ec', (await lines(/curl/)).join('\n')], { env: environment })
    expect(stdout).toContain('"success":true')
    expect((await taskOf(id)).task.state).toBe('done')
    expect((await taskOf(id)).deliverable.summary).toBe('Done with curl.')
  })

  it('work with the skill: it installs into the agents that are named, and its helper joins this server', async () => {
    const [install] = await lines(/skill/)
    const [words] = await lines(/say/)
    const cwd = mkdtempSync(join(folder, 'project-'))
    const pinned = install!.replace('skills@1 ', 'skills@1.7.4 ')
    await run('sh', ['-ec', `${pinned} -a claude-code codex openclaw -y`], {
      cwd,
      env: { ...environment, npm_config_prefer_offline: 'true' },
    })
    for (const place of ['.claude/skills', '.agents/skills', 'skills']) {
      expect(existsSync(join(cwd, place, 'mission-control/SKILL.md')), place).toBe(true)
    }
    const [assignment] = /MC_ENROLLMENT_TOKEN=\S+/.exec(words!)!
    const script = join(cwd, '.claude/skills/mission-control/scripts/mission.mjs')
    const { stdout } = await run('sh', ['-c', `${assignment} node ${script} join`], { env: environment })
    expect(JSON.parse(stdout)).toMatchObject({ status: 'approved' })
  })
})

describe.skipIf(process.platform === 'win32')('The lines that begin with the command line (IF-6)', () => {
  it('work in an empty folder with nothing but Node: it signs in and lists what there is', async () => {
    const cwd = mkdtempSync(join(folder, 'shell-'))
    const { key } = await server.addUser('viewer')
    const [login, list] = missionLines({ url: server.url, cliUrl: server.url + packages.path('cli') })
    const env = { ...environment, HOME: cwd, XDG_CONFIG_HOME: join(cwd, 'config') }
    const signedIn = await run('sh', ['-ec', `echo ${key} | ${login} --key-stdin`], { cwd, env })
    expect(signedIn.stdout).toContain(`Signed in to ${server.url}`)
    const id = await createTask('Seen from a shell')
    expect((await run('sh', ['-ec', list!], { cwd, env })).stdout).toMatch(
      new RegExp(`${id.slice(-8)} .*Seen from a shell`),
    )
    expect(readdirSync(cwd).filter((name) => !name.startsWith('.'))).toEqual(['config'])
  })

  it('come from a package of one file that needs no other', async () => {
    const { stdout } = await run('sh', [
      '-ec',
      `curl -sS ${server.url}${packages.path('cli')} | tar -xzO package/package.json`,
    ])
    expect(JSON.parse(stdout)).toMatchObject({ bin: { mission: './dist/main.js' }, dependencies: {} })
    expect(stdout).not.toMatch(/catalog:|workspace:|publishConfig|prepack/)
    const old = await fetch(`${server.url}/cli-0.0.1-00000000.tgz`)
    expect(await old.json()).toMatchObject({ error: { hint: expect.stringContaining(packages.path('cli')!) } })
  })
})

describe('The SDK as a package (IF-3)', () => {
  it('brings along what its README leads to', async () => {
    const cwd = mkdtempSync(join(folder, 'reading-'))
    await run('sh', ['-ec', `curl -sS ${sdkUrl} | tar -xz`], { cwd })
    const readme = readFileSync(join(cwd, 'package/README.md'), 'utf8')
    const pages = [...readme.matchAll(/\]\((docs\/[\w/-]+\.md)/g)].map(([, page = '']) => page)
    expect(pages.length).toBeGreaterThan(5)
    for (const page of pages) expect(existsSync(join(cwd, 'package', page)), page).toBe(true)
  })
})

describe('The server as a package to test against (IF-3)', () => {
  it('works in an empty folder, with plain Node and the SDK: a test has a whole task done', async () => {
    const cwd = mkdtempSync(join(folder, 'tests-'))
    const urls = [sdkUrl, server.url + packages.path('server')]
    const quietly = ['--prefer-offline', '--no-audit', '--no-fund']
    writeFileSync(join(cwd, 'package.json'), '{ "type": "module", "private": true }')
    await run('npm', ['install', ...quietly, ...urls], { cwd, env: environment })
    writeFileSync(
      join(cwd, 'agent.test.js'),
      `import assert from 'node:assert'
       import { test } from 'node:test'
       import { createTestMissionControl } from '@mission-control/sdk/testing'
       test('counts', async () => {
         await using server = await createTestMissionControl()
         const agent = await server.agent({ name: 'counter' })
         const { id: taskId } = await server.admin.tasks.create({ title: 'Count', maxAttempts: 2 })
         let attempts = 0
         void agent.work(async () => {
           if (++attempts === 1) throw new Error('not yet')
           return { summary: 'Counted ' + attempts }
         }, { onError: () => {} })
         for await (const event of server.admin.events.stream({ taskId, types: ['task.retried'], after: 0 })) break
         await server.clock.advance(3600)
         for await (const event of server.admin.events.stream({ taskId, types: ['task.completed'], after: 0 })) break
         const { deliverable } = await server.admin.tasks.get({ taskId })
         assert.equal(deliverable.summary, 'Counted 2')
       })`,
    )
    const { stdout } = await run(process.execPath, ['--test', 'agent.test.js'], { cwd, env: environment })
    expect(stdout).toMatch(/^# pass 1$|^ℹ pass 1$/m)
    expect(readFileSync(join(cwd, 'package-lock.json'), 'utf8')).not.toMatch(/swagger-ui-dist|node_modules\/pg"/)
    const manifest = readFileSync(join(cwd, 'node_modules/@mission-control/server/package.json'), 'utf8')
    expect(manifest).not.toMatch(/catalog:|workspace:|publishConfig/)
  }, 60_000)

  it('is asked for by name where it is missing', async () => {
    const cwd = mkdtempSync(join(folder, 'no-server-'))
    writeFileSync(join(cwd, 'package.json'), '{ "type": "module", "private": true }')
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', sdkUrl], { cwd, env: environment })
    const code = `import('@mission-control/sdk/testing').then((it) => it.createTestMissionControl()).catch((error) => console.log(error.message))`
    const { stdout } = await run(process.execPath, ['-e', code], { cwd, env: environment })
    expect(stdout).toContain('npm install --save-dev <serverPackageUrl of GET <server>/api/v1/info>')
  })
})

function endedBy(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}
