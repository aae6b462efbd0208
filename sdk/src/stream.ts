// The event stream as something to iterate over, that goes on where it stopped whatever happens to the connection.
import { EventSource } from 'eventsource'
import { MissionControlError } from './errors.ts'
import { EventQueue } from './event-queue.ts'
import type { Event, EventType } from './generated/openapi.ts'
import { liveBody } from './live-body.ts'
import { backoffMs, sleep } from './sleep.ts'
import type { Transport } from './transport.ts'

/** Which events to follow, and from where. */
export interface EventStreamOptions {
  /** Only events of these types, such as `task.completed`. @default all */
  types?: readonly EventType[]
  /** Only events of this task. @default all */
  taskId?: string
  /** Only events about this agent. @default all */
  agentId?: string
  /** Id of the last event you have; `0` begins with the first of the workspace. @default what happens from now on */
  after?: string | number
  /** Ends the iteration, without an error. @default none */
  signal?: AbortSignal
  /** Id or slug of the workspace. @default the workspace of the client */
  workspace?: string
}

/** A server never reached is given up after so many attempts, as with any call; one lost later is not. */
const firstAttempts = 5
const longestTimerMs = 2_147_483_647

export async function* streamEvents(
  transport: Transport,
  options: EventStreamOptions = {},
): AsyncGenerator<Event, void> {
  const { signal } = options
  if (signal?.aborted) return
  const queue = new EventQueue()
  // The address is its fetch's business.
  const source = new EventSource('http://mission-control.invalid', { fetch: connector(transport, options, queue) })
  source.onmessage = ({ data }) => queue.push(data)
  const close = () => queue.close()
  signal?.addEventListener('abort', close)
  // The timer of EventSource lets Node end the program while it waits to connect again.
  const stayAwake = setInterval(() => {}, longestTimerMs)
  try {
    for (let text = await queue.next(); text !== undefined; text = await queue.next()) yield JSON.parse(text)
  } finally {
    clearInterval(stayAwake)
    signal?.removeEventListener('abort', close)
    source.close()
    close()
  }
}

/**
 * EventSource reconnects by itself after a broken connection and gives up for good after any answer but 200. So it is
 * shown no other: a refusal is thrown, and it takes that for a broken connection. It alone knows the last id, also from
 * frames that carry nothing else, and keeps it as long as it lives.
 */
function connector(transport: Transport, options: EventStreamOptions, queue: EventQueue) {
  const query = queryOf(options)
  let failures = 0
  let wasOpen = false
  return async (_address: unknown, init: RequestInit) => {
    const signal = init.signal as AbortSignal
    if (failures > 0) await sleep(backoffMs(failures), signal)
    try {
      const { workspace } = options
      const response = await transport.open('GET', `/events/stream?${query}`, init, { workspace })
      failures = 0
      wasOpen = true
      const { body, status, headers, url, redirected } = response
      return {
        body: liveBody(body as ReadableStream<Uint8Array>, () => queue.room(), signal),
        status,
        headers,
        url,
        redirected,
      }
    } catch (error) {
      failures++
      const isTemporary = error instanceof MissionControlError && error.isRetryable
      if (!isTemporary || (!wasOpen && failures >= firstAttempts)) queue.fail(error)
      throw error
    }
  }
}

function queryOf({ types, taskId, agentId, after }: EventStreamOptions): URLSearchParams {
  const fields = { types: types?.join(','), taskId, agentId, after }
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
}
