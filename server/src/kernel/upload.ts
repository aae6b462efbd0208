// A body that is bytes: opened only by the handler, once the caller has been let in, and never held whole.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError, shorten } from './errors.ts'

export interface Upload {
  /** The Content-Type the caller gave. @default application/octet-stream */
  readonly mediaType: string
  /** What the caller says it is; null where the bytes come in chunks of unknown sum. */
  readonly announcedBytes: number | null
  /** The bytes as they come, once. @throws malformed_request where the caller breaks off */
  chunks(): AsyncIterable<Buffer>
}

/** How long whoever still sends may take to read that it is of no use. */
const lingerMilliseconds = 5_000
const mostTypeCharacters = 255
const typeAndSubtype = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(;[\x20-\x7e]*)?$/

/** @throws unsupported_content_type for what could not be handed out again as it came */
export function uploadOf(request: IncomingMessage, response: ServerResponse): Upload {
  const { headers } = request
  const mediaType = headers['content-type'] ?? 'application/octet-stream'
  const hint = 'Send the bytes as they are, with one Content-Type such as application/pdf, or none.'
  if (mediaType.length > mostTypeCharacters || !typeAndSubtype.test(mediaType)) {
    throw new AppError('unsupported_content_type', `'${shorten(mediaType)}' is no Content-Type`, { hint })
  }
  const encoding = headers['content-encoding']
  if (encoding && encoding !== 'identity') {
    throw new AppError('unsupported_content_type', `the body's Content-Encoding is '${shorten(encoding)}'`, { hint })
  }
  const length = headers['content-length']
  return {
    mediaType,
    announcedBytes: length === undefined ? null : Number(length),
    async *chunks() {
      sayContinue(request, response)
      try {
        // A stream that is destroyed takes its connection along, and with it the answer.
        yield* request.iterator({ destroyOnReturn: false })
      } catch (cause) {
        throw new AppError('malformed_request', 'the body ended before it was complete', { cause })
      }
    },
  }
}

/** Tells who asked first that the body is wanted. */
export function sayContinue(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect !== undefined && !response.headersSent) response.writeContinue()
}

/**
 * For an answer that goes out before the body has come: what still comes is dropped, and who never ends is cut off.
 * To end the connection with the answer would take the answer from who is still sending.
 */
export function dropRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  const { socket } = request
  const linger = setTimeout(() => socket.destroy(), lingerMilliseconds)
  const settle = () => {
    clearTimeout(linger)
    // The connection goes on to other requests.
    socket.off('close', settle)
  }
  request.once('end', settle)
  socket.once('close', settle)
  request.resume()
}
