// A stream's body that breaks when it has gone silent: half of all dead connections are never closed by anyone.
import { sleep } from './sleep.ts'

/** The server sends at least an id every 15 seconds. */
const longestSilenceMs = 45_000

/**
 * @param room waited for before each read
 * @param signal ends the reading
 */
export function liveBody(body: ReadableStream<Uint8Array>, room: () => Promise<void>, signal: AbortSignal) {
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await room()
        const read = await readInTime(reader)
        if (!read) {
          cancel()
          throw new Error(`The event stream was silent for ${longestSilenceMs / 1000} seconds.`)
        }
        if (read.done) controller.close()
        else controller.enqueue(read.value)
      },
      cancel,
    },
    { highWaterMark: 0 },
  )
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>) {
  const isRead = new AbortController()
  const silence = sleep(longestSilenceMs, isRead.signal).then(() => undefined)
  return Promise.race([reader.read(), silence]).finally(() => isRead.abort())
}
