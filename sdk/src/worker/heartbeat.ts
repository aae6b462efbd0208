// Keeps leases alive: one heartbeat for all of them, a third of a lease after the last one, and sooner after a failure.
import type { Client } from '../client.ts'
import { MissionControlError } from '../errors.ts'
import type { EndReason, HeartbeatAnswer } from '../generated/openapi.ts'
import { Alarm, backoffMs, sleep } from '../sleep.ts'
import type { HeldTask } from './held-task.ts'

/** What the heartbeat is for and who hears of it. */
export interface HeartOptions {
  client: Client
  instanceId: string
  held: ReadonlySet<HeldTask>
  /** Work may be waiting. */
  onWork: () => void
  onFailure: (error: unknown) => void
  /** The server will never answer differently. */
  onRefusal: (error: unknown) => void
}

const longestBeatMs = 10_000
const longestRetryMs = 5_000

export class Heart {
  readonly #options: HeartOptions
  readonly #alarm = new Alarm()
  #lastBeatAt = performance.now()
  #idleMs = 20_000
  #failures = 0
  #retryAt = 0

  constructor(options: HeartOptions) {
    this.#options = options
  }

  /** Beats until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const waitMs = this.#dueAt() - performance.now()
      if (waitMs > 0) await this.#alarm.sleep(waitMs, signal)
      else await this.#beat(signal)
    }
  }

  /** To be called when a task was claimed: its first renewal may be due before the next beat. */
  reschedule(): void {
    this.#alarm.ring()
  }

  /** One beat out of turn, for what the server has on its books. */
  ask(): Promise<HeartbeatAnswer> {
    return this.#send([], {})
  }

  /** Asks until the server says whether the task is still ours; never rejects. */
  async recheck(task: HeldTask): Promise<void> {
    while (task.isInDoubt) {
      await this.#beat(task.leaseSignal)
      if (task.isInDoubt) await sleep(this.#retryAt - performance.now(), task.leaseSignal)
    }
  }

  /** A task that is lost stays among those held until its handler has noticed. */
  #tasks(): HeldTask[] {
    return [...this.#options.held].filter((task) => !task.isLost)
  }

  #dueAt(): number {
    const renewals = this.#tasks().map((task) => task.namedAt + task.renewEveryMs)
    return Math.max(this.#retryAt, Math.min(this.#lastBeatAt + this.#idleMs, ...renewals))
  }

  async #beat(signal: AbortSignal): Promise<void> {
    const tasks = this.#tasks()
    const sentAt = performance.now()
    try {
      const timeoutMs = Math.min(longestBeatMs, ...tasks.map((task) => task.renewEveryMs))
      const answer = await this.#send(tasks, { signal, timeoutMs, maxRetries: 0 })
      this.#failures = 0
      this.#retryAt = 0
      this.#lastBeatAt = sentAt
      for (const task of tasks) task.namedAt = sentAt
      this.#idleMs = answer.nextHeartbeatSeconds * 1000
      obey(answer, tasks, sentAt)
      if (answer.pendingWork.claimable) this.#options.onWork()
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof MissionControlError && error.isRetryable)) {
        // What is still held is given up meanwhile; to ask at once again would be a storm.
        this.#retryAt = performance.now() + longestRetryMs
        return this.#options.onRefusal(error)
      }
      if (this.#failures++ === 0) this.#options.onFailure(error)
      this.#retryAt = performance.now() + 200 + backoffMs(this.#failures, longestRetryMs)
    }
  }

  #send(tasks: HeldTask[], options: { signal?: AbortSignal; timeoutMs?: number; maxRetries?: number }) {
    const { client, instanceId } = this.#options
    const leases = tasks.map(({ claim }) => ({ taskId: claim.task.id, fence: claim.lease.fence }))
    return client.agents.heartbeat({ instanceId, leases, status: tasks.length > 0 ? 'busy' : 'idle' }, options)
  }
}

/** @param tasks those the heartbeat named: a later claim of the same task is another lease */
function obey({ renewed, lost, directives, messages }: HeartbeatAnswer, tasks: HeldTask[], sentAt: number): void {
  const byId = new Map(tasks.map((task) => [task.claim.task.id, task]))
  const why = new Map(directives.map((directive) => [directive.taskId, directive.reason]))
  const lose = (task: HeldTask | undefined, reason: EndReason) => {
    if (!task || task.isHandingIn) return
    const words = why.get(task.claim.task.id)
    task.lose(reason, words && words !== reason ? `The lease on this task is over (${reason}): ${words}` : undefined)
  }
  for (const { taskId } of renewed) byId.get(taskId)?.renewed(sentAt)
  for (const message of messages) byId.get(message.taskId)?.inbox.receive([message])
  for (const { taskId, reason } of lost) lose(byId.get(taskId), reason)
  if (directives.some(({ type }) => type === 'stop')) for (const task of tasks) lose(task, 'emergency_stop')
}
