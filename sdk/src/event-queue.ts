// Stands between a source that pushes and a loop that pulls, and tells the source when it is too far ahead.

/** Texts read ahead of a slow loop. Beyond it the connection is not read, and the server cuts it off in the end. */
const longestQueue = 1000

export class EventQueue {
  readonly #items: string[] = []
  #isClosed = false
  #failure: { error: unknown } | undefined
  #onChange = () => {}
  #onRoom = () => {}

  push(item: string): void {
    this.#items.push(item)
    this.#onChange()
  }

  /** Thrown to the loop once it has taken what is there. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#onChange()
  }

  /** Ends the loop at once. */
  close(): void {
    this.#isClosed = true
    this.#onChange()
    this.#onRoom()
  }

  /** @returns undefined once closed */
  async next(): Promise<string | undefined> {
    while (!this.#isClosed) {
      const item = this.#items.shift()
      if (this.#items.length < longestQueue) this.#onRoom()
      if (item !== undefined) return item
      if (this.#failure) throw this.#failure.error
      await new Promise<void>((resolve) => {
        this.#onChange = resolve
      })
    }
    return undefined
  }

  async room(): Promise<void> {
    if (this.#isClosed || this.#items.length < longestQueue) return
    await new Promise<void>((resolve) => {
      this.#onRoom = resolve
    })
  }
}
