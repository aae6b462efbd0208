// Server-sent events as text. An event is serialised once, however many streams carry it.
import type { StoredEvent } from '../../kernel/store/store.ts'
import { toEvent } from './store.ts'

const frames = new WeakMap<StoredEvent, string>()

/** No `event:` line: a browser's `onmessage` would not fire. JSON never holds a line break. */
export function eventFrame(event: StoredEvent): string {
  let frame = frames.get(event)
  if (frame === undefined) {
    frame = `id: ${event.seq}\ndata: ${JSON.stringify(toEvent(event))}\n\n`
    frames.set(event, frame)
  }
  return frame
}

/** Names the last number looked at without an event, so that a filtered reader resumes where it was. */
export const idFrame = (seq: number): string => `id: ${seq}\n\n`

export const retryFrame = (milliseconds: number): string => `retry: ${milliseconds}\n\n`
