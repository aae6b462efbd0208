// What the demo promises to show, each checked against what really happened.
import { paint } from './terminal.ts'

export class Promises {
  readonly #kept: { text: string; isKept: boolean }[] = []

  /** @param text the promise as a statement */
  check(text: string, isKept: boolean): void {
    this.#kept.push({ text, isKept })
  }

  get areKept(): boolean {
    return this.#kept.every(({ isKept }) => isKept)
  }

  get lines(): string[] {
    return this.#kept.map(({ text, isKept }) => `  ${isKept ? paint('green', '✓') : paint('red', '✗')} ${text}`)
  }
}
