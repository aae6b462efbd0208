// Progress that may be reported from the innermost loop: one message is on its way at a time, the latest wins.
import { sleep } from '../sleep.ts'
import type { ProgressValue } from './task-context.ts'

type Send = (body: string, progress: ProgressValue | undefined) => Promise<unknown>

const spacingMs = 1000

export class ProgressReporter {
  readonly #send: Send
  readonly #onError: (error: unknown) => void
  readonly #isFlushed = new AbortController()
  #latest: Parameters<Send> | undefined
  #sending: Promise<void> | undefined

  constructor(send: Send, onError: (error: unknown) => void) {
    this.#send = send
    this.#onError = onError
  }

  report(label: string, progress: ProgressValue | undefined): void {
    // Nothing is part of nothing: without a total there is only the label.
    this.#latest = [label, progress && progress.total > 0 ? progress : undefined]
    this.#sending ??= this.#sendAll()
  }

  /** From now on nothing waits for its second. */
  async flush(): Promise<void> {
    this.#isFlushed.abort()
    while (this.#sending) await this.#sending
  }

  async #sendAll(): Promise<void> {
    while (this.#latest) {
      const [body, progress] = this.#latest
      this.#latest = undefined
      await this.#send(body, progress).catch(this.#onError)
      await sleep(spacingMs, this.#isFlushed.signal)
    }
    // In the same turn as the last look, or what comes in between would stay here.
    this.#sending = undefined
  }
}
