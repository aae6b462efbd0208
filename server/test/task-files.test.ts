// Files of tasks over HTTP: who may put what, what comes back, and that nothing half is ever left.
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bytes } from './support/client.ts'
import { bytesOnDisk, putFile, type TaskFile } from './support/files.ts'
import { startTestServer, type TestServer } from './support/server.ts'
import { openWire, parseAnswer } from './support/wire.ts'
import {
  addWorker,
  createTask,
  eventsOf,
  operate,
  refused,
  type Schemas,
  succeeded,
  type Task,
  type Worker,
} from './support/worker.ts'

const megabyte = 1_048_576
const most = 25 * megabyte

let server: TestServer
let worker: Worker
let task: Task
beforeEach(async () => {
  server = await startTestServer({ expectedFailures: ['storage_unavailable', 'internal_error'] })
  worker = await addWorker(server, { name: 'maker' })
  task = await createTask(server.admin)
})
afterEach(() => server.close())

const onDisk = () => bytesOnDisk(server.dataDir)
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const pathOf = (file: TaskFile) => join(server.dataDir, 'files', file.sha256.slice(0, 2), file.sha256)
const put = async (name: string, bytes: Bytes) => succeeded(await putFile(server.admin, task.id, name, bytes))
const list = async (query = '') => succeeded(await server.admin.get<TaskFile[]>(`/tasks/${task.id}/files${query}`))

describe('what is put', () => {
  test('CO-8: a person gives an input; it is there with its size, digest, type and author, and comes back whole', async () => {
    const bytes = randomBytes(300_000)
    const file = succeeded(
      await putFile(server.admin, task.id, 'Bericht März 100%.pdf', bytes, { type: 'application/pdf' }),
    )
    expect(file).toMatchObject({
      taskId: task.id,
      runId: null,
      kind: 'input',
      name: 'Bericht März 100%.pdf',
      version: 1,
      isCurrent: true,
      mediaType: 'application/pdf',
      sizeBytes: 300_000,
      sha256: sha256(bytes),
      author: { kind: 'user', name: 'Admin' },
    })
    expect(succeeded(await server.admin.get(`/files/${file.id}`))).toEqual(file)
    expect(await list()).toEqual([file])
    const answer = await worker.api.fetch(`/files/${file.id}/content`)
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    expect(onDisk()).toEqual([pathOf(file)])
    expect(statSync(pathOf(file)).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(pathOf(file))).mode & 0o777).toBe(0o700)
    const added = (await eventsOf(server.admin, task)).find(({ type }) => type === 'file.added')
    const timeline = succeeded(await server.admin.get<Schemas['TimelineEntry'][]>(`/tasks/${task.id}/timeline`))
    expect(timeline.find(({ type }) => type === 'file.added')?.summary).toBe(`File added: ${file.name}`)
    expect(added?.payload).toMatchObject({ fileId: file.id, sha256: file.sha256, sizeBytes: 300_000, name: file.name })
  })

  test('CO-8: the holder of the task makes artifacts, with its fence; no other agent and no old fence does', async () => {
    const held = await worker.claimTask(task.id)
    const other = await addWorker(server, { name: 'other' })
    const file = succeeded(await putFile(worker.api, task.id, 'out.csv', 'a,b\n', { held, type: 'text/csv' }))
    expect(file).toMatchObject({ kind: 'artifact', runId: held.run.id, author: { kind: 'agent', name: 'maker' } })
    refused(await putFile(worker.api, task.id, 'out.csv', 'x'), 'validation_failed')
    refused(await putFile(other.api, task.id, 'out.csv', 'x', { held }), 'lease_lost')
    const headers = { 'Mission-Control-Fence': 'two' }
    refused(await putFile(worker.api, task.id, 'out.csv', 'x', { headers }), 'validation_failed')
    succeeded(await worker.release(held))
    const again = await worker.claimTask(task.id)
    expect(refused(await putFile(worker.api, task.id, 'out.csv', 'x', { held }), 'lease_lost')).toMatchObject({
      reason: 'released',
    })
    const newer = succeeded(await putFile(worker.api, task.id, 'out.csv', 'x', { held: again }))
    expect([newer.version, newer.runId]).toEqual([2, again.run.id])
    // A name in the query is no header.
    const path = `/tasks/${task.id}/files/out.csv?Mission-Control-Fence=${again.lease.fence}`
    refused(await worker.api.putBytes(path, 'y'), 'validation_failed')
  })

  test('CO-8: a lease that runs out while the bytes come takes nothing', async () => {
    const held = await worker.claimTask(task.id)
    async function* slowly() {
      yield Buffer.from('half')
      server.clock.advance(61)
      yield Buffer.from(' whole')
    }
    const upload = putFile(worker.api, task.id, 'late.txt', ReadableStream.from(slowly()), { held })
    refused(await upload, 'lease_lost')
    expect([await list(), onDisk()]).toEqual([[], []])
  })

  test('CO-8: the same bytes give the file that is there, other bytes a new version, and older ones stay readable', async () => {
    const first = await put('notes.md', 'one')
    expect(await put('notes.md', 'one')).toEqual(first)
    server.clock.advance(1)
    const second = await put('notes.md', 'two')
    expect([second.version, second.isCurrent, second.id === first.id]).toEqual([2, true, false])
    expect(await list()).toEqual([second])
    expect((await list('?versions=all&sort=createdAt')).map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
      [1, false],
      [2, true],
    ])
    expect(await (await server.admin.fetch(`/files/${first.id}/content`)).text()).toBe('one')
    // What it was once is something new now.
    expect(await put('notes.md', 'one')).toMatchObject({ version: 3, sha256: first.sha256 })
    expect(onDisk()).toHaveLength(2)
    expect((await eventsOf(server.admin, task)).filter(({ type }) => type === 'file.added')).toHaveLength(3)
  })

  test('CO-8: an agent does not replace an input by an artifact of that name', async () => {
    const given = await put('notes.md', 'from a person')
    const held = await worker.claimTask(task.id)
    const made = succeeded(await putFile(worker.api, task.id, 'notes.md', 'from an agent', { held }))
    expect([made.kind, made.version]).toEqual(['artifact', 1])
    expect(await list('?kind=input')).toEqual([given])
    expect(await list('?kind=artifact')).toEqual([made])
  })

  test('CO-8: sixteen uploads of one name at once are one file for the same bytes, and versions without a gap for others', async () => {
    const same = await Promise.all(Array.from({ length: 16 }, () => put('same.txt', 'same')))
    expect(new Set(same.map(({ id }) => id)).size).toBe(1)
    const others = await Promise.all(Array.from({ length: 16 }, (_, index) => put('other.txt', `${index}`)))
    expect(others.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(others.map((_, index) => index + 1))
    expect((await list()).filter(({ name }) => name === 'other.txt')).toHaveLength(1)
    expect(onDisk()).toHaveLength(17)
  })

  test('CO-8: without a Content-Type it is bytes, an empty file is one, and one that cannot be one is refused', async () => {
    const bare = await fetch(`${server.url}/api/v1/tasks/${task.id}/files/bare`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${server.adminKey}` },
      body: Buffer.alloc(0),
    })
    expect(((await bare.json()) as { data: TaskFile }).data).toMatchObject({
      mediaType: 'application/octet-stream',
      sizeBytes: 0,
    })
    const empty = (await list())[0]!
    expect((await (await server.admin.fetch(`/files/${empty.id}/content`)).arrayBuffer()).byteLength).toBe(0)
    refused(await putFile(server.admin, task.id, 'x', 'x', { type: 'nonsense' }), 'unsupported_content_type')
    const headers = { 'Content-Encoding': 'gzip' }
    refused(await putFile(server.admin, task.id, 'x', 'x', { headers }), 'unsupported_content_type')
  })

  test.each([
    ['.', '%2e'],
    ['..', '%2e%2e'],
    ['a slash', 'a%2Fb'],
    ['a way up', '..%2f..%2fetc%2fpasswd'],
    ['a backslash', 'a%5Cb'],
    ['a line break', 'a%0Ab'],
    ['a NUL', 'a%00'],
    ['a mark that turns the direction of writing', 'a%E2%80%AEgnp.exe'],
    ['a line separator', 'a%E2%80%A8b'],
    ['a space', '%20'],
    ['a non-breaking space', '%C2%A0'],
    ['what has no width', '%E2%80%8B%E2%80%8D%EF%BB%BF'],
    ['a tag nobody sees', '%F3%A0%81%A1%F3%A0%81%A2'],
    ['what is no UTF-8', '%FF%FE'],
    ['half a character', '%ED%A0%80'],
    ['a lone percent sign', '100%'],
    ['201 characters', 'a'.repeat(201)],
  ])('CO-8: %s is no name of a file', async (_what, name) => {
    // By a bare wire, for clients walk up the path by themselves.
    const wire = await openWire(server.url)
    wire.send(
      `PUT /api/v1/tasks/${task.id}/files/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${server.adminKey}\r\nContent-Length: 4\r\n\r\nevil`,
    )
    const { status, body } = parseAnswer(await wire.ended)
    expect([status, JSON.parse(body).error.code]).toEqual([400, 'validation_failed'])
    expect([await list(), onDisk()]).toEqual([[], []])
  })

  test('CO-8: two hundred characters of any script are a name', async () => {
    const name = `${'ж'.repeat(196)}.txt`
    expect((await put(name, 'x')).name).toBe(name)
    const answer = await server.admin.fetch(`/files/${(await list())[0]!.id}/content`)
    expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(name)}`)
  })
})

describe('who is refused', () => {
  test('CO-8: a viewer and a task of nobody get nothing, and a task that is over takes no inputs', async () => {
    const viewer = server.api((await server.addUser('viewer')).key)
    refused(await putFile(viewer, task.id, 'x', 'x'), 'forbidden')
    refused(await putFile(server.api(), task.id, 'x', 'x'), 'unauthenticated')
    refused(await putFile(server.admin, 'tsk_none', 'x', 'x'), 'not_found')
    await operate(server.admin, task, 'cancel', { reason: 'no more' })
    refused(await putFile(server.admin, task.id, 'x', 'x'), 'invalid_transition')
    expect(onDisk()).toEqual([])
  })

  test('CO-8: who may not put it is told before the bytes are taken', async () => {
    const wire = await openWire(server.url)
    wire.send(
      `PUT /api/v1/tasks/${task.id}/files/x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer mc_user_nobody\r\nExpect: 100-continue\r\nContent-Length: ${most}\r\n\r\n`,
    )
    await wire.until('unauthenticated')
    wire.socket.destroy()
    expect(await wire.ended).not.toContain('100 Continue')
  })

  test('CO-8: who may is told to go on', async () => {
    const wire = await openWire(server.url)
    wire.send(
      `PUT /api/v1/tasks/${task.id}/files/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${server.adminKey}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n`,
    )
    await wire.until('100 Continue')
    wire.send('good')
    expect(await wire.ended).toContain(sha256('good'))
  })

  test('CO-8: one byte beyond 25 MiB is refused, announced or not, and 25 MiB are taken', async () => {
    const bytes = Buffer.alloc(most + 1, 7)
    const announced = await putFile(server.admin, task.id, 'big', bytes)
    refused(announced, 'payload_too_large')
    expect(announced.status).toBe(413)
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += megabyte) yield bytes.subarray(at, at + megabyte)
    }
    refused(await putFile(server.admin, task.id, 'big', ReadableStream.from(chunks())), 'payload_too_large')
    expect([await list(), onDisk()]).toEqual([[], []])
    expect((await put('big', bytes.subarray(1))).sizeBytes).toBe(most)
  })

  test('CO-8: a task takes 200 files, versions counted, and says so', async () => {
    for (let index = 0; index < 200; index += 1) await put(`${index % 100}`, `${index}`)
    refused(await putFile(server.admin, task.id, 'one more', 'x'), 'limit_reached')
    // What is there already is no file more.
    expect((await put('99', '199')).version).toBe(2)
    const [any] = await list()
    succeeded(await server.admin.delete(`/files/${any!.id}`))
    await put('one more', 'x')
  })

  test('CO-8: a task takes 1 GiB', async () => {
    const { database } = server.store.writerConnection
    const { id } = await put('huge', 'x')
    database.prepare('update files set size = ? where id = ?').run(1_073_741_820, id)
    refused(await putFile(server.admin, task.id, 'more', '12345'), 'limit_reached')
    await put('more', '1234')
    expect(onDisk()).toHaveLength(2)
    database.prepare('update files set size = 1 where id = ?').run(id)
  })
})

describe('what goes wrong', () => {
  test.each(['Content-Length: 1000', 'Transfer-Encoding: chunked'])(
    'CO-8: an upload cut in the middle leaves nothing (%s)',
    async (length) => {
      const wire = await openWire(server.url)
      wire.send(
        `PUT /api/v1/tasks/${task.id}/files/cut HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.adminKey}\r\n${length}\r\n\r\n${length.startsWith('T') ? '4\r\nhalf\r\n' : 'half'}`,
      )
      await expect.poll(() => onDisk().map((path) => path.includes('incoming'))).toEqual([true])
      wire.socket.destroy()
      await expect.poll(onDisk).toEqual([])
      expect(await list()).toEqual([])
      expect((await eventsOf(server.admin, task)).map(({ type }) => type)).not.toContain('file.added')
    },
  )

  test('CO-8: where nothing can be written it says so and nothing is half done; with room again it goes on', async () => {
    const folder = join(server.dataDir, 'files')
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(folder, 'in the way')
    const refusal = await putFile(server.admin, task.id, 'x', 'some bytes')
    refused(refusal, 'storage_unavailable')
    expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await list()).toEqual([])
    rmSync(folder)
    await put('x', 'some bytes')
  })

  test('CO-8: where the row cannot be written the bytes go too, save those another file has', async () => {
    const { database } = server.store.writerConnection
    await put('there', 'shared')
    database.exec("create trigger no_files before insert on files begin select raise(abort, 'no room'); end")
    for (const bytes of ['lost', 'shared']) {
      expect((await putFile(server.admin, task.id, 'new', bytes)).status).toBe(500)
    }
    database.exec('drop trigger no_files')
    expect(onDisk()).toHaveLength(1)
    await put('new', 'lost')
  }, 10_000)

  test('CO-8: what a crash left behind goes once it is an hour old, and what a row refers to stays', async () => {
    const kept = await put('kept', 'kept')
    const orphan = sha256('orphan')
    const paths = [
      join(server.dataDir, 'files', orphan.slice(0, 2), orphan),
      join(server.dataDir, 'files/incoming/some'),
    ]
    for (const path of paths) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, 'orphan')
      utimesSync(path, server.clock.now() / 1000, server.clock.now() / 1000)
    }
    const round = async () => {
      for (let part = 0; part < 32; part += 1) await server.app.scheduler.sweep()
    }
    server.clock.advance(3_599)
    await round()
    expect(onDisk()).toHaveLength(3)
    server.clock.advance(1)
    await round()
    expect(onDisk()).toEqual([pathOf(kept)])
    expect(readFileSync(pathOf(kept), 'utf8')).toBe('kept')
  })
})

describe('what is downloaded', () => {
  const get = async (headers?: Record<string, string>) => {
    const answer = await server.admin.fetch(
      `/files/${(await put('page.html', '<b>0123456789</b>')).id}/content`,
      headers,
    )
    return { answer, text: await answer.text() }
  }

  test('CO-8: it is a download that no browser runs, with its digest and length, never compressed', async () => {
    const file = succeeded(
      await putFile(server.admin, task.id, 'a "quoted"\u00e9.html', '<script>1</script>', { type: 'text/html' }),
    )
    const { headers } = await server.admin.fetch(`/files/${file.id}/content`, { 'Accept-Encoding': 'gzip' })
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html',
      'content-length': '18',
      'content-disposition': `attachment; filename="a _quoted__.html"; filename*=UTF-8''a%20%22quoted%22%C3%A9.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store, no-transform',
      etag: `"${file.sha256}"`,
      'accept-ranges': 'bytes',
    })
    expect(headers.get('content-encoding')).toBeNull()
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })

  test.each([
    ['bytes=3-5', 206, '012', 'bytes 3-5/17'],
    ['bytes=13-', 206, '</b>', 'bytes 13-16/17'],
    ['bytes=-4', 206, '</b>', 'bytes 13-16/17'],
    ['bytes=0-99', 206, '<b>0123456789</b>', 'bytes 0-16/17'],
    ['bytes=0-1,3-4', 200, '<b>0123456789</b>', null],
    ['lines=1-2', 200, '<b>0123456789</b>', null],
  ])('CO-8: Range %s', async (range, status, expected, contentRange) => {
    const { answer, text } = await get({ Range: range })
    expect([answer.status, text, answer.headers.get('content-range')]).toEqual([status, expected, contentRange])
  })

  test('CO-8: a range beyond the end is refused with the size, and one of another version gets the whole', async () => {
    const { answer, text } = await get({ Range: 'bytes=17-' })
    expect([answer.status, JSON.parse(text).error.code, answer.headers.get('content-range')]).toEqual([
      416,
      'range_not_satisfiable',
      'bytes */17',
    ])
    const etag = (await get()).answer.headers.get('etag')!
    expect((await get({ Range: 'bytes=0-0', 'If-Range': etag })).answer.status).toBe(206)
    expect((await get({ Range: 'bytes=0-0', 'If-Range': '"other"' })).answer.status).toBe(200)
  })

  test('CO-8: by the page’s cookie too, and a link names the workspace where there are several', async () => {
    const file = await put('linked.txt', 'linked')
    const other = await server.createWorkspace('Elsewhere')
    const cookie = await signIn()
    const asLink = (query: string) => server.api().fetch(`/files/${file.id}/content${query}`, { Cookie: cookie })
    expect(await (await asLink(`?workspace=${server.workspaceId}`)).text()).toBe('linked')
    expect((await asLink(`?workspace=${other.slug}`)).status).toBe(404)
    expect((await asLink('?workspace=nowhere')).status).toBe(404)
    const foreign = await worker.api.fetch(`/files/${file.id}/content?workspace=${other.id}`)
    expect(foreign.status).toBe(404)
  })

  async function signIn(): Promise<string> {
    const answer = await fetch(`${server.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key: server.adminKey }),
    })
    return answer.headers.get('set-cookie')!.split(';')[0]!
  }
})

describe('what is removed', () => {
  test('CO-8: removing a version lets the name mean the one before, and the bytes go with the last that has them', async () => {
    const [first, second] = [await put('notes', 'one'), await put('notes', 'two')]
    const copy = await put('copy', 'two')
    const removed = succeeded(await server.admin.delete<TaskFile>(`/files/${second.id}`))
    expect(removed).toEqual({ ...second, isCurrent: false })
    expect(succeeded(await server.admin.delete(`/files/${second.id}`))).toEqual(removed)
    expect((await list()).map(({ id }) => id).toSorted()).toEqual([copy.id, first.id].toSorted())
    refused(await server.admin.get(`/files/${second.id}`), 'not_found')
    expect((await server.admin.fetch(`/files/${second.id}/content`)).status).toBe(404)
    expect(onDisk()).toHaveLength(2)
    succeeded(await server.admin.delete(`/files/${copy.id}`))
    expect(onDisk()).toEqual([pathOf(first)])
    // A number once given is not given again.
    expect((await put('notes', 'three')).version).toBe(3)
    const events = (await eventsOf(server.admin, task)).filter(({ type }) => type === 'file.removed')
    expect(events.map(({ payload }) => payload.name)).toEqual(['notes', 'copy'])
  })

  test('CO-8: an agent removes its own artifacts while it holds the task, and nothing else', async () => {
    const input = await put('input', 'x')
    const held = await worker.claimTask(task.id)
    const own = succeeded(await putFile(worker.api, task.id, 'own', 'y', { held }))
    const fence = { 'Mission-Control-Fence': String(held.lease.fence) }
    refused(await worker.api.delete(`/files/${own.id}`), 'validation_failed')
    refused(await worker.api.delete(`/files/${input.id}`, fence), 'forbidden')
    const other = await addWorker(server, { name: 'other' })
    refused(await other.api.delete(`/files/${own.id}`, fence), 'lease_lost')
    const viewer = server.api((await server.addUser('viewer')).key)
    refused(await viewer.delete(`/files/${own.id}`), 'forbidden')
    succeeded(await worker.api.delete(`/files/${own.id}`, fence))
    succeeded(await worker.release(held))
    refused(await worker.api.delete(`/files/${own.id}`, fence), 'lease_lost')
    expect((await list()).map(({ id }) => id)).toEqual([input.id])
  })

  test('CO-8: putting and removing the same bytes at once never leaves a file without them', async () => {
    for (let round = 0; round < 20; round += 1) {
      const doomed = await put('doomed', 'the same')
      const [kept] = await Promise.all([put(`kept-${round}`, 'the same'), server.admin.delete(`/files/${doomed.id}`)])
      expect(await (await server.admin.fetch(`/files/${kept.id}/content`)).text()).toBe('the same')
      succeeded(await server.admin.delete(`/files/${kept.id}`))
      expect(onDisk()).toEqual([])
    }
  })
})
