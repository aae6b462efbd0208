// Files up and down: the bytes travel as a stream, an upload that breaks off begins again, a download goes on where it
// broke off. Loaded when the first file travels.
import { ConnectionError, MissionControlError, unexpectedResponse } from './errors.ts'
import { fittingFileName } from './file-name.ts'
import type { TaskFile } from './generated/openapi.ts'
import { mediaTypeOf } from './media-type.ts'
import { pathValue } from './request.ts'
import type { RequestOptions } from './resource-types.ts'
import { backoffMs, sleep } from './sleep.ts'
import type { Transport } from './transport.ts'
import { withSignal } from './with-signal.ts'

/** A file to be put to a task. */
export interface PutFile {
  /** The task the file belongs to. */
  taskId: string
  /** 1 to 200 characters without `/` and `\`, not `.` or `..`. */
  fileName: string
  /** The bytes, at most 25 MiB (26,214,400). A stream can be sent only once, so nothing is tried again then. */
  body: Blob | Uint8Array | string | ReadableStream<Uint8Array>
  /** @default the `type` of a Blob, else by the ending of the name, else `application/octet-stream` */
  mediaType?: string
}

/** How far a transfer is. */
export interface TransferProgress {
  /** Bytes that went through. */
  done: number
  /** Bytes there are in all; null where nobody knows it beforehand. */
  total: number | null
}

/**
 * What a transfer may be told; it has no limit of time but `signal`.
 *
 * @example
 * ```ts
 * const signal = AbortSignal.timeout(600_000)
 * const download = await missionControl.files.download(
 *   { fileId },
 *   { signal, onProgress: ({ done, total }) => console.log(`${done} of ${total ?? '?'} bytes`) },
 * )
 * await writeFile(download.name, download.stream)
 * ```
 */
export interface TransferOptions extends Omit<RequestOptions, 'timeoutMs' | 'idempotencyKey'> {
  /** Told after each piece. Browsers cannot say how far an upload is: there it is told once, at the end. @default nobody */
  onProgress?: (progress: TransferProgress) => void
}

/** A file on its way here. */
export interface FileDownload {
  /** What the file is called in its task. */
  name: string
  /** Such as `text/csv`. */
  mediaType: string
  /** Length of the whole file, in bytes. */
  sizeBytes: number
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string
  /** The bytes; `new Response(stream)` makes of them whatever you like. Errors if they cannot be had to the end. */
  stream: ReadableStream<Uint8Array>
}

export async function putFile(
  transport: Transport,
  { taskId, fileName, body, mediaType }: PutFile,
  options: TransferOptions = {},
): Promise<TaskFile> {
  const { maxRetries = 4, onProgress } = options
  const isOnce = body instanceof ReadableStream
  if (!isOnce && !(body instanceof Blob) && !ArrayBuffer.isView(body) && typeof body !== 'string') {
    throw new TypeError('The body of a file must be a Blob, bytes, a text or a ReadableStream.')
  }
  // What the caller's own stream or listener throws is no fault of the network, and would be thrown again.
  let own: { error: unknown } | undefined
  const blob = isOnce ? undefined : body instanceof Blob ? body : new Blob([body as BlobPart])
  const total = blob?.size ?? null
  const task = pathValue(taskId, 'files.put', 'taskId')
  const path = `/tasks/${encodeURIComponent(task)}/files/${encodeURIComponent(fittingFileName(fileName))}`
  const headers = { 'Content-Type': mediaType || blob?.type || mediaTypeOf(fileName) }
  const canStream = !('document' in globalThis)
  return repeated(isOnce ? 0 : maxRetries, options.signal, async (signal) => {
    const stream = isOnce ? body : onProgress && canStream && blob ? sliced(blob) : undefined
    const counted = stream && watched(stream, { total, onProgress, onError: (error) => (own = { error }) })
    const init: RequestInit & { duplex?: string } = { body: counted ?? blob ?? null, headers, signal }
    if (counted) init.duplex = 'half'
    const response = await transport.open('PUT', path, init, options).catch((error: unknown) => {
      throw own ? own.error : error
    })
    const { data } = (await response.json()) as { data: TaskFile }
    if (!counted) onProgress?.({ done: data.sizeBytes, total })
    return data
  })
}

export async function downloadFile(
  transport: Transport,
  { fileId }: { fileId: string },
  options: TransferOptions = {},
): Promise<FileDownload> {
  const { signal, maxRetries = 4, onProgress } = options
  const path = `/files/${encodeURIComponent(pathValue(fileId, 'files.download', 'fileId'))}/content`
  const from = (start: number) =>
    repeated(maxRetries, signal, async () => {
      const init = { signal: signal ?? null, headers: { Accept: '*/*', ...(start && { Range: `bytes=${start}-` }) } }
      const response = await transport.open('GET', path, init, options)
      // The whole again, as from a proxy that knows no ranges, would be put behind what is here.
      if (start > 0 && response.status !== 206) throw unexpectedResponse(`GET ${path}`, response.status)
      return response
    })
  const { headers, body } = await from(0)
  const sizeBytes = Number(headers.get('Content-Length'))
  const stream = resuming(body, sizeBytes, { rest: async (start) => (await from(start)).body, maxRetries, signal })
  return {
    name: decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(headers.get('Content-Disposition') ?? '')?.[1] ?? fileId),
    mediaType: headers.get('Content-Type') ?? 'application/octet-stream',
    sizeBytes,
    sha256: headers.get('ETag')?.replaceAll('"', '') ?? '',
    stream: watched(stream, { total: sizeBytes, onProgress }),
  }
}

type Body = ReadableStream<Uint8Array> | null

interface Resumption {
  rest: (start: number) => Promise<Body>
  /** How often in a row a connection may break off before it has brought a byte. */
  maxRetries: number
  signal: AbortSignal | undefined
}

/** The bytes to the last one; where the connection breaks off, the rest is asked for. */
function resuming(first: Body, size: number, { rest, maxRetries, signal }: Resumption): ReadableStream<Uint8Array> {
  let reader = first?.getReader()
  let done = 0
  let breaks = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          let cause: unknown
          const read = await reader?.read().catch((error: unknown) => {
            cause = error
          })
          if (read?.value) {
            done += read.value.length
            breaks = 0
            return controller.enqueue(read.value)
          }
          if (done >= size) return controller.close()
          signal?.throwIfAborted()
          if (breaks++ >= maxRetries) throw brokenOff(done, size, cause)
          await sleep(backoffMs(breaks - 1), signal)
          reader = (await rest(done))?.getReader()
        }
      },
      cancel: (reason) => reader?.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

const brokenOff = (done: number, size: number, cause: unknown) =>
  new ConnectionError({
    code: 'connection_failed',
    message: `The download broke off again and again, after ${done} of ${size} bytes.`,
    cause,
  })

const sliceBytes = 65_536

/** Of bytes that are all there the platform would make one piece, and all there is to tell would be told at once. */
function sliced(blob: Blob): ReadableStream<Uint8Array> {
  let start = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (start >= blob.size) return controller.close()
      const end = Math.min(start + sliceBytes, blob.size)
      controller.enqueue(new Uint8Array(await blob.slice(start, end).arrayBuffer()))
      start = end
    },
  })
}

interface Watching {
  total: number | null
  onProgress?: ((progress: TransferProgress) => void) | undefined
  /** Hears what the stream or the listener throws. */
  onError?: (error: unknown) => void
}

/** The same stream, and somebody who hears how far it is. */
function watched(source: ReadableStream<Uint8Array>, { total, onProgress, onError }: Watching) {
  const reader = source.getReader()
  let done = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const read = await reader.read()
        if (read.done) return controller.close()
        done += read.value.length
        onProgress?.({ done, total })
        controller.enqueue(read.value)
      } catch (error) {
        onError?.(error)
        throw error
      }
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

/** @throws the reason of the signal once that is aborted */
function repeated<T>(
  maxRetries: number,
  outer: AbortSignal | undefined,
  attempt: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withSignal(outer, async (signal) => {
    for (let failures = 0; ; failures++) {
      try {
        return await attempt(signal)
      } catch (error) {
        signal.throwIfAborted()
        if (failures >= maxRetries || !(error instanceof MissionControlError && error.isRetryable)) throw error
        await sleep(backoffMs(failures), signal)
        signal.throwIfAborted()
      }
    }
  })
}
