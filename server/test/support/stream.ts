// Reads an event stream frame by frame, as a program that follows it would.
export interface Frame {
  readonly id: string | null
  readonly data: string | null
  readonly retry: string | null
}

export interface StreamReader {
  readonly response: Response
  /** The next frame; null once the stream has ended. */
  next(): Promise<Frame | null>
  /** The next frame that carries an event, parsed. */
  nextEvent<T = { seq: number; type: string }>(): Promise<T | null>
  close(): void
}

export async function openEventStream(
  url: string,
  key: string,
  headers: Record<string, string> = {},
): Promise<StreamReader> {
  const hangUp = new AbortController()
  const response = await fetch(url, { headers: { Authorization: `Bearer ${key}`, ...headers }, signal: hangUp.signal })
  const chunks = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''

  async function next(): Promise<Frame | null> {
    let end = text.indexOf('\n\n')
    while (end === -1) {
      const { done, value } = await chunks.read().catch(() => ({ done: true, value: undefined }))
      if (done) return null
      text += value
      end = text.indexOf('\n\n')
    }
    const fields = new Map(
      text
        .slice(0, end)
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    text = text.slice(end + 2)
    return { id: fields.get('id') ?? null, data: fields.get('data') ?? null, retry: fields.get('retry') ?? null }
  }

  return {
    response,
    next,
    async nextEvent<T>() {
      for (;;) {
        const frame = await next()
        if (frame === null) return null
        if (frame.data !== null) return JSON.parse(frame.data) as T
      }
    },
    close: () => hangUp.abort(),
  }
}
