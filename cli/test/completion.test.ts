import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askCommand, type ShellName, scripts } from '../src/completion/scripts.ts'
import { catalog } from '../src/contract/catalog.ts'
import { Shell } from './support/shell.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const shell = new Shell()
const bin = mkdtempSync(join(tmpdir(), 'mission-completion-'))

beforeAll(() => {
  writeFileSync(join(bin, 'mission'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, { mode: 0o755 })
  for (const name of Object.keys(scripts)) writeFileSync(join(bin, name), `${scripts[name as ShellName]}\n`)
})
afterAll(() => {
  shell.remove()
  rmSync(bin, { recursive: true })
})

const complete = async (...words: string[]) => {
  const { stdout } = await shell.mission([askCommand, '--', ...words])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0])
}

describe('Completion (IF-6)', () => {
  it('offers commands, and the commands of a group', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining(['task', 'approve', 'api', 'doctor', 'completion']))
    expect(await complete('')).not.toContain(askCommand)
    expect(await complete('task', '')).toEqual(['create', 'list', 'show', 'tail'])
    expect(await complete('task', 'l')).toEqual(['list'])
  })

  it('offers options, and those of every command too', async () => {
    expect(await complete('task', 'create', '--pri')).toEqual(['--priority'])
    expect(await complete('task', 'create', 'A title', '--')).toEqual(
      expect.arrayContaining(['--json', '--help', '--tail']),
    )
  })

  it('offers choices: after an option, behind its equals sign, and for each entry of a list', async () => {
    expect(await complete('task', 'create', '--priority', '')).toEqual(['low', 'normal', 'high', 'urgent'])
    expect(await complete('task', 'create', '--priority=h')).toEqual(['--priority=high'])
    expect(await complete('task', 'create', '--priority', '=', 'h')).toEqual(['high'])
    expect(await complete('task', 'create', '--priority', '=')).toHaveLength(4)
    expect(await complete('task', 'list', '--state', 'ready,bl')).toEqual(['ready,blocked'])
    expect(await complete('events', '--type', 'task.cl')).toEqual(
      expect.arrayContaining(['task.claimed', 'task.closed']),
    )
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  })

  it('offers every operation, and the fields of each', async () => {
    expect(await complete('api', '')).toEqual(catalog.map(({ id }) => id))
    expect(await complete('api', 'tasks.get', '--task')).toEqual(['--taskId'])
  })

  it('knows the profiles, and survives a file it cannot use', async () => {
    writeProfiles(JSON.stringify({ current: 'one', profiles: { one: { url: 'http://a', apiKey: 'mc_user_1' } } }))
    expect(await complete('task', 'list', '--profile', '')).toEqual(['one'])
    writeProfiles('nonsense')
    expect(await complete('task', 'list', '--profile', '')).toEqual([])
    expect(await complete('task', 'l')).toEqual(['list'])
  })
})

function writeProfiles(text: string): void {
  shell.env = { XDG_CONFIG_HOME: shell.home }
  shell.file('mission-control/mission.json', text)
}

const isAtHand = async (name: string) =>
  run(name, ['-c', 'true']).then(
    () => true,
    () => false,
  )
const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: bin }

describe.skipIf(!(await isAtHand('bash')))('The script for bash (IF-6)', () => {
  it('completes', async () => {
    const line = (words: string) =>
      `source '${bin}/bash'; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _mission_complete; echo "\${COMPREPLY[*]}"; complete -p mission`
    const { stdout } = await run('bash', ['--norc', '-c', line('mission task create --priority ""')], { env })
    expect(stdout).toContain('low normal high urgent')
    expect(stdout).toContain('_mission_complete mission')
    expect((await run('bash', ['--norc', '-c', line('mission api tasks.co')], { env })).stdout).toContain(
      'tasks.counts',
    )
  })
})

describe.skipIf(!(await isAtHand('zsh')))('The script for zsh (IF-6)', () => {
  it('completes', async () => {
    const script = `
      compdef() { print "compdef $*" }
      _describe() { print -l "\${(@P)3}" }
      source '${bin}/zsh'
      words=(mission task create --priority ''); CURRENT=5; _mission
      words=(mission task ''); CURRENT=3; _mission`
    const { stdout } = await run('zsh', ['-f', '-c', script], { env })
    expect(stdout).toContain('compdef _mission mission')
    expect(stdout).toContain('low:\nnormal:\nhigh:\nurgent:')
    expect(stdout).toContain('list:list tasks, newest first')
  })
})

describe.skipIf(!(await isAtHand('fish')))('The script for fish (IF-6)', () => {
  it('completes', async () => {
    const script = `source '${bin}/fish'; complete -C 'mission task create --priority '; complete -C 'mission task li'`
    const { stdout } = await run('fish', ['--no-config', '-c', script], { env })
    expect(stdout).toContain('high\nlow\nnormal\nurgent')
    expect(stdout).toContain('list\tlist tasks, newest first')
  })
})
