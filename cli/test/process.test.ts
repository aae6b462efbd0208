import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from './support/place.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

let place: Place
beforeAll(async () => {
  place = await openPlace()
  for (const title of ['One', 'Two', 'Three']) await place.server.admin.post('/tasks', { title })
})
afterAll(() => place.close())

type Started = ChildProcess & { ended: Promise<{ code: number | null; stderr: string }> }

function start(words: string[], env = {}, stdout: 'pipe' | number = 'pipe'): Started {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH, HOME: place.shell.home, ...place.shell.env, ...env },
    stdio: ['pipe', stdout, 'pipe'],
  })
  const ended = Promise.withResolvers<{ code: number | null; stderr: string }>()
  let stderr = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.on('close', (code) => ended.resolve({ code, stderr }))
  return Object.assign(child, { ended: ended.promise })
}

const outputOf = async (child: ChildProcess): Promise<string> => (await child.stdout!.toArray()).join('')

describe('The program mission as a process (IF-6)', () => {
  it('writes results to stdout, everything else to stderr, and ends by itself', async () => {
    const list = start(['task', 'list'])
    expect(await outputOf(list)).toMatch(/^ID +STATE[\s\S]*One\b/)
    expect(await list.ended).toEqual({ code: 0, stderr: '' })
  })

  it('ends quietly when nobody reads on', async () => {
    const list = start(['events', '--follow', '--json'])
    list.stdout!.once('data', () => list.stdout!.destroy())
    await new Promise((resolve) => list.stdout!.once('close', resolve))
    await place.server.admin.post('/tasks', { title: 'Into a closed pipe' })
    expect(await list.ended).toEqual({ code: 0, stderr: '' })
  })

  it.runIf(existsSync('/dev/full'))('says in a line that what it prints cannot be written', async () => {
    const full = openSync('/dev/full', 'w')
    const list = start(['task', 'list', '--json'], {}, full)
    const { code, stderr } = await list.ended
    closeSync(full)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Error: What is printed cannot be written: .*ENOSPC.*\n$/)
  })

  it('ends a follow cleanly on Ctrl-C', async () => {
    const follow = start(['events', '--follow'])
    follow.stdout!.once('data', () => follow.kill('SIGINT'))
    expect(await follow.ended).toEqual({ code: 130, stderr: '' })
  })

  it('says by its exit code what went wrong', async () => {
    const codes = [
      { words: ['task', 'show', `tsk_${'0'.repeat(26)}`], code: 3 },
      { words: ['nonsense'], code: 2 },
      { words: ['task'], code: 2 },
      { words: ['--help'], code: 0 },
      { words: ['whoami'], env: { MC_URL: 'http://127.0.0.1:9' }, code: 5 },
      { words: ['whoami'], env: { MC_API_KEY: `mc_user_${'x'.repeat(38)}` }, code: 4 },
    ]
    const ended = await Promise.all(codes.map(({ words, env }) => start(words, env).ended))
    expect(ended.map(({ code }) => code)).toEqual(codes.map(({ code }) => code))
    expect(ended[0]!.stderr).toMatch(/Error: .*\nHint: .*\n +\(not_found, req_\w+\)\n$/)
  })
})
