// The front door: the client with the two things an agent does with it, joining and working.
import { ServerClient } from './client.ts'
import type { AgentOptions } from './identity.ts'
import type { TransportOptions } from './transport.ts'
import type { TaskHandler } from './worker/task-run.ts'
import { type WorkOptions, work } from './worker/work.ts'

/**
 * A client of a Mission Control server. Every operation is a method: `missionControl.tasks.create({ title })`.
 *
 * @example
 * ```ts
 * const missionControl = new MissionControl({ baseUrl: 'http://localhost:4100', apiKey: process.env.MC_API_KEY })
 * const task = await missionControl.tasks.create({ title: 'Audit the licenses of all dependencies' })
 * ```
 */
export class MissionControl extends ServerClient {
  readonly #options: TransportOptions

  /** @throws TypeError if `baseUrl` is no address or `apiKey` cannot be a key */
  constructor(options: TransportOptions) {
    super(options)
    this.#options = options
  }

  /**
   * Is the agent of this name: with the key that is kept from an earlier life of the program, else by joining as a new
   * agent. That waits until a person has approved it, or not at all with an `enrollmentToken`, and keeps the key. With
   * an `apiKey` of its own this client is the agent already, and is given back.
   *
   * @returns a client that works as the agent
   * @throws TypeError if it can be no name of an agent, Error if the key could not be kept: nothing is registered then
   * @throws {@link RegistrationRejectedError} if a person refuses the agent
   * @throws `enrollment_invalid`, `name_taken`, `registrations_full` or `rate_limited` as the server says
   * @throws `unauthenticated` if nobody decided within an hour, or the server does not know the kept key (any more)
   * @example
   * ```ts
   * const agent = await missionControl.agent({ name: 'auditor', capabilities: ['git'] })
   * ```
   */
  async agent(options: AgentOptions): Promise<MissionControl> {
    if (this.#options.apiKey !== undefined) return this
    // Once in the life of a program: no part of what every page and program loads.
    const { identify } = await import('./identity.ts')
    return new MissionControl({
      ...this.#options,
      apiKey: await identify(this.#options, options),
      workspace: undefined,
    })
  }

  /**
   * Does tasks until it is stopped, by SIGTERM, SIGINT or the `signal` given: claims them, keeps their leases alive,
   * gives each to the handler, and hands in what it returns. Needs the key of an agent.
   *
   * @throws TypeError if `handler` is no function, RangeError if `concurrency` or `drainSeconds` make no sense
   * @throws `unauthenticated`, `forbidden`, `agent_inactive` or `workspace_archived` when the agent may not work any more
   * @example
   * ```ts
   * await agent.work(async (task, ctx) => {
   *   ctx.progress('looking')
   *   return { deliverable: { summary: `Looked at ${task.title}.` } }
   * })
   * ```
   */
  work(handler: TaskHandler, options?: WorkOptions): Promise<void> {
    return work(this, handler, options)
  }
}
