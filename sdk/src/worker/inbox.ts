// What people write to the agent while it works: each message is handed over once, and marked as read after that.
import type { AgentMessage } from '../generated/openapi.ts'

/** Told of a message. */
export type MessageListener = (message: AgentMessage) => void | Promise<void>

export class Inbox {
  readonly #known = new Set<string>()
  #waiting: AgentMessage[] = []
  #take: ((message: AgentMessage) => void) | undefined

  /** The server repeats what is not marked as read. */
  receive(messages: readonly AgentMessage[]): void {
    for (const message of messages) {
      if (this.#known.has(message.id)) continue
      this.#known.add(message.id)
      if (this.#take) this.#take(message)
      else this.#waiting.push(message)
    }
  }

  /** From now on messages go there, first those that wait. */
  open(take: (message: AgentMessage) => void): void {
    this.#take = take
    for (const message of this.#waiting.splice(0)) take(message)
  }
}
