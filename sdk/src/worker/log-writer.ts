// What a handler logs: gathered for a second, sent in batches, numbered so that a batch sent twice is taken once.
import type { Client } from '../client.ts'
import { MissionControlError } from '../errors.ts'
import type { AppendLogs, RunLogLevel } from '../generated/openapi.ts'
import { sleep } from '../sleep.ts'
import { logData } from './log-data.ts'
import type { TaskLog } from './task-context.ts'

type Entry = AppendLogs['entries'][number]

const largestBatch = 100
const spacingMs = 1000
const longestMessage = 4000
/** A run takes so many lines. */
const lastNumber = 10_000

export class LogWriter implements TaskLog {
  readonly #client: Client
  readonly #runId: string
  readonly #onError: (error: unknown) => void
  readonly #isFlushed = new AbortController()
  #entries: Entry[] = []
  #number = 0
  #sending: Promise<void> | undefined

  constructor(client: Client, runId: string, onError: (error: unknown) => void) {
    this.#client = client
    this.#runId = runId
    this.#onError = onError
  }

  readonly debug = this.#of('debug')
  readonly info = this.#of('info')
  readonly warn = this.#of('warn')
  readonly error = this.#of('error')

  /** From now on nothing is gathered. */
  async flush(): Promise<void> {
    this.#isFlushed.abort()
    while (this.#sending) await this.#sending
  }

  #of(level: RunLogLevel) {
    return (message: string, data?: Record<string, unknown>): void => {
      if (this.#number >= lastNumber) return
      this.#number += 1
      const isLast = this.#number === lastNumber
      const text = isLast ? 'The log of this run is full; what comes after is not kept.' : String(message)
      this.#entries.push({
        number: this.#number,
        at: new Date().toISOString(),
        level,
        // Neither half a character at the end nor U+0000 is taken.
        message: text.replaceAll('\0', '').slice(0, longestMessage).toWellFormed(),
        ...(data && !isLast && { data: logData(data) }),
      })
      this.#sending ??= this.#sendAll()
    }
  }

  async #sendAll(): Promise<void> {
    while (this.#entries.length > 0) {
      await sleep(spacingMs, this.#isFlushed.signal)
      await this.#send(this.#entries.splice(0, largestBatch))
    }
    // In the same turn as the last look, or what comes in between would stay here.
    this.#sending = undefined
  }

  /** One that is refused, say for its data, does not take the others with it: it is found by halves. */
  async #send(entries: Entry[]): Promise<void> {
    try {
      await this.#client.logs.append({ runId: this.#runId, entries }, { maxRetries: 8 })
    } catch (error) {
      const isRefused = !(error instanceof MissionControlError) || [400, 413].includes(error.status ?? 0)
      if (!isRefused || entries.length === 1) return this.#onError(error)
      const half = entries.length >> 1
      await this.#send(entries.slice(0, half))
      await this.#send(entries.slice(half))
    }
  }
}
