// The front door: the client with the two things an agent does with it, joining and working.
import { ServerClient } from './client.ts'
import { fetchKey, type RegisterOptions } from './registration.ts'
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
   * Joins as a new agent: registers, waits until a person has approved it (not at all with an `enrollmentToken`), and
   * fetches its key. Once in the life of an agent: store the key in `onKey` and use it from then on.
   *
   * @returns a client that works as the new agent
   * @throws {@link RegistrationRejectedError} if a person refuses the agent
   * @throws `enrollment_invalid`, `name_taken`, `registrations_full` or `rate_limited` as the server says
   * @throws `unauthenticated` if nobody decided within an hour
   */
  async register(options: RegisterOptions): Promise<MissionControl> {
    const { apiKey } = await fetchKey(this.#options, options)
    return new MissionControl({ ...this.#options, apiKey, workspace: undefined })
  }

  /**
   * Does tasks until `signal` is aborted: claims them, keeps their leases alive, gives each to the handler, and hands in
   * what it returns. Needs the key of an agent. The process decides when to stop, say on SIGTERM.
   *
   * @throws `unauthenticated`, `forbidden`, `agent_inactive` or `workspace_archived` when the agent may not work any more
   * @example
   * ```ts
   * const stop = new AbortController()
   * process.once('SIGTERM', () => stop.abort())
   * await agent.work(async (task, ctx) => ({ summary: `Looked at ${task.title}.` }), { signal: stop.signal })
   * ```
   */
  work(handler: TaskHandler, options?: WorkOptions): Promise<void> {
    return work(this, handler, options)
  }
}

/**
 * Joins as a new agent, in one call: see {@link MissionControl.register}.
 *
 * @example
 * ```ts
 * const agent = await registerAgent({ baseUrl, name: 'auditor', enrollmentToken })
 * await agent.work(async (task) => ({ summary: `Looked at ${task.title}.` }))
 * ```
 */
export function registerAgent(
  options: Omit<TransportOptions, 'apiKey' | 'workspace'> & RegisterOptions,
): Promise<MissionControl> {
  const { baseUrl, maxRetries, timeoutMs, fetch, middleware, logger, logLevel, ...registration } = options
  const server = { baseUrl, maxRetries, timeoutMs, fetch, middleware, logger, logLevel }
  return new MissionControl(server).register(registration)
}
