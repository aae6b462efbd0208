// What follows a commit in memory. The change is durable by then: whatever fails here must not undo its answer, nor anybody else's.
export class Aftermath {
  readonly #listeners: ((error: unknown) => void)[] = []

  onFailure(listener: (error: unknown) => void): void {
    this.#listeners.push(listener)
  }

  run(effects: readonly (() => void)[]): void {
    for (const effect of effects) {
      try {
        effect()
      } catch (error) {
        for (const listener of this.#listeners) listener(error)
      }
    }
  }
}
