// Writes on a task that need its lease: they carry the fence, end with the lease, and wait where the lease is in doubt.
import type { Client } from '../client.ts'
import { LeaseLostError } from '../errors.ts'
import type { RequestOptions } from '../resource-types.ts'
import type { HeldTask } from './held-task.ts'

/** What every such write carries. */
export interface Fenced {
  taskId: string
  fence: number
}

/** Half a minute of them: a server that restarts is nothing a handler should have to think of. */
const maxRetries = 8

export class LeaseWriter {
  readonly client: Client
  readonly held: HeldTask
  /** Aborted once the worker takes no more. */
  readonly stopping: AbortSignal
  readonly #recheck: (held: HeldTask) => Promise<void>

  /** @param recheck asks the server whether it still gives us the lease */
  constructor(client: Client, held: HeldTask, stopping: AbortSignal, recheck: (held: HeldTask) => Promise<void>) {
    this.client = client
    this.held = held
    this.stopping = stopping
    this.#recheck = recheck
  }

  /**
   * Asks the server whether the task is still ours.
   *
   * @throws the reason of the signal if it is not
   */
  async confirm(): Promise<void> {
    this.held.doubt()
    await this.#recheck(this.held)
    this.held.workSignal.throwIfAborted()
  }

  /** @throws LeaseLostError, without asking the server, once the lease is over */
  async write<T>(send: (lease: Fenced, options: RequestOptions) => Promise<T>, retries = maxRetries): Promise<T> {
    const { held } = this
    const { taskId, fence } = held.claim.lease
    if (held.isInDoubt) await this.#recheck(held)
    try {
      return await send({ taskId, fence }, { signal: held.leaseSignal, maxRetries: retries })
    } catch (error) {
      if (error instanceof LeaseLostError && !held.isLost) held.loseTo(error)
      throw error
    }
  }
}
