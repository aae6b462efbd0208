// The work loop: claims as long as there is room, keeps the leases, runs the handlers, and ends without leaving a trace.
import type { Client } from '../client.ts'
import type { BudgetUse, Task } from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'
import { Alarm, sleep } from '../sleep.ts'
import { Claimer, type ClaimTerms } from './claimer.ts'
import { Heart } from './heartbeat.ts'
import type { HeldTask } from './held-task.ts'
import { LeaseWriter } from './lease-writer.ts'
import type { WorkObserver } from './observer.ts'
import { onStopSignals } from './stop-signals.ts'
import type { runTask, TaskHandler } from './task-run.ts'

/**
 * How an agent works.
 *
 * @example
 * ```ts
 * await agent.work(handler, {
 *   concurrency: 4,
 *   types: ['audit'],
 *   leaseSeconds: 120,
 *   drainSeconds: 60,
 *   onError: (error, task) => console.error(task?.id ?? 'the loop', error),
 *   onWarning: (budget, task) => console.warn(`${task.title}: ${budget.remainingCostMicros} micro-dollars are left.`),
 * })
 * ```
 */
export interface WorkOptions {
  /** Most tasks to hold at once; the agent's `maxConcurrentTasks` at the server goes before. @default 1 */
  concurrency?: number
  /** Take only tasks of these types. @default all */
  types?: string[]
  /** How long a lease lasts without a renewal, in seconds from 10 to 3600; renewed after a third. @default 60 */
  leaseSeconds?: number
  /** How long the server may hold a claim open until there is work, in seconds from 0 to 55. @default 25 */
  waitSeconds?: number
  /** What a run will probably cost, in micro-dollars; reserved with each claim. @default as the task says */
  estimateCostMicros?: number
  /**
   * Stops the work: no more is taken, and what is running may finish within `drainSeconds`.
   * @default SIGTERM and SIGINT, where there is a process to get them; a second one ends the patience at once
   */
  signal?: AbortSignal
  /**
   * How long running handlers may go on once the work is stopped, in seconds. Then they are aborted with a
   * {@link ShutdownError} and their tasks go back to the queue, with no attempt counted. Those that wait for people are
   * not waited for. Whatever ends the process must be more patient than this by a few seconds.
   * @default 25
   */
  drainSeconds?: number
  /** Name of this process, at most 64 characters, another after each start. @default a random one */
  instanceId?: string
  /**
   * Told what went wrong, with the task if it was about one: a handler that threw, a result the server refused, a
   * server that cannot be reached (once, until it can be again).
   * @default prints one line
   */
  onError?: (error: unknown, task: Task | undefined) => void
  /**
   * Told once in a run of each budget that has reached its warning mark; nothing stops before the limit.
   * @default prints one line
   */
  onWarning?: (budget: BudgetUse, task: Task) => void
  /** Watches without taking part, such as `otel()` of `@mission-control/sdk/otel`. @default nobody */
  observer?: WorkObserver
}

/**
 * Does tasks until the work is stopped.
 *
 * @throws TypeError if `handler` is no function
 * @throws RangeError if `concurrency` is no whole number from 1, or `drainSeconds` is negative
 * @throws what ends the work for good: a revoked key, a deactivated agent, an archived workspace
 */
export async function work(client: Client, handler: TaskHandler, options: WorkOptions = {}): Promise<void> {
  const { concurrency = 1, drainSeconds = 0, signal } = options
  if (typeof handler !== 'function') throw new TypeError('work needs a handler: work(async (task, ctx) => …, options).')
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) throw new RangeError('concurrency must be 1, 2, 3 …')
  if (!(drainSeconds >= 0)) throw new RangeError('drainSeconds must be 0 or more.')
  if (signal?.aborted) return
  // So that programs which only call the server do not carry it.
  const { runTask } = await import('./task-run.ts')
  await new Worker(client, handler, options, runTask).run()
}

class Worker {
  readonly #client: Client
  readonly #handler: TaskHandler
  readonly #options: WorkOptions
  readonly #runTask: typeof runTask
  readonly #instanceId: string
  readonly #held = new Set<HeldTask>()
  readonly #running = new Set<Promise<void>>()
  /** Take no more. */
  readonly #stop = new AbortController()
  /** Wait for nobody. */
  readonly #hurry = new AbortController()
  /** A task has ended, or there may be work. */
  readonly #news = new Alarm()
  readonly #heart: Heart
  readonly #claimer: Claimer
  #refusal: { error: unknown } | undefined

  constructor(client: Client, handler: TaskHandler, options: WorkOptions, run: typeof runTask) {
    this.#runTask = run
    this.#client = client
    this.#handler = handler
    this.#options = options
    const { types, leaseSeconds, waitSeconds = 25, estimateCostMicros, instanceId = randomId() } = options
    const terms: ClaimTerms = { instanceId, types, leaseSeconds, waitSeconds, estimateCostMicros }
    const onFailure = (error: unknown) => this.#report(error)
    this.#instanceId = instanceId
    this.#claimer = new Claimer(client, terms, this.#news, onFailure)
    const onWork = () => this.#news.ring()
    const onRefusal = (error: unknown) => this.#giveUp(error)
    this.#heart = new Heart({ client, instanceId, held: this.#held, onWork, onFailure, onRefusal })
  }

  async run(): Promise<void> {
    const { signal } = this.#options
    const stop = () => this.#stop.abort()
    const heartbeat = new AbortController()
    signal?.addEventListener('abort', stop)
    const ignoreSignals = signal ? () => {} : onStopSignals(stop, () => this.#hurry.abort())
    const beating = this.#heart.run(heartbeat.signal)
    try {
      await this.#takeTasks()
      await this.#drain()
      if (this.#claimer.isInDoubt && !this.#refusal) await this.#releaseStrays()
    } finally {
      signal?.removeEventListener('abort', stop)
      ignoreSignals()
      heartbeat.abort()
      await beating
    }
    if (this.#refusal) throw this.#refusal.error
  }

  async #takeTasks(): Promise<void> {
    const { concurrency = 1 } = this.#options
    const { signal } = this.#stop
    while (!signal.aborted) {
      if (this.#running.size >= concurrency) {
        await this.#news.sleep(Number.POSITIVE_INFINITY, signal)
        continue
      }
      const task = await this.#claimer.next(signal).catch((error: unknown) => this.#giveUp(error))
      if (task) this.#start(task)
    }
  }

  #start(task: HeldTask): void {
    const about = task.claim.task
    // Taken from us and given to us again before the next heartbeat said so: two at once would do it twice.
    for (const older of this.#held) if (older.claim.task.id === about.id) older.lose('superseded')
    this.#held.add(task)
    this.#heart.reschedule()
    const { onWarning = printWarning, observer = {} } = this.#options
    const writer = new LeaseWriter(this.#client, task, this.#stop.signal, (held) => this.#heart.recheck(held))
    const run = this.#runTask(writer, this.#handler, {
      observer,
      onError: (error) => this.#report(error, about),
      onWarning: (budget) => this.#guard(() => onWarning(budget, about), about),
    }).finally(() => {
      task.close()
      this.#held.delete(task)
      this.#running.delete(run)
      this.#news.ring()
    })
    this.#running.add(run)
  }

  async #drain(): Promise<void> {
    const { drainSeconds = 25 } = this.#options
    const isDone = new AbortController()
    const done = Promise.all(this.#running).then(() => isDone.abort())
    const enough = AbortSignal.any([isDone.signal, this.#hurry.signal])
    await sleep(this.#refusal ? 0 : drainSeconds * 1000, enough)
    for (const task of this.#held) task.shutDown()
    await done
  }

  /** The claim that was cut off may have been given a task: back with it, or it would cost an attempt. */
  async #releaseStrays(): Promise<void> {
    try {
      const { unlisted } = await this.#heart.ask()
      for (const { taskId, fence, instanceId } of unlisted) {
        if (instanceId === this.#instanceId) await this.#client.tasks.release({ taskId, fence })
      }
    } catch (error) {
      this.#report(error)
    }
  }

  #giveUp(error: unknown): undefined {
    this.#refusal ??= { error }
    this.#stop.abort()
  }

  #report(error: unknown, task?: Task): void {
    const { onError = print } = this.#options
    this.#guard(() => onError(error, task), task)
  }

  /** What callers gave us to call must not stop the loop. */
  #guard(tell: () => void, task?: Task): void {
    try {
      tell()
    } catch (failure) {
      print(failure, task)
    }
  }
}

const print = (error: unknown, task: Task | undefined): void =>
  console.error(`${task ? `Task ${task.id}: ` : ''}${error instanceof Error ? error.message : String(error)}`)

const printWarning = ({ scope, spentCostMicros, limitCostMicros }: BudgetUse, task: Task): void =>
  console.warn(
    `Task ${task.id}: ${spentCostMicros} of ${limitCostMicros} micro-dollars of its ${scope} budget are spent`,
  )
