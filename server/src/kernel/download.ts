// An answer that is the bytes of a file: always a download, whole or one range of it, never shown in place.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rangeOf } from '../rules/byte-range.ts'
import { AppError } from './errors.ts'

export interface Download {
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
  /** The bytes from the first to the last, both included; opened before anything is answered. */
  open(first: number, last: number): Promise<Readable>
}

export async function sendDownload(
  response: ServerResponse,
  asked: IncomingHttpHeaders,
  download: Download,
  headers: Record<string, string>,
): Promise<void> {
  const { sizeBytes } = download
  const etag = `"${download.sha256}"`
  const ifRange = asked['if-range']
  const range = ifRange === undefined || ifRange === etag ? rangeOf(asked.range, sizeBytes) : 'whole'
  if (range === 'unsatisfiable') {
    throw new AppError('range_not_satisfiable', `'${asked.range}' lies outside the ${sizeBytes} bytes of the file`, {
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
      details: { sizeBytes },
    })
  }
  const { first, last } = range === 'whole' ? { first: 0, last: sizeBytes - 1 } : range
  const content = await download.open(first, last)
  response.writeHead(range === 'whole' ? 200 : 206, {
    ...headers,
    'Content-Type': download.mediaType,
    'Content-Length': last - first + 1,
    'Content-Disposition': dispositionOf(download.name),
    // Whoever put it there chose its type: no browser may run it here, whatever it is.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store, no-transform',
    'Accept-Ranges': 'bytes',
    ETag: etag,
    ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` }),
  })
  if (response.req.method === 'HEAD') {
    content.destroy()
    response.end()
    return
  }
  // Once it has begun, a reader that goes away or a disk that fails can only end it.
  await pipeline(content, response).catch(() => response.destroy())
}

/** The name for all, and in the way of RFC 5987 for those outside ASCII. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
