// The event stream as something to iterate over, that goes on where it stopped whatever happens to the connection.
import { EventSource } from 'eventsource'
import { MissionControlError } from './errors.ts'
import type { Event } from './generated/openapi.ts'
import { operations } from './generated/operations.ts'
import { backoffMs, sleep } from './sleep.ts'
import type { Transport } from './transport.ts'

/** Which events to follow, and from where. */
export interface EventStreamOptions {
  /** Only events of these types, such as `task.completed`. @default all */
  types?: readonly string[]
  /** Only events of this task. @default all */
  taskId?: string
  /** Only events about this agent. @default all */
  agentId?: string
  /** Id of the last event you have; `0` begins with the first of the workspace. @default what happens from now on */
  after?: string | number
  /** Ends the iteration, without an error. */
  signal?: AbortSignal
  /** Id or slug of the workspace. @default the workspace of the client */
  workspace?: string
}

/** The server sends at least an id every 15 seconds; a connection this long without a byte is dead. */
const longestSilenceMs = 45_000
/** Events read ahead of a slow loop. Beyond it the connection is not read, and the server cuts it off in the end. */
const longestQueue = 1000
/** A server never reached is given up after so many attempts, as with any call; one lost later is not. */
const firstAttempts = 5
const longestTimerMs = 2_147_483_647

/**
 * EventSource reconnects by itself after a broken connection and gives up for good after any answer but 200. So it is
 * shown no other answer: those are thrown, and it takes them for a broken connection. It alone knows the last id,
 * also from the frames that carry nothing else, and sends it along.
 */
export async function* streamEvents(
  transport: Transport,
  options: EventStreamOptions = {},
): AsyncGenerator<Event, void> {
  const { signal } = options
  const queue: string[] = []
  let failure: unknown
  let failures = 0
  let wasOpen = false
  let wake = () => {}
  let makeRoom = () => {}

  const connect = async (_url: unknown, init: RequestInit) => {
    if (failures > 0) await sleep(backoffMs(failures), init.signal ?? undefined)
    try {
      const response = await transport.open(operations['events.stream'], queryOf(options), init, options)
      failures = 0
      wasOpen = true
      return { ...pick(response), body: readWhileAlive(response.body as ReadableStream<Uint8Array>, hasRoom) }
    } catch (error) {
      failures++
      if (!isTemporary(error) || (!wasOpen && failures >= firstAttempts)) {
        failure = error
        wake()
      }
      throw error
    }
  }
  const hasRoom = () => {
    if (queue.length < longestQueue) return
    return new Promise<void>((resolve) => {
      makeRoom = resolve
    })
  }

  if (signal?.aborted) return
  // Only its fetch knows the real address.
  const source = new EventSource('http://mission-control.invalid', { fetch: connect })
  source.onmessage = ({ data }) => {
    queue.push(data)
    wake()
  }
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  // The timer of EventSource lets Node end the program while it waits to connect again.
  const stayAwake = setInterval(() => {}, longestTimerMs)
  try {
    while (!signal?.aborted) {
      const next = queue.shift()
      if (next !== undefined) {
        makeRoom()
        yield JSON.parse(next)
      } else if (failure) {
        throw failure
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    clearInterval(stayAwake)
    signal?.removeEventListener('abort', onAbort)
    source.close()
    makeRoom()
  }
}

const isTemporary = (error: unknown): boolean => error instanceof MissionControlError && error.isRetryable

function queryOf({ types, taskId, agentId, after }: EventStreamOptions): URLSearchParams {
  const fields = { types: types?.join(','), taskId, agentId, after }
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
}

const pick = ({ status, headers, url, redirected }: Response) => ({ status, headers, url, redirected })

function readWhileAlive(body: ReadableStream<Uint8Array>, hasRoom: () => Promise<void> | undefined) {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await hasRoom()
        const silence = new AbortController()
        const silent = sleep(longestSilenceMs, silence.signal).then(() => undefined)
        const read = await Promise.race([reader.read(), silent]).finally(() => silence.abort())
        if (read === undefined) {
          void reader.cancel().catch(() => {})
          throw new Error(`The event stream was silent for ${longestSilenceMs / 1000} seconds.`)
        }
        if (read.done) controller.close()
        else controller.enqueue(read.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
