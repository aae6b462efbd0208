// Questions to whoever sits at the terminal. They go to stderr: stdout is for results alone.
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { interrupted } from './failure.ts'
import { canAsk, type Terminal } from './terminal.ts'

/**
 * @param options `isSecret` shows nothing of what is typed
 * @throws Failure `interrupted` on Ctrl-C and at the end of the input
 */
export type Ask = (question: string, options?: { isSecret?: boolean }) => Promise<string>

/** One conversation, so that what is typed ahead of a question is its answer. */
export async function withQuestions<T>(terminal: Terminal, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { stdin, stderr, signal } = terminal
  let isMuted = false
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) stderr.write(String(chunk))
      done()
    },
  })
  const typed: string[] = []
  const end = Promise.withResolvers<never>()
  end.promise.catch(() => {})
  let arrived = Promise.withResolvers<void>()
  const giveUp = () => end.reject(interrupted())
  const lines = createInterface({ input: stdin, output: echo, terminal: canAsk(terminal), historySize: 0 })
  lines.on('line', (line) => {
    typed.push(line)
    arrived.resolve()
  })
  lines.once('SIGINT', giveUp)
  let isClosed = false
  lines.once('close', () => {
    isClosed = true
    giveUp()
  })
  signal.addEventListener('abort', giveUp, { once: true })
  if (signal.aborted) giveUp()

  const ask: Ask = async (question, { isSecret = false } = {}) => {
    if (isSecret || isClosed) {
      stderr.write(question)
      isMuted = isSecret
    } else {
      // The prompt of readline: it draws the line anew when something is deleted from it.
      lines.setPrompt(question)
      lines.prompt()
    }
    try {
      while (typed.length === 0) {
        arrived = Promise.withResolvers()
        await Promise.race([arrived.promise, end.promise])
      }
      return typed.shift()!
    } finally {
      if (isSecret) {
        isMuted = false
        stderr.write('\n')
      }
    }
  }
  try {
    return await work(ask)
  } finally {
    signal.removeEventListener('abort', giveUp)
    lines.close()
  }
}

/** All that comes in, for `-` and `--key-stdin`. */
export const readInput = ({ stdin }: Terminal): Promise<string> => readAll(stdin)
