// Usage on its way to the server: gathered while a report is under way, sent under names that count once, never given up
// for a server that is away for a while, for the money is spent.
import type { Client } from '../client.ts'
import { MissionControlError } from '../errors.ts'
import type { BudgetUse, ReportUsage, UsageAnswer } from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'
import { backoffMs, sleep } from '../sleep.ts'
import type { ContextListeners } from './context.ts'
import type { HeldTask } from './held-task.ts'
import type { RunBudget, UsageReport } from './task-context.ts'

type UsageListeners = Pick<ContextListeners, 'onWarning' | 'onUsage'>

interface Pending {
  input: ReportUsage
  resolve: (answer: UsageAnswer) => void
  reject: (error: unknown) => void
}

const largestBatch = 50
const triedForMs = 300_000

export class UsageReporter implements RunBudget {
  remaining: number
  readonly #client: Client
  readonly #held: HeldTask
  readonly #listeners: UsageListeners
  readonly #warned = new Set<string | null>()
  #pending: Pending[] = []
  #sending: Promise<void> | undefined

  constructor(client: Client, held: HeldTask, listeners: UsageListeners) {
    this.#client = client
    this.#held = held
    this.#listeners = listeners
    // Nothing is set aside where no budget limits the run.
    this.remaining = held.claim.run.reservedCostMicros || Number.POSITIVE_INFINITY
  }

  report(report: UsageReport): Promise<UsageAnswer> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ input: { reportId: randomId(), ...report }, resolve, reject })
      this.#sending ??= this.#sendAll()
    })
  }

  /** Waits until the server has all. */
  async flush(): Promise<void> {
    while (this.#sending) await this.#sending
  }

  /** @param budgets those above the run as they are now */
  learn(budgets: readonly BudgetUse[], reservedCostMicros: number): void {
    this.remaining = reservedCostMicros + Math.min(...budgets.map((budget) => budget.remainingCostMicros))
    for (const budget of budgets) {
      if (!budget.warning || this.#warned.has(budget.budgetId)) continue
      this.#warned.add(budget.budgetId)
      this.#listeners.onWarning(budget)
    }
  }

  async #sendAll(): Promise<void> {
    // What is reported in one go travels together.
    await undefined
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, largestBatch)
      try {
        await this.#send(batch)
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error)
        // One that is refused must not take the others with it.
        else for (const one of batch) await this.#send([one]).catch(one.reject)
      }
    }
    // In the same turn as the last look, or what comes in between would wait for ever.
    this.#sending = undefined
  }

  async #send(batch: readonly Pending[]): Promise<void> {
    const runId = this.#held.claim.run.id
    const giveUpAt = Date.now() + triedForMs
    for (let failures = 0; ; failures++) {
      try {
        const { answers } = await this.#client.usage.reportBatch({ runId, reports: batch.map(({ input }) => input) })
        answers.forEach((answer, index) => {
          const one = batch[index]
          this.#obey(answer)
          if (one) this.#listeners.onUsage(one.input, answer)
          one?.resolve(answer)
        })
        return
      } catch (error) {
        const isPassing = error instanceof MissionControlError && error.isRetryable
        if (!isPassing || Date.now() > giveUpAt) throw error
        await sleep(backoffMs(failures))
      }
    }
  }

  #obey({ budgets, lease, run, stop }: UsageAnswer): void {
    this.learn(budgets, run.reservedCostMicros)
    if (stop) this.#held.lose(lease.reason ?? 'budget_exhausted')
  }
}
