// Says on stderr what is going on while a person waits: stdout belongs to the program that runs afterwards.

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`)

/**
 * Shows that time passes: a counter on a terminal, a line now and then in a log.
 * @template T
 * @param {string} text
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showWhile(text, work) {
  const onTerminal = process.stderr.isTTY
  const started = Date.now()
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000)
    process.stderr.write(onTerminal ? `\r${text} ${seconds} s` : `${text} ${seconds} s\n`)
  }
  if (onTerminal) show()
  else say(text)
  const timer = setInterval(show, onTerminal ? 1000 : 10_000)
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (onTerminal) process.stderr.write('\n')
  }
}
