// Reads a JSON body and refuses, by name, what a lenient parser lets through.
import type { IncomingMessage } from 'node:http'
import { AppError } from './errors.ts'
import { validationFailed } from './validation-messages.ts'

const mostBodyBytes = 2_097_152
const mostBodyLevels = 32

const decoder = new TextDecoder('utf-8', { fatal: true })

export async function readRawBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > mostBodyBytes) throw tooLarge(`${announced} bytes`)
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > mostBodyBytes) {
        request.removeAllListeners('data')
        request.resume()
        reject(tooLarge(`more than ${mostBodyBytes} bytes`))
        return
      }
      chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('aborted', () => reject(new AppError('invalid_json', 'the body ended before it was complete')))
  })
}

export function parseBody(request: IncomingMessage, raw: Buffer): unknown {
  if (raw.length === 0) return undefined
  const type = request.headers['content-type'] ?? ''
  const encoding = request.headers['content-encoding']
  if (!/^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i.test(type) || (encoding && encoding !== 'identity')) {
    throw new AppError(
      'unsupported_content_type',
      encoding ? `the body's Content-Encoding is '${encoding}'` : `the body's Content-Type is '${type || 'missing'}'`,
    )
  }
  let value: unknown
  let text: string
  try {
    text = decoder.decode(raw)
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_json', `the body is not valid JSON: ${withoutExcerpt((cause as Error).message)}`, {
      cause,
    })
  }
  if (mayBeOdd.test(text)) refuseOddities(value, 1)
  // Looked for in the text, which costs nothing: raw, a NUL would be no JSON and half a character no UTF-8.
  if (mayBeUnkeepable.test(text)) refuseUnkeepable(value, [])
  return value
}

/** Exponents, very long numbers, `__proto__` also in escapes, more brackets than levels: other bodies need not be walked. */
const mayBeOdd = new RegExp(`\\d[eE]\\+?\\d|\\d{300}|__proto__|\\\\u|(?:[[{][^[{]*){${mostBodyLevels + 1}}`)

/** The escapes of NUL and of halves of a character. */
const mayBeUnkeepable = /\\u(?:0000|[dD][89abAB-fF])/

function refuseUnkeepable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') refuseText(value, path, 'holds')
  if (typeof value !== 'object' || value === null) return
  for (const [name, entry] of Object.entries(value)) {
    refuseText(name, path, 'has a field whose name holds')
    refuseUnkeepable(entry, [...path, name])
  }
}

/** PostgreSQL can store no NUL in a text, and half a character becomes another one in any database. */
function refuseText(text: string, path: readonly string[], holds: string): void {
  const what = text.includes('\0') ? 'a NUL character (U+0000)' : loneSurrogateIn(text)
  if (what) throw validationFailed([{ path: path.join('.') || 'body', message: `${holds} ${what}` }])
}

const loneSurrogate = /\p{Cs}/u

function loneSurrogateIn(text: string): string | null {
  const found = loneSurrogate.exec(text)?.[0]
  return found === undefined ? null : `half a character (U+${found.charCodeAt(0).toString(16).toUpperCase()})`
}

/** The parser quotes what stands around the fault, which may be a secret. */
const withoutExcerpt = (message: string): string => message.replace(/, (\.\.\.)?".*is not valid JSON$/s, '')

function refuseOddities(value: unknown, level: number): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new AppError('invalid_json', 'the body holds a number beyond the range of a double')
  }
  if (typeof value !== 'object' || value === null) return
  if (level > mostBodyLevels) {
    throw new AppError('payload_too_deep', `the body is nested more than ${mostBodyLevels} levels deep`)
  }
  for (const key in value) {
    if (key === '__proto__') throw new AppError('invalid_json', "the body has a property named '__proto__'")
    refuseOddities((value as Record<string, unknown>)[key], level + 1)
  }
}

const tooLarge = (size: string): AppError =>
  new AppError('payload_too_large', `the body has ${size}; at most ${mostBodyBytes} are taken`, {
    headers: { Connection: 'close' },
  })
