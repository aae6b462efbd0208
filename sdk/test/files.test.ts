// Files up and down over a network that breaks off, against a server that keeps bytes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MissionControl, type TransferProgress } from '../src/index.ts'
import { attachment } from '../src/worker/attachment.ts'
// Loaded beforehand: it would not come while the clock stands still.
import '../src/files.ts'

interface Seen {
  method: string
  path: string
  fence: string | null
  range: string | null
  type: string | null
}

let seen: Seen[]
let kept: Uint8Array
/** What the network does with each request, one after the other. */
let faults: ('drop' | 'cut' | 'break' | 'empty' | 'whole' | undefined)[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  seen = []
  kept = new Uint8Array()
  faults = []
})
afterEach(() => {
  vi.useRealTimers()
})

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => index % 251)
const gone = () => new TypeError('fetch failed')

async function fetch(request: Request): Promise<Response> {
  const { headers, method } = request
  const range = headers.get('Range')
  const path = new URL(request.url).pathname.replace('/api/v1', '')
  seen.push({ method, path, range, fence: headers.get('Mission-Control-Fence'), type: headers.get('Content-Type') })
  const fault = faults.shift()
  if (fault === 'drop') throw gone()
  if (method === 'PUT') {
    kept = new Uint8Array(await request.arrayBuffer())
    if (fault === 'cut') throw gone()
    return Response.json({ success: true, data: { id: 'fil_1', name: 'rows.csv', sizeBytes: kept.length } })
  }
  const start = fault === 'whole' ? 0 : Number(range?.match(/\d+/)?.[0] ?? 0)
  const rest = kept.slice(start)
  const half = rest.slice(0, Math.ceil(rest.length / 2))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (fault === 'empty') return controller.error(new TypeError('terminated'))
      controller.enqueue(fault === 'break' ? half : rest)
      if (fault !== 'break') controller.close()
    },
    pull(controller) {
      if (fault === 'break') controller.error(new TypeError('terminated'))
    },
  })
  return new Response(body, {
    status: start ? 206 : 200,
    headers: {
      'Content-Length': `${rest.length}`,
      'Content-Type': 'text/csv',
      ETag: '"abc"',
      'Content-Disposition': `attachment; filename="rows.csv"; filename*=UTF-8''R%C3%BCckl%C3%A4ufe.csv`,
    },
  })
}

const missionControl = new MissionControl({ baseUrl: 'http://mc.test', apiKey: 'mc_agent_1', fetch })

async function soon<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  for (let second = 0; second < 40; second++) {
    await new Promise((resolve) => setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(1000)
  }
  return promise
}

const unfitNames = ['..', '.', 'a/b', 'a\\b', '', 'a\nb', 'fdp\u202e.exe', 'x'.repeat(201)]

describe('files.put', () => {
  test.each(['drop', 'cut'] as const)('sends the bytes again after a %s, as they are (IF-3, CO-8)', async (fault) => {
    faults = [fault, fault]
    const body = bytes(100_000)
    const progress: TransferProgress[] = []
    const put = missionControl.files.put(
      { taskId: 'tsk_1', fileName: 'a b.csv', body, mediaType: 'text/csv' },
      { fence: 3, onProgress: (it) => progress.push(it) },
    )
    expect(await soon(put)).toMatchObject({ id: 'fil_1', sizeBytes: 100_000 })
    expect(kept).toEqual(body)
    const request = { method: 'PUT', path: '/tasks/tsk_1/files/a%20b.csv', fence: '3', range: null, type: 'text/csv' }
    expect(seen).toEqual([request, request, request])
    expect(progress.at(-1)).toEqual({ done: 100_000, total: 100_000 })
  })

  test.each([
    ['rows.CSV', 'text/csv'],
    ['rows', 'application/octet-stream'],
  ])('knows what %s is by its ending (IF-3)', async (fileName, type) => {
    await soon(missionControl.files.put({ taskId: 'tsk_1', fileName, body: new Uint8Array(1) }))
    expect(seen).toMatchObject([{ type }])
  })

  test.each([null, 5, { a: 1 }, undefined])('sends nothing that is no bytes, such as %j (IF-3)', async (body) => {
    const put = missionControl.files.put({ taskId: 'tsk_1', fileName: 'x', body: body as unknown as string })
    await expect(put).rejects.toThrow('must be a Blob, bytes, a text or a ReadableStream')
    await expect(attachment(body as unknown as Blob, { name: 'x' })).rejects.toThrow('a path, a Blob or bytes')
    expect(seen).toEqual([])
  })

  test('gives up with what the listener or the stream of the caller throws, at once (IF-3)', async () => {
    const fall = () => {
      throw new RangeError('mine')
    }
    const listened = missionControl.files.put({ taskId: 'tsk_1', fileName: 'x', body: bytes(9) }, { onProgress: fall })
    await expect(soon(listened)).rejects.toThrow(new RangeError('mine'))
    const body = new ReadableStream<Uint8Array>({ pull: fall })
    const streamed = missionControl.files.put({ taskId: 'tsk_1', fileName: 'x', body })
    await expect(soon(streamed)).rejects.toThrow(new RangeError('mine'))
    expect(seen).toHaveLength(2)
  })

  test.each([...unfitNames, undefined])('sends nothing under the name %j (IF-3)', async (name) => {
    const put = missionControl.files.put({ taskId: 'tsk_1', fileName: name as string, body: 'x' })
    await expect(put).rejects.toThrow(/^A file name has 1 to 200 characters/)
    expect(seen).toEqual([])
  })

  test('names that are like no path are sent as they are (IF-3)', async () => {
    for (const fileName of ['...', '.env', '🦊'.repeat(100)]) {
      await soon(missionControl.files.put({ taskId: 'tsk_1', fileName, body: 'x' }))
    }
    expect(seen.map(({ path }) => decodeURIComponent(path.split('/').at(-1) ?? '').slice(0, 4))).toEqual([
      '...',
      '.env',
      '🦊🦊',
    ])
  })

  test('needs a task, and a download a file (IF-3)', async () => {
    await expect(missionControl.files.put({ taskId: '', fileName: 'a', body: 'x' })).rejects.toThrow('needs taskId')
    await expect(missionControl.files.download({ fileId: '..' })).rejects.toThrow('needs fileId')
    expect(seen).toEqual([])
  })

  test('sends a stream once, since it is there but once (IF-3)', async () => {
    faults = ['drop']
    const body = new Blob([bytes(10)]).stream()
    await expect(soon(missionControl.files.put({ taskId: 'tsk_1', fileName: 'a', body }))).rejects.toMatchObject({
      code: 'connection_failed',
    })
    expect(seen).toHaveLength(1)
    await soon(missionControl.files.put({ taskId: 'tsk_1', fileName: 'a', body: new Blob(['text']).stream() }))
    expect(new TextDecoder().decode(kept)).toBe('text')
  })

  test('is given up when it is told to (IF-3)', async () => {
    faults = Array.from({ length: 9 }, () => 'drop' as const)
    const abort = new AbortController()
    const put = missionControl.files.put({ taskId: 't1', fileName: 'a', body: 'x' }, { signal: abort.signal })
    put.catch(() => {})
    await new Promise((resolve) => setImmediate(resolve))
    abort.abort(new Error('enough'))
    await expect(soon(put)).rejects.toThrow('enough')
  })

  test.each([
    ['bytes', bytes(200_000)],
    ['a blob', new Blob([bytes(200_000)])],
    ['text', 'x'.repeat(200_000)],
  ])('tells how far it is with %s that are all there (IF-3)', async (_, body) => {
    const progress: TransferProgress[] = []
    const onProgress = (it: TransferProgress) => progress.push(it)
    await soon(missionControl.files.put({ taskId: 'tsk_1', fileName: 'a', body }, { onProgress }))
    expect(progress.map(({ done }) => done)).toEqual([65_536, 131_072, 196_608, 200_000])
    expect(kept).toEqual(new Uint8Array(await new Blob([body]).arrayBuffer()))
  })
})

describe('files.download', () => {
  test('goes on where the connection broke off, to the last byte (IF-3, CO-8)', async () => {
    kept = bytes(10_000)
    faults = ['drop', 'break', 'drop', 'break', undefined]
    const progress: TransferProgress[] = []
    const download = await soon(
      missionControl.files.download({ fileId: 'fil_1' }, { onProgress: (it) => progress.push(it) }),
    )
    expect(download).toMatchObject({
      name: 'Rückläufe.csv',
      mediaType: 'text/csv',
      sizeBytes: 10_000,
      sha256: 'abc',
    })
    const got = await soon(new Response(download.stream).arrayBuffer())
    expect(new Uint8Array(got)).toEqual(kept)
    expect(seen.map(({ range }) => range)).toEqual([null, null, 'bytes=5000-', 'bytes=5000-', 'bytes=7500-'])
    expect(progress.at(-1)).toEqual({ done: 10_000, total: 10_000 })
  })

  test('errors if the bytes cannot be had (IF-3)', async () => {
    kept = bytes(10)
    const { stream } = await soon(missionControl.files.download({ fileId: 'fil_1' }))
    expect((await soon(new Response(stream).arrayBuffer())).byteLength).toBe(10)
    faults = ['break', ...Array.from({ length: 9 }, () => 'drop' as const)]
    const broken = await soon(missionControl.files.download({ fileId: 'fil_1' }, { maxRetries: 2 }))
    await expect(soon(new Response(broken.stream).arrayBuffer())).rejects.toMatchObject({ code: 'connection_failed' })
  })
})

test.each([
  ['connections that bring nothing', Array.from({ length: 40 }, () => 'empty' as const), 'connection_failed', 4],
  ['a proxy that knows no ranges', ['whole' as const], 'unexpected_response', 2],
])('a download ends with an error behind %s, and asks no more (IF-3)', async (_, more, code, requests) => {
  kept = bytes(1000)
  faults = ['break', ...more]
  const { stream } = await soon(missionControl.files.download({ fileId: 'fil_1' }, { maxRetries: 2 }))
  await expect(soon(new Response(stream).arrayBuffer())).rejects.toMatchObject({ code })
  expect(seen.length).toBeLessThanOrEqual(requests)
})

test('a download that is given up asks for nothing more (IF-3)', async () => {
  kept = bytes(1000)
  faults = Array.from({ length: 40 }, () => 'empty' as const)
  const abort = new AbortController()
  const options = { signal: abort.signal, maxRetries: 1000 }
  const { stream } = await soon(missionControl.files.download({ fileId: 'fil_1' }, options))
  abort.abort(new Error('enough'))
  const before = seen.length
  await expect(soon(new Response(stream).arrayBuffer())).rejects.toThrow('enough')
  expect(seen.length).toBe(before)
})

describe('what a handler attaches', () => {
  test('is read by its path, named and typed by it (CO-8)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-attach-'))
    const path = join(folder, 'Report.PDF')
    await writeFile(path, 'pages')
    expect(await attachment(path, {})).toEqual({
      fileName: 'Report.PDF',
      body: Buffer.from('pages'),
      mediaType: 'application/pdf',
    })
    expect(await attachment(path, { name: 'r.bin', mediaType: 'a/b' })).toMatchObject({
      fileName: 'r.bin',
      mediaType: 'a/b',
    })
    await writeFile(path, Buffer.alloc(26_214_401))
    await expect(attachment(path, {})).rejects.toThrow('has 26214401 bytes')
    await expect(attachment(join(folder, 'none'), {})).rejects.toMatchObject({ code: 'ENOENT' })
    await rm(folder, { recursive: true })
  })

  test.each(unfitNames)('may not be called %j (CO-8)', async (name) => {
    await expect(attachment(bytes(3), { name })).rejects.toThrow(/^A file name has 1 to 200 characters/)
  })

  test('of bytes needs a name (CO-8)', async () => {
    await expect(attachment(bytes(3), {})).rejects.toThrow('give it as { name }')
    expect(await attachment(new File(['{}'], 'a.json'), {})).toMatchObject({
      fileName: 'a.json',
      mediaType: 'application/json',
    })
    expect(await attachment(new Blob(['x'], { type: 'text/x' }), { name: 'x' })).toMatchObject({ mediaType: 'text/x' })
  })
})
