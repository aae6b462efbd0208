// Gets the next task: repeats what got no answer under the same name, and waits where there is nothing to get.
import type { Client } from '../client.ts'
import { classOf, MissionControlError } from '../errors.ts'
import type { ClaimAnswer, ClaimNext } from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'
import { type Alarm, backoffMs, sleep } from '../sleep.ts'
import { HeldTask, isClaim } from './held-task.ts'

/** What is the same in all claims of one worker. */
export type ClaimTerms = Omit<ClaimNext, 'claimRequestId'>

/** Where the server does not say when to ask again, and so that one that does not wait is not asked in a tight circle. */
const defaultWaitMs = 5000
const shortestRoundMs = 1000

export class Claimer {
  readonly #client: Client
  readonly #terms: ClaimTerms
  readonly #news: Alarm
  readonly #onFailure: (error: unknown) => void
  #claimRequestId = randomId()
  #failures = 0
  #isInDoubt = false
  #isLimitTold = false

  /** @param news rings when asking again may be worth it */
  constructor(client: Client, terms: ClaimTerms, news: Alarm, onFailure: (error: unknown) => void) {
    this.#client = client
    this.#terms = terms
    this.#news = news
    this.#onFailure = onFailure
  }

  /** Whether the last claim got no answer, so that the server may have given a task nobody here knows of. */
  get isInDoubt(): boolean {
    return this.#isInDoubt
  }

  /**
   * @returns the next task, or undefined if there was none and it is time to ask again
   * @throws what will not be different next time, such as a revoked key
   */
  async next(signal: AbortSignal): Promise<HeldTask | undefined> {
    const askedAt = performance.now()
    try {
      this.#isInDoubt = true
      const input = { ...this.#terms, claimRequestId: this.#claimRequestId }
      const answer = await this.#client.tasks.claimNext(input, { signal })
      // Too late to begin: what this answer gave is given back with all that is in doubt.
      if (signal.aborted) return undefined
      this.#settle()
      if (isClaim(answer)) return new HeldTask(answer, askedAt)
      this.#tellLimit(answer)
      await this.#news.sleep(waitMs(answer, performance.now() - askedAt), signal)
    } catch (error) {
      if (!signal.aborted) await this.#recover(error, signal)
    }
    return undefined
  }

  /** Once: nothing goes wrong, but somebody wanted more than they get. */
  #tellLimit({ reason, message }: ClaimAnswer): void {
    if (reason !== 'at_capacity' || this.#isLimitTold) return
    this.#isLimitTold = true
    const hint = 'Raise its maxConcurrentTasks, or lower the concurrency of its work.'
    this.#onFailure(new MissionControlError({ code: 'at_capacity', message: `${message}. ${hint}`, hint }))
  }

  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    // The task of an answer that got lost is over by now.
    if (error instanceof MissionControlError && error.code === 'run_ended') return this.#settle()
    if (!(error instanceof MissionControlError && error.isRetryable)) throw error
    if (this.#failures++ === 0) this.#onFailure(error)
    await sleep(backoffMs(this.#failures), signal)
  }

  #settle(): void {
    this.#failures = 0
    this.#isInDoubt = false
    this.#claimRequestId = randomId()
  }
}

function waitMs({ reason, message, retryAfterSeconds }: ClaimAnswer, elapsedMs: number): number {
  if (reason === 'deactivated') {
    const hint = 'Ask a person to reactivate it.'
    throw new (classOf('agent_inactive'))({
      code: 'agent_inactive',
      message: message ?? 'The agent is deactivated.',
      hint,
    })
  }
  if (reason === 'no_tasks') return shortestRoundMs - elapsedMs
  return Math.max(shortestRoundMs, retryAfterSeconds === null ? defaultWaitMs : retryAfterSeconds * 1000)
}
