// Who waits for what: claims in the order they came, and others for news on one topic.

/** Work that has become claimable. */
export interface WorkHint {
  readonly workspaceId: string
  readonly type: string
  readonly capabilities: readonly string[]
  /** The only agent that may take it now; null: whoever fits. */
  readonly agentId: string | null
}

export interface Waiter {
  readonly workspaceId: string
  readonly agentId: string
  accepts(hint: WorkHint): boolean
}

export interface Place {
  /** Resolves once: there may be something, or something about you changed, so look again. */
  readonly woken: Promise<void>
  /** @returns what it was woken for, which is lost to the others unless it is offered again; null: nothing in particular. */
  leave(): WorkHint | null
}

interface Queued extends Waiter {
  wake(hint: WorkHint | null): void
}

export class WorkSignals {
  readonly #line = new Set<Queued>()
  readonly #topics = new Map<string, Set<() => void>>()

  /** Stands in line for work: first come, first woken. Being woken ends the place. */
  queue(waiter: Waiter): Place {
    let queued: Queued
    let wokenFor: WorkHint | null = null
    const woken = new Promise<void>((resolve) => {
      const wake = (hint: WorkHint | null) => {
        wokenFor = hint
        resolve()
      }
      queued = { ...waiter, accepts: (hint) => waiter.accepts(hint), wake }
    })
    this.#line.add(queued!)
    const leave = () => {
      this.#line.delete(queued)
      return wokenFor
    }
    return { woken, leave }
  }

  /** One task has become claimable: the first in line that could take it is woken, n tasks wake n. */
  offer(hint: WorkHint): void {
    for (const waiter of this.#line) {
      if (waiter.workspaceId !== hint.workspaceId || !waiter.accepts(hint)) continue
      this.#line.delete(waiter)
      waiter.wake(hint)
      return
    }
  }

  /** Something about an agent or a whole workspace changed (a hold lifted, a key revoked): its waiters look again. */
  wakeAll(scope: { workspaceId?: string; agentId?: string }): void {
    for (const waiter of [...this.#line]) {
      if (scope.workspaceId !== undefined && waiter.workspaceId !== scope.workspaceId) continue
      if (scope.agentId !== undefined && waiter.agentId !== scope.agentId) continue
      this.#line.delete(waiter)
      waiter.wake(null)
    }
  }

  /** Waits for news on a topic such as a registration's id. */
  listen(topic: string, listener: () => void): () => void {
    const listeners = this.#topics.get(topic) ?? new Set()
    listeners.add(listener)
    this.#topics.set(topic, listeners)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#topics.delete(topic)
    }
  }

  announce(topic: string): void {
    for (const listener of [...(this.#topics.get(topic) ?? [])]) listener()
  }
}
