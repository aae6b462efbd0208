// Puts answers and errors into the envelope; the only place that writes JSON to a response.
import { type ServerResponse, STATUS_CODES } from 'node:http'
import { AppError } from './errors.ts'

export function sendJson(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Record<string, string>,
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, headersOf(json, headers))
  response.end(json)
}

/** As bytes, for a connection on which no request could be made out. */
export function bareAnswer(status: number, json: string, headers: Record<string, string>): string {
  const lines = Object.entries(headersOf(json, headers)).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', json].join('\r\n')
}

const headersOf = (json: string, headers: Record<string, string>) => ({
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': Buffer.byteLength(json),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  ...headers,
})

export function successJson(answer: unknown, isPage: boolean): string {
  if (!isPage) return `{"success":true,"data":${JSON.stringify(answer)}}`
  const { data, page } = answer as { data: unknown; page: unknown }
  return `{"success":true,"data":${JSON.stringify(data)},"page":${JSON.stringify(page)}}`
}

export function errorJson(error: AppError, requestId: string): string {
  const { code, message, hint, details } = error
  return JSON.stringify({ success: false, error: { code, message, hint, requestId, details } })
}

/** What failed inside is logged, not told; a store that cannot write is said to be just that. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isStorageTrouble((error ?? {}) as DatabaseError)) {
    return new AppError('storage_unavailable', 'the store could not write this, so nothing was done', { cause: error })
  }
  return new AppError('internal_error', 'something failed on the server', { cause: error })
}

interface DatabaseError {
  readonly code?: string
  readonly errcode?: number
  readonly message?: string
}

function isStorageTrouble({ code = '', errcode = 0, message = '' }: DatabaseError): boolean {
  if (code === 'ERR_SQLITE_ERROR') return sqliteTrouble.has(errcode & 0xff)
  return postgresTrouble.test(code) || connectionTrouble.has(code) || /^Connection terminated/.test(message)
}

/** BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN. */
const sqliteTrouble = new Set([5, 6, 8, 10, 11, 13, 14])

/** No connection, no room (disk, memory, connections), read only, an end or a start under way, an I/O error. */
const postgresTrouble = /^(08[0-9A-Z]{3}|53\d{3}|25006|57P0[1-3]|58030)$/
const connectionTrouble = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
