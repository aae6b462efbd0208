// Cuts a stream of server-sent events into events, without holding back more than one.

/** One event as it stood in the stream, and the JSON it carries if it does. */
export interface SentEvent {
  raw: string
  data: unknown
}

const separator = /\r\n\r\n|\n\n|\r\r/

export class EventCutter {
  #rest = ''

  /** The events that `text` completes. */
  push(text: string): SentEvent[] {
    this.#rest += text
    const events: SentEvent[] = []
    for (let cut = separator.exec(this.#rest); cut; cut = separator.exec(this.#rest)) {
      const end = cut.index + cut[0].length
      events.push(toEvent(this.#rest.slice(0, end)))
      this.#rest = this.#rest.slice(end)
    }
    return events
  }

  /** What is left when the stream ends within an event. */
  flush(): SentEvent[] {
    const rest = this.#rest
    this.#rest = ''
    return rest === '' ? [] : [toEvent(rest)]
  }
}

function toEvent(raw: string): SentEvent {
  const data = raw
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n')
  return { raw, data: parse(data) }
}

/** What is no JSON, such as `[DONE]`, stays text. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
