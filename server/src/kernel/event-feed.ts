// The newest events of each workspace in memory, so that a thousand streams do not read the database for each event.
import type { StoredEvent } from './store/store.ts'

const keptEvents = 2_000

interface Lane {
  events: StoredEvent[]
  head: number
  readonly listeners: Set<() => void>
}

export class EventFeed {
  readonly #lanes = new Map<string, Lane>()

  publish(events: readonly StoredEvent[]): void {
    const touched = new Set<Lane>()
    for (const event of events) {
      const lane = this.#lane(event.workspaceId)
      lane.events.push(event)
      lane.head = event.seq
      touched.add(lane)
    }
    for (const lane of touched) {
      if (lane.events.length > keptEvents * 2) lane.events = lane.events.slice(-keptEvents)
      for (const listener of lane.listeners) listener()
    }
  }

  /** @returns the events after `seq` if all of them are still here, else null: read the ledger. */
  after(workspaceId: string, seq: number): readonly StoredEvent[] | null {
    const { events } = this.#lane(workspaceId)
    const first = events[0]
    if (!first || first.seq > seq + 1) return null
    return events.slice(seq + 1 - first.seq)
  }

  subscribe(workspaceId: string, listener: () => void): () => void {
    const { listeners } = this.#lane(workspaceId)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  #lane(workspaceId: string): Lane {
    let lane = this.#lanes.get(workspaceId)
    if (!lane) {
      lane = { events: [], head: 0, listeners: new Set() }
      this.#lanes.set(workspaceId, lane)
    }
    return lane
  }
}
