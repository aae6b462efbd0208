// Follows the ledger over server-sent events. Read with `fetch`, because EventSource sends no workspace header
// and gives up for good on any answer but 200.
import { context, workspaceHeader } from './api.js'

const retryMilliseconds = 2_000
const longestRetryMilliseconds = 30_000
/** The server says something every fifteen seconds. */
const silenceMilliseconds = 40_000

/**
 * @typedef {object} Follower
 * @property {number} after number of the last event had
 * @property {(events: import('./types.js').LedgerEvent[]) => void} onEvents
 * @property {(state: 'live' | 'connecting') => void} onState
 * @property {() => void} onGap what was missed cannot be caught up with: load everything anew
 * @property {AbortSignal} signal ends it
 */

/** @param {Follower} follower */
export async function followEvents({ after, onEvents, onState, onGap, signal }) {
  let lastId = String(after)
  let failures = 0
  while (!signal.aborted) {
    const silence = silenceWatch()
    const stop = () => silence.controller.abort()
    signal.addEventListener('abort', stop)
    try {
      const response = await fetch('/api/v1/events/stream', {
        headers: { ...workspaceHeader(), 'Last-Event-ID': lastId },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: silence.controller.signal,
      })
      if (response.status === 401) return context.onSignedOut()
      if (response.status === 400) return onGap()
      if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
      for await (const frames of framesOf(response.body)) {
        silence.heard()
        failures = 0
        onState('live')
        for (const { id } of frames) if (id !== null) lastId = id
        const events = frames.flatMap(({ data }) => (data === '' ? [] : [JSON.parse(data)]))
        if (events.length > 0) onEvents(events)
      }
    } catch {
      failures += 1
    } finally {
      silence.end()
      signal.removeEventListener('abort', stop)
    }
    if (signal.aborted) return
    onState('connecting')
    await new Promise((resolve) => setTimeout(resolve, pauseAfter(failures)))
  }
}

/** Longer from failure to failure, and not the same for every page that lost the server at once. @param {number} failures */
function pauseAfter(failures) {
  if (failures === 0) return retryMilliseconds / 4
  return Math.min(longestRetryMilliseconds, retryMilliseconds * 2 ** (failures - 1)) * (0.5 + Math.random() / 2)
}

/** A connection that died without a word is noticed by its silence. */
function silenceWatch() {
  const controller = new AbortController()
  let timer = setTimeout(() => controller.abort(), silenceMilliseconds)
  return {
    controller,
    heard() {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), silenceMilliseconds)
    },
    end: () => clearTimeout(timer),
  }
}

/**
 * The frames of each piece that arrives, so that many events cost one update.
 * @param {ReadableStream<Uint8Array>} body
 */
async function* framesOf(body) {
  const decoder = /** @type {ReadableWritablePair<string, Uint8Array>} */ (
    /** @type {unknown} */ (new TextDecoderStream())
  )
  const reader = body.pipeThrough(decoder).getReader()
  let rest = ''
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      const parts = (rest + value).split('\n\n')
      rest = parts.pop() ?? ''
      if (parts.length > 0) yield parts.map(parseFrame)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

/** @param {string} frame @returns {{ id: string | null, data: string }} */
function parseFrame(frame) {
  let id = null
  let data = ''
  for (const line of frame.split('\n')) {
    if (line.startsWith('id: ')) id = line.slice(4)
    else if (line.startsWith('data: ')) data += line.slice(6)
  }
  return { id, data }
}
