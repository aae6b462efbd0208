// What the person at the terminal reads and answers: one line for each thing that happens, colours only where they show.

import { stderr, stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

export type Format = Parameters<typeof styleText>[0]

const leastWidth = 120
const widthOfTime = 10

const clearLine = '\r\u001b[K'

/** Only on a terminal, and not where NO_COLOR is set. */
export const paint = (format: Format, text: string): string => styleText(format, text, { stream: stdout })

/** Text from a repository without what would steer the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
export const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')

export class Terminal {
  readonly #startedAt = performance.now()
  #question: string | undefined

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000
  }

  /** How much fits behind the time; on a narrow terminal lines rather break than say nothing. */
  get width(): number {
    return Math.max(leastWidth, stdout.isTTY ? stdout.columns : 0) - widthOfTime
  }

  /** A heading for what comes next. */
  step(text: string): void {
    this.#write(`\n${paint('bold', text)}\n`)
  }

  /** One thing that happened, with the time it happened. */
  say(text: string): void {
    this.#write(`${paint('dim', `${this.seconds.toFixed(1).padStart(6)} s`)}  ${text}\n`)
  }

  /** As it is. */
  print(text: string): void {
    this.#write(`${text}\n`)
  }

  /** On the error output, for those who read only that. */
  complain(text: string): void {
    stderr.write(`${styleText('red', text, { stream: stderr })}\n`)
  }

  get canAsk(): boolean {
    return stdin.isTTY === true && stdout.isTTY === true
  }

  /** @returns what was typed, or undefined if the signal came first: then the question is taken off the screen */
  async ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) return undefined
    const keyboard = createInterface({ input: stdin, output: stdout })
    // Reading lines keeps Ctrl-C to itself.
    keyboard.on('SIGINT', () => {
      keyboard.close()
      process.emit('SIGINT', 'SIGINT')
    })
    this.#question = question
    try {
      return await new Promise<string | undefined>((resolve) => {
        signal.addEventListener('abort', () => resolve(undefined), { once: true })
        keyboard.once('close', () => resolve(undefined))
        keyboard.question(question, resolve)
      })
    } finally {
      if (signal.aborted) this.takeBack()
      this.#question = undefined
      keyboard.close()
    }
  }

  /** Takes the open question off the screen, if there is one. */
  takeBack(): void {
    if (this.#question !== undefined) stdout.write(clearLine)
    this.#question = undefined
  }

  #write(text: string): void {
    // What is said meanwhile stands above the open question.
    if (this.#question === undefined) stdout.write(text)
    else stdout.write(`${clearLine}${text}${this.#question}`)
  }
}
