// One open event stream: catches up from the ledger, then follows the feed, without gap or repeat, until somebody ends it.
import type { ServerResponse } from 'node:http'
import type { EventFeed } from '../../kernel/event-feed.ts'
import type { Store, StoredEvent } from '../../kernel/store/store.ts'
import { eventFrame, idFrame, retryFrame } from './frames.ts'
import { mostEventsPerRead, readEventsAfter } from './store.ts'

const reconnectMilliseconds = 2_000
const keepAliveMilliseconds = 15_000
/** What may wait in the socket of a reader that follows what happens now. */
const mostBytesWaiting = 1_048_576
/** A reader that catches up is waited for, but not for ever. */
const longestStallMilliseconds = 30_000
const charactersPerWrite = 65_536

export interface StreamOptions {
  readonly workspaceId: string
  /** The number of the last event the reader has. */
  readonly after: number
  readonly matches: (event: StoredEvent) => boolean
  readonly feed: EventFeed
  readonly store: Store
  /** Called every fifteen seconds: a key may have run out meanwhile. */
  readonly recheck: () => void
  readonly onError: (error: unknown) => void
}

export class EventStream {
  readonly #response: ServerResponse
  readonly #options: StreamOptions
  readonly #cleanUp: (() => void)[] = []
  /** The last number looked at. */
  #seq: number
  #isCatchingUp = true
  #isPumping = false
  #hasNews = false
  #isOver = false

  constructor(response: ServerResponse, options: StreamOptions) {
    this.#response = response
    this.#options = options
    this.#seq = options.after
  }

  start(headers: Record<string, string>): void {
    const { feed, workspaceId } = this.#options
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // Proxies that know this header would otherwise hold frames back.
      'X-Accel-Buffering': 'no',
      ...headers,
    })
    this.#response.write(retryFrame(reconnectMilliseconds) + idFrame(this.#seq))
    this.#response.on('close', () => this.#finish())
    const keepAlive = setInterval(() => this.#keepAlive(), keepAliveMilliseconds)
    this.#cleanUp.push(
      () => clearInterval(keepAlive),
      feed.subscribe(workspaceId, () => this.#wake()),
    )
    this.#wake()
  }

  /** For what must end with the stream. */
  onFinish(effect: () => void): void {
    this.#cleanUp.push(effect)
  }

  /** Ends the stream in order; the reader connects again and learns what has changed. */
  end(): void {
    this.#finish()
    this.#response.end()
  }

  /** Cuts off a reader that does not keep up; it connects again with the last id it has. */
  #cut(): void {
    this.#finish()
    this.#response.destroy()
  }

  #finish(): void {
    this.#isOver = true
    for (const effect of this.#cleanUp.splice(0)) effect()
  }

  #wake(): void {
    this.#hasNews = true
    if (this.#isPumping || this.#isOver) return
    this.#isPumping = true
    this.#pump().catch((error: unknown) => {
      this.#options.onError(error)
      this.#cut()
    })
  }

  async #pump(): Promise<void> {
    while (this.#hasNews && !this.#isOver) {
      this.#hasNews = false
      const events = await this.#next()
      if (this.#isOver) break
      await this.#send(events)
      // A short read has reached the present: from here on the reader must keep up.
      if (events.length < mostEventsPerRead) this.#isCatchingUp = false
      else this.#hasNews = true
    }
    // In the same turn as the last look at the news, or some would be missed.
    this.#isPumping = false
  }

  async #next(): Promise<readonly StoredEvent[]> {
    const { feed, store, workspaceId } = this.#options
    const recent = feed.after(workspaceId, this.#seq)
    if (recent) return recent.slice(0, mostEventsPerRead)
    const events = await readEventsAfter(store.reader, workspaceId, this.#seq)
    await store.durable()
    return events
  }

  async #send(events: readonly StoredEvent[]): Promise<void> {
    let text = ''
    for (const event of events) {
      if (this.#isOver) return
      if (this.#options.matches(event)) text += eventFrame(event)
      this.#seq = event.seq
      if (text.length < charactersPerWrite && event !== events.at(-1)) continue
      if (text !== '') this.#write(text)
      text = ''
      if (this.#isCatchingUp) await this.#drained()
    }
  }

  #write(text: string): void {
    this.#response.write(text)
    if (this.#response.writableLength > mostBytesWaiting) this.#cut()
  }

  #keepAlive(): void {
    this.#options.recheck()
    this.#write(idFrame(this.#seq))
  }

  /** A long way back goes at the reader's pace. */
  async #drained(): Promise<void> {
    if (this.#isOver || !this.#response.writableNeedDrain) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const stalled = setTimeout(() => this.#cut(), longestStallMilliseconds)
    const done = () => resolve()
    this.#response.once('drain', done).once('close', done)
    await promise
    clearTimeout(stalled)
    this.#response.off('drain', done).off('close', done)
  }
}
