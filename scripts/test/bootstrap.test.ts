import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { withNodeFirst } from '../bootstrap/environment.mjs'
import { isStale, withLock } from '../bootstrap/lock.mjs'
import { readArguments } from '../bootstrap/main.mjs'
import { programEntry } from '../bootstrap/program.mjs'
import {
  installHash,
  isInstalled,
  isRecentEnough,
  knownNode,
  packageFolders,
  readState,
  writeState,
} from '../bootstrap/state.mjs'

const repository = resolve(import.meta.dirname, '../..')
/** No process has this id: it is beyond what any system gives. */
const deadProcess = 2 ** 30

let root = ''

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mission-control-bootstrap-'))
  await writeFile(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 9')
})
afterEach(() => rm(root, { recursive: true, force: true }))

describe('The choice of Node', () => {
  it.each([
    ['20.20.2', false],
    ['22.14.0', false],
    ['24.10.0', false],
    ['24.11.0', true],
    ['25.0.0', true],
  ])('takes %s as recent enough: %s', (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected)
  })

  it('stays with the Node that runs it if that is recent enough', () => {
    expect(knownNode({ node: process.execPath }, { version: '24.21.0', path: '/opt/node' })).toBe('/opt/node')
  })

  it('takes the one found earlier on an old Node', () => {
    expect(knownNode({ node: process.execPath }, { version: '20.20.2', path: '/opt/node' })).toBe(process.execPath)
  })

  it('knows none if the one found earlier is gone', () => {
    expect(knownNode({ node: join(root, 'gone') }, { version: '20.20.2', path: '/opt/node' })).toBeUndefined()
  })

  it('knows none if the one found earlier is this one, which was newer then', () => {
    expect(knownNode({ node: process.execPath }, { version: '20.20.2', path: process.execPath })).toBeUndefined()
  })

  it('puts the folder of the chosen one first in PATH, once', () => {
    const path = withNodeFirst({ PATH: ['/usr/bin', '/new/bin'].join(delimiter) }, '/new/bin/node').PATH
    expect(path).toBe(['/new/bin', '/usr/bin'].join(delimiter))
  })
})

describe('Whether to install', () => {
  it('depends on the lock file and the Node', async () => {
    const before = installHash(root, '/opt/a/node')
    expect(installHash(root, '/opt/a/node')).toBe(before)
    expect(installHash(root, '/opt/b/node')).not.toBe(before)
    await writeFile(join(root, 'pnpm-lock.yaml'), 'lockfileVersion: 10')
    expect(installHash(root, '/opt/a/node')).not.toBe(before)
  })

  it('is remembered under node_modules', () => {
    writeState(root, { node: '/opt/node', installed: 'abc' })
    expect(readState(root)).toEqual({ node: '/opt/node', installed: 'abc' })
  })

  it('is yes on a fresh clone', () => {
    expect(isInstalled(root, readState(root), process.execPath)).toBe(false)
  })

  it('is yes again when the packages of one folder were deleted', async () => {
    for (const folder of ['server', 'examples/audit']) {
      await mkdir(join(root, folder, 'node_modules'), { recursive: true })
      await writeFile(join(root, folder, 'package.json'), '{}')
    }
    await mkdir(join(root, 'scripts/node_modules'), { recursive: true })
    const folders = packageFolders(root)
    expect(folders.toSorted()).toEqual(['examples/audit', 'server'])
    const state = { installed: installHash(root, process.execPath), folders }
    expect(isInstalled(root, state, process.execPath)).toBe(true)
    await rm(join(root, 'server/node_modules'), { recursive: true })
    expect(isInstalled(root, state, process.execPath)).toBe(false)
  })
})

describe('The lock', () => {
  const lock = () => join(root, 'node_modules/lock')

  it('lets one work after the other', async () => {
    const order: string[] = []
    const work = (name: string) => async () => {
      order.push(`${name} begins`)
      await sleep(50)
      order.push(`${name} ends`)
    }
    let waited = 0
    const onWait = () => {
      waited += 1
    }
    await Promise.all([withLock(lock(), work('a'), { onWait }), withLock(lock(), work('b'), { onWait })])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    expect(waited).toBe(1)
  })

  it('is given back when the work fails', async () => {
    await expect(withLock(lock(), () => Promise.reject(new Error('no network')))).rejects.toThrow('no network')
    expect(await withLock(lock(), () => Promise.resolve('done'))).toBe('done')
  })

  it('is taken over from a process that died', async () => {
    await mkdir(join(root, 'node_modules'))
    await writeFile(lock(), String(deadProcess))
    expect(await withLock(lock(), () => Promise.resolve('done'))).toBe('done')
  })

  it('is stale when its owner no longer touches it, whoever has its process id now', async () => {
    await mkdir(join(root, 'node_modules'))
    await writeFile(lock(), String(process.pid))
    expect(isStale(lock())).toBe(false)
    expect(isStale(lock(), Date.now() + 31_000)).toBe(true)
  })
})

describe('What is asked for', () => {
  it('is a file with arguments', () => {
    expect(readArguments(['a.ts', '--yes', 'x'])).toEqual({ file: 'a.ts', args: ['--yes', 'x'] })
  })

  it('or a program of the packages', () => {
    expect(readArguments(['--bin', 'vitest', 'run'])).toEqual({ program: 'vitest', file: '', args: ['run'] })
  })

  it('is explained to who asks for nothing', () => {
    expect(() => readArguments([])).toThrow(/Usage/)
  })

  it('finds the JavaScript file of a program', () => {
    expect(programEntry(repository, 'vitest')).toMatch(/vitest[\\/]+vitest\.mjs$/)
    expect(() => programEntry(repository, 'nope')).toThrow(/nope/)
  })
})

describe.skipIf(process.platform === 'win32')('A command', () => {
  beforeEach(async () => {
    await cp(join(repository, 'scripts/bootstrap'), join(root, 'scripts/bootstrap'), { recursive: true })
    await cp(join(repository, 'scripts/bootstrap.mjs'), join(root, 'scripts/bootstrap.mjs'))
    writeState(root, { installed: installHash(root, process.execPath), folders: [] })
    await writeFile(
      join(root, 'server.ts'),
      `const alive: NodeJS.Timeout = setInterval(() => {}, 1000)
       process.on('SIGTERM', () => { console.log('stopping'); clearInterval(alive) })
       console.log('up', process.pid)`,
    )
  })

  /** Starts it directly, or as npm does: from a shell that stays in between. Collects what it says. */
  function start(args: string[], { npm }: { npm: boolean }) {
    const env = { ...process.env, npm_lifecycle_event: npm ? 'start' : undefined }
    const shell = ['sh', '-c', `sh -c '"${process.execPath}" scripts/bootstrap.mjs ${args.join(' ')}; true'; true`]
    const [command = '', ...rest] = npm ? shell : [process.execPath, 'scripts/bootstrap.mjs', ...args]
    const child = spawn(command, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    const says = async (pattern: RegExp) => {
      await expect.poll(() => output, { timeout: 10_000 }).toMatch(pattern)
      return pattern.exec(output) as RegExpExecArray
    }
    return { child, says }
  }

  it('runs with its arguments and ends with its code', async () => {
    await writeFile(
      join(root, 'code.ts'),
      'const code: number = 7; console.log(process.argv.slice(2)); process.exit(code)',
    )
    const { child, says } = start(['code.ts', '--yes', 'x'], { npm: false })
    const [code] = await once(child, 'exit')
    expect(code).toBe(7)
    await says(/\[ '--yes', 'x' \]/)
  })

  it('is told to stop when the bootstrap is', async () => {
    const { child, says } = start(['server.ts'], { npm: false })
    await says(/up/)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await says(/stopping/)
    expect(await ended).toEqual([0, null])
  })

  it.runIf(process.platform === 'linux')('is told to stop when npm is gone, though its shell is not', async () => {
    const { child, says } = start(['server.ts'], { npm: true })
    await says(/up/)
    child.kill('SIGKILL')
    await says(/stopping/)
  })

  it('is told to stop when the bootstrap is killed outright', async () => {
    const { child, says } = start(['server.ts'], { npm: false })
    await says(/up/)
    child.kill('SIGKILL')
    await says(/stopping/)
  })
})
