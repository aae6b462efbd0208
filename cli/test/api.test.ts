import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '../src/contract/catalog.ts'
import { problemsOf } from '../src/contract/check.ts'
import { openPlace, type Place } from './support/place.ts'

let place: Place
const mission = (words: string[], options = {}) => place.shell.mission(words, options)

beforeAll(async () => {
  place = await openPlace()
})
afterAll(() => place.close())

describe('mission --help (IF-6)', () => {
  it('sets what it says of the environment in one column', async () => {
    const { stdout } = await mission(['--help'])
    const lines = stdout.split('Environment:\n')[1]!.split('\n\n')[0]!.split('\n')
    expect(lines.length).toBeGreaterThan(1)
    expect(new Set(lines.map((line) => /^ +[A-Z_, ]+ {2,}/.exec(line)![0].length)).size).toBe(1)
  })
})

describe('mission api (IF-6)', () => {
  it('lists every operation', async () => {
    const listed = (await mission(['api', '--json'])).json<{ id: string }[]>()
    expect(listed.map(({ id }) => id)).toEqual(catalog.map(({ id }) => id))
    expect((await mission(['api'], { columns: 70 })).stdout).toContain('tasks.create')
  })

  it.each(catalog.map((entry) => [entry.id, entry] as const))('%s: its help tells what it takes', async (id, entry) => {
    const { code, stdout } = await mission(['api', id, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`${entry.method} ${entry.path}`)
    for (const { name } of entry.fields) expect(stdout).toContain(`--${name} `)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('--json')
  })

  it('reaches every operation: each gives an answer of its own, or the refusal of the server', async () => {
    const unknown: string[] = []
    for (const entry of catalog.filter(({ kind }) => kind !== 'stream')) {
      const ids = entry.fields.filter(({ place: where }) => where === 'path')
      const words = ids.flatMap(({ name }) => [`--${name}`, `xxx_${'0'.repeat(26)}`])
      const flag = entry.fields.some(({ name }) => name === 'body') ? '--whole-body' : '--body'
      const body = entry.fields.some(({ place: where }) => where === 'body') ? [flag, '-'] : []
      const file = entry.kind === 'upload' ? ['--file', '-'] : []
      const ran = await mission(['api', entry.id, ...words, ...body, ...file], {
        input: JSON.stringify(entry.example ?? {}),
      })
      const isRefused = ran.stderr.includes('(') && /req_[0-9A-Z]+\)/.test(ran.stderr)
      if (ran.code !== 0 && !isRefused) unknown.push(`${entry.id}: ${ran.stderr}`)
      if (ran.code === 0) JSON.parse(ran.stdout)
    }
    expect(unknown).toEqual([])
  })

  it('sends a file as it is and gets it back, and overwrites nothing', async () => {
    const taskId = (await mission(['task', 'create', 'Count', '--json'])).json<{ id: string }>().id
    const words = ['api', 'files.put', '--taskId', taskId, '--fileName', 'in.csv']
    expect((await mission(words)).stderr).toContain('--file report.pdf')
    expect((await mission([...words, '--file', 'none.csv'])).code).toBe(2)
    const put = await mission([...words, '--file', '-', '--media-type', 'text/csv'], { input: 'a,b\n1,2\n' })
    const file = put.json<{ id: string; sizeBytes: number; mediaType: string }>()
    expect(file).toMatchObject({ sizeBytes: 8, mediaType: 'text/csv' })
    const download = ['api', 'files.download', '--fileId', file.id]
    expect((await mission(download)).stdout).toBe('a,b\n1,2\n')
    expect(await mission(download, { columns: 80 })).toMatchObject({ code: 2, stdout: '' })
    const out = join(mkdtempSync(join(tmpdir(), 'mission-')), 'out.csv')
    expect((await mission([...download, '--out', out])).code).toBe(0)
    expect(readFileSync(out, 'utf8')).toBe('a,b\n1,2\n')
    const again = await mission([...download, '--out', out])
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('Name a file that does not exist yet.') })
    const nowhere = await mission([...download, '--out', join(dirname(out), 'none/out.csv')])
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr.replace(/\s+/g, ' ')).toContain(`There is no folder ${join(dirname(out), 'none')}`)
    const removed = await mission(['api', 'files.remove', '--fileId', file.id])
    expect(removed.code).toBe(0)
    expect((await mission([...download, '--out', `${out}2`])).code).toBe(3)
  })

  it('finds nothing wrong with the examples of the contract', () => {
    const wrong = catalog.flatMap(({ id, fields, example = {} }) =>
      problemsOf({ fields: fields.filter(({ place: where }) => where === 'body') }, example).map((problem) => [
        id,
        problem,
      ]),
    )
    expect(wrong).toEqual([])
  })

  it('checks names, values and what is missing before it sends anything', async () => {
    expect(await mission(['api', 'tasks.make'])).toMatchObject({ code: 2 })
    expect((await mission(['api', 'tasks.lst'])).stderr).toContain('tasks.list')
    expect((await mission(['api', 'tasks.get', '--taskid', 'x'])).stderr).toContain('--taskId')
    expect((await mission(['api', 'tasks.get'])).stderr).toContain('taskId is missing')
    expect((await mission(['api', 'tasks.list', '--state', 'redy'])).stderr).toContain('none of backlog')
    const body = JSON.stringify({ title: 7, priorty: 'high', blockedBy: [{ taskId: 'x', onFailure: 'shrug' }] })
    for (const mark of ['\n', '\r', '\u2028']) {
      const broken = await mission(['task', 'create', `one${mark}two`])
      expect(broken).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('title must be one line, but has a line'),
      })
    }
    expect((await mission(['task', 'create', ' '])).stderr).toContain('title is blank')
    const { code, stderr } = await mission(['api', 'tasks.create', '--body', body])
    expect(code).toBe(2)
    expect(stderr).toContain('title must be text')
    expect(stderr).toContain('priorty is no field of it')
    expect(stderr).toContain('blockedBy[0].onFailure is "shrug"')
  })

  it('puts options over the body, and takes null where the contract has it', async () => {
    const file = place.shell.file(
      'task.json',
      JSON.stringify({ title: 'Of the file', priority: 'low', dueAt: '2026-12-01T00:00:00Z' }),
    )
    const made = (await mission(['api', 'tasks.create', '--body', `@${file}`, '--title', 'Of the option'])).json()
    expect(made).toMatchObject({ title: 'Of the option', priority: 'low' })
    const words = ['api', 'tasks.update', '--taskId', String(made.id), '--dueAt', 'null', '--no-requiresReview']
    expect((await mission(words)).json()).toMatchObject({ dueAt: null, requiresReview: false })
  })

  it('walks through all pages, and follows streams, as JSON lines', async () => {
    const { data, page } = (await mission(['api', 'tasks.list', '--limit', '1'])).json<{
      data: unknown[]
      page: object
    }>()
    expect(data).toHaveLength(1)
    expect(page).toHaveProperty('nextCursor')
    const all = (await mission(['api', 'events.list', '--limit', '1', '--all'])).lines()
    expect(all.length).toBeGreaterThan(1)
    const stop = new AbortController()
    const stream = await mission(['api', 'events.stream', '--after', '0'], {
      signal: stop.signal,
      onOutput: () => stop.abort(),
    })
    expect(stream.code).toBe(130)
    expect(stream.lines()[0]).toMatchObject({ seq: 1 })
  })
})
