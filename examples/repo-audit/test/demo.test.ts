// The whole demo, as a person types it, on a small repository.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { later } from './support/context.ts'
import { childrenOf, isAlive, until } from './support/processes.ts'
import { repositoryWith } from './support/repository.ts'

const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url))

function start(...args: string[]): { child: ChildProcess; output: () => string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [demo, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, output: () => output, ended }
}

function smallRepository(): string {
  const files = { 'README.md': '[gone](gone.md)\n', 'src/a b.ts': `// ${later}: later\n` }
  return repositoryWith({ files }, { files: { 'src/a b.ts': `// ${later}: later\nconst a = 1\n` } }).path
}

describe('npm run demo', () => {
  it('shows all it promises, writes its reports and leaves nothing behind (TK-4, GV-1, GV-3)', async () => {
    const reports = mkdtempSync(join(tmpdir(), 'mission-control-reports-'))
    onTestFinished(() => rmSync(reports, { recursive: true }))
    const { output, ended } = start(smallRepository(), '--yes', '--reports', reports)
    expect(await ended, output()).toBe(0)
    expect(output()).not.toContain('✗')
    expect(output()).toContain('is refused: lease_lost, because its lease is over (expired)')
    expect(output()).toContain('✓ nothing is left running')
    expect(readdirSync(reports).sort()).toEqual(['broken-links.md', 'hot-spots.md', 'summary.md', 'todos.md'])
    const read = (name: string) => readFileSync(join(reports, name), 'utf8')
    expect(read('broken-links.md')).toContain('| `README.md:1` | `gone.md` | no such file or folder in git |')
    expect(read('todos.md')).toContain('`src/a b.ts:1`')
    expect(read('hot-spots.md')).toContain('| `src/a b.ts` | 2 | 2 | 2 | 4 |')
    expect(read('summary.md')).toContain('[Broken links](broken-links.md) | 1 | 1 relative links | 1 broken |')
  }, 60_000)

  it.runIf(process.platform === 'linux')(
    'stops with a clear error when Mission Control is killed, and stops its agents',
    async () => {
      const { child, output, ended } = start(smallRepository(), '--yes')
      await until(() => output().includes('takes') || child.exitCode !== null)
      const children = childrenOf(child.pid ?? 0)
      expect(children.length, output()).toBeGreaterThan(2)
      const server = children.find(({ command }) => command.includes('server/src/main.ts'))
      if (!server) throw new Error('The demo has no server among its processes.')
      process.kill(server.pid, 'SIGKILL')
      expect(await ended).toBe(1)
      expect(output()).toContain('Mission Control has ended (SIGKILL)')
      expect(children.filter(({ pid }) => isAlive(pid))).toEqual([])
      const logs = /wrote lies in (\S+)/.exec(output())?.[1] ?? ''
      expect(existsSync(logs)).toBe(true)
      rmSync(join(logs, '..'), { recursive: true })
    },
    30_000,
  )

  it.runIf(process.platform === 'linux')(
    'takes everything with it when it is killed itself',
    async () => {
      const { child, output, ended } = start(smallRepository(), '--yes')
      await until(() => output().includes('takes') || child.exitCode !== null)
      const children = childrenOf(child.pid ?? 0)
      expect(children.length, output()).toBeGreaterThan(2)
      child.kill('SIGKILL')
      await ended
      await until(() => children.every(({ pid }) => !isAlive(pid)))
      rmSync(join(/data lies in (\S+)/.exec(output())?.[1] ?? '', '..'), { recursive: true })
    },
    30_000,
  )

  it('says what is wrong with a folder without .git or an option it does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mission-control-audit-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const noRepository = start(folder, '--yes')
    expect(await noRepository.ended).toBe(2)
    expect(noRepository.output()).toContain(`${folder} is not a git repository: there is no .git in it`)
    const noOption = start('--maybe')
    expect(await noOption.ended).toBe(2)
    expect(noOption.output()).toContain("Unknown option '--maybe'.")
  })
})
