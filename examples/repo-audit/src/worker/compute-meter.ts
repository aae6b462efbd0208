// Measures the processor time this agent uses for a task, and reports it as it goes: real figures, priced by the server.
import { readFileSync } from 'node:fs'
import type { TaskContext } from '@mission-control/sdk'

const reportEveryMs = 1000
/** In which Linux counts the time of processes for others, whatever it uses itself. */
const ticksPerSecond = 100

export class ComputeMeter {
  readonly #ctx: Pick<TaskContext, 'reportUsage'>
  readonly #startedAt = processorSeconds()
  #reported = 0
  /** The first report is due at once. */
  #reportedAt = -Infinity

  constructor(ctx: Pick<TaskContext, 'reportUsage'>) {
    this.#ctx = ctx
  }

  /** Seconds of processor time since the meter was made. */
  get seconds(): number {
    return processorSeconds() - this.#startedAt
  }

  /** To be called often: a worker that dies has told what it used until a second ago. */
  async reportIfDue(): Promise<void> {
    if (performance.now() - this.#reportedAt >= reportEveryMs) await this.report()
  }

  async report(): Promise<void> {
    this.#reportedAt = performance.now()
    const quantity = Math.round((this.seconds - this.#reported) * 1e6) / 1e6
    if (quantity <= 0) return
    this.#reported += quantity
    await this.#ctx.reportUsage({ origin: 'sdk', lines: [{ meter: 'compute_second', quantity }] })
  }
}

/** Of this process, and where the system tells it of the git processes it has waited for. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childSeconds()
}

function childSeconds(): number {
  if (process.platform !== 'linux') return 0
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // After the name in parentheses, which may hold anything: the fields 16 and 17 of proc(5), counted from field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
  } catch {
    return 0
  }
}
