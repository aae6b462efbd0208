// Something that moves on stderr while one waits: only on a terminal, only once it takes long, gone without a trace.
import type { Output } from '../terminal.ts'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 80
/** What is shorter than this needs no sign of life. */
const patienceMs = 300
const barWidth = 20

export interface Progress {
  /** How much is done, where that is known: turns the spinner into a bar. */
  update(done: number, total: number): void
  stop(): void
}

const none: Progress = { update() {}, stop() {} }

export function startProgress(output: Output, isShown: boolean, text: string): Progress {
  if (!isShown) return none
  const started = Date.now()
  let state = ''
  let frame = 0
  let isDrawn = false
  const timer = setInterval(() => {
    if (Date.now() - started < patienceMs) return
    output.write(`\r\u001b[K${frames[frame++ % frames.length]} ${text}${state}`)
    isDrawn = true
  }, frameMs)
  timer.unref()
  return {
    update(done, total) {
      const filled = total > 0 ? Math.round((done / total) * barWidth) : barWidth
      state = ` ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${total}`
    },
    stop() {
      clearInterval(timer)
      if (isDrawn) output.write('\r\u001b[K')
    },
  }
}
