import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseTarGzip } from 'nanotar'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveOf } from '../src/files/archive.ts'
import { buildPackage } from '../src/files/package-build.ts'
import { createPackages } from '../src/files/packages.ts'
import { startTestServer, type TestServer } from './support/server.ts'

let server: TestServer

const get = (path: string) => fetch(server.url + path)
const textOf = async (path: string) => (await get(path)).text()

/** As it is asked for under another name; fetch would not send this header. */
function textFor(host: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request(server.url + path, { headers: { Host: host } }, async (response) => {
      resolve(Buffer.concat(await response.toArray()).toString())
    })
    asking.on('error', reject).end()
  })
}

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('The skill over HTTP (IF-4)', () => {
  it('is a page to read, which names the server it came from', async () => {
    const response = await get('/skill.md')
    expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
    const text = await response.text()
    expect(text).toMatch(/^---\nname: mission-control\n/)
    expect(text).toContain(`Server: ${server.url} (`)
    expect(await textOf('/skills/mission-control/SKILL.md')).toBe(text)
  })

  it('has its files beside it, and a helper that knows where to go', async () => {
    expect(await textOf('/skills/mission-control/references/api.md')).toContain('### tasks.claimNext')
    const script = await textOf('/skills/mission-control/scripts/mission.mjs')
    expect(script).toContain(`const homeUrl = "${server.url}"`)
    expect((await get('/skills/mission-control/../../package.json')).status).toBe(404)
  })

  it('differs from the generated one in nothing but the address', async () => {
    const folder = new URL('../../skill/dist/mission-control/', import.meta.url)
    const page = readFileSync(new URL('SKILL.md', folder), 'utf8').split('\n')
    const script = readFileSync(new URL('scripts/mission.mjs', folder), 'utf8').split('\n')
    const changed = (before: string[], after: string) =>
      after.split('\n').filter((line, index) => line !== before[index])
    expect(changed(page, await textOf('/skill.md'))).toHaveLength(1)
    expect(changed(script, await textOf('/skills/mission-control/scripts/mission.mjs'))).toHaveLength(1)
  })

  it('names the address it was asked for under, where that is one', async () => {
    expect(await textFor('box.lan:4100', '/skill.md')).toContain('Server: http://box.lan:4100 (')
    expect(await textFor(`x"'y`, '/skill.md')).toContain(`Server: ${server.url} (`)
  })

  it('names the configured address whatever it was asked for under', async () => {
    const proxied = await startTestServer({ publicUrl: 'https://mission.example.com' })
    const text = await (await fetch(`${proxied.url}/skill.md`)).text()
    await proxied.close()
    expect(text).toContain('Server: https://mission.example.com (')
  })

  it('is found by installers: an index with a digest, and an archive that has it', async () => {
    const index = (await (await get('/.well-known/agent-skills/index.json')).json()) as {
      $schema: string
      skills: { name: string; type: string; description: string; url: string; digest: string }[]
    }
    expect(index.$schema).toBe('https://schemas.agentskills.io/discovery/0.2.0/schema.json')
    expect(index.skills).toHaveLength(1)
    const [skill] = index.skills
    expect(skill).toMatchObject({
      name: 'mission-control',
      type: 'archive',
      description: expect.stringContaining('Mission Control'),
    })
    const archive = await fetch(new URL(skill!.url, `${server.url}/.well-known/agent-skills/index.json`))
    expect(archive.headers.get('Content-Type')).toBe('application/gzip')
    const bytes = Buffer.from(await archive.arrayBuffer())
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(skill!.digest)
    const entries = await parseTarGzip(bytes)
    expect(entries.map(({ name }) => name)).toEqual(['SKILL.md', 'references/api.md', 'scripts/mission.mjs'])
    expect(entries[0]!.text).toBe(await textOf('/skill.md'))
  })
})

describe('An archive', () => {
  it('depends on nothing but its content', () => {
    const one = archiveOf(
      new Map([
        ['a.txt', 'A'],
        ['b.txt', 'B'],
      ]),
    )
    const other = archiveOf(
      new Map([
        ['b.txt', 'B'],
        ['a.txt', 'A'],
      ]),
    )
    expect(one.equals(other)).toBe(true)
  })

  it('refuses paths that installers refuse or that would be cut', () => {
    expect(() => archiveOf(new Map([['./a.txt', 'A']]))).toThrow(/cannot be put/)
    expect(() => archiveOf(new Map([['a'.repeat(100), 'A']]))).toThrow(/cannot be put/)
  })
})

describe('A package that is not there', () => {
  it('is refused, and where none is built it says so', async () => {
    const response = await get('/sdk-0.1.0-00000000.tgz')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      success: false,
      error: { code: 'not_found', hint: expect.stringContaining('no SDK') },
    })
    expect((await server.admin.get('/info')).data.sdkUrl).toBe(null)
  })

  it('is built in a folder that goes when its builder is gone, and not before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mission-control-packages-'))
    const underWay = `build-${process.ppid}-abcdef`
    const gone = ['build-abcdef', `build-${process.pid}-abcdef`, 'build-4194305-abcdef']
    for (const name of [underWay, ...gone]) await mkdir(join(folder, name, 'sdk'), { recursive: true })
    const nothing = { kind: 'sdk', name: 'sdk-0.0.0-00000000.tgz', manifest: '{}', files: new Map() } as const
    await expect(buildPackage(folder, nothing, folder)).rejects.toThrow()
    expect(readdirSync(folder)).toEqual([underWay])
    rmSync(folder, { recursive: true })
  })

  it('stays handed out where it was built earlier: lock files name it', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mission-control-packages-'))
    await mkdir(join(dataDir, 'packages'))
    const packages = createPackages(dataDir, pino({ level: 'silent' }))
    writeFileSync(join(dataDir, 'packages/sdk-0.0.9-0123abcd.tgz'), 'of old')
    writeFileSync(join(dataDir, 'secret'), 'x')
    expect(await packages.find('sdk-0.0.9-0123abcd.tgz')).toBe(join(dataDir, 'packages/sdk-0.0.9-0123abcd.tgz'))
    expect(await packages.find('sdk-0.0.9-00000000.tgz')).toBe(null)
    expect(await packages.find('../secret')).toBe(null)
    rmSync(dataDir, { recursive: true })
  })
})
