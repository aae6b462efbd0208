// The real server for one test: empty, on a port of its own, with time that can be moved, and gone afterwards.
import type { RegisterAgent } from '../generated/openapi.ts'
import { MissionControl } from '../mission-control.ts'
import type { TransportOptions } from '../transport.ts'
import type { TaskHandler } from '../worker/task-run.ts'
import type { WorkOptions } from '../worker/work.ts'
import { startTestingServer, type TestingServer } from './server-package.ts'

/**
 * The time of the server, which goes by as ever and can be moved ahead.
 *
 * @example
 * ```ts
 * await using test = await createTestMissionControl()
 * const agent = await test.agent({ name: 'auditor' })
 * await test.admin.tasks.create({ title: 'Audit' })
 * const { task } = await agent.tasks.claimNext({ claimRequestId: 'c1', instanceId: 'i1', leaseSeconds: 60 })
 * const before = test.clock.now()
 * await test.clock.advance(61)
 * expect(test.clock.now().getTime() - before.getTime()).toBeGreaterThanOrEqual(61_000)
 * expect((await test.admin.tasks.get({ taskId: task?.id ?? '' })).task.state).toBe('ready')
 * ```
 */
export interface TestClock {
  /** What time it is at the server. */
  now(): Date
  /**
   * Moves it ahead and settles everything that has become due by then: leases that run out, retries, approvals that
   * expire, agents not heard of for 90 seconds.
   *
   * @param seconds how many seconds, not below 0
   * @throws RangeError
   */
  advance(seconds: number): Promise<void>
}

/**
 * How the client of an agent shall be made, say with a `fetch` that loses things.
 *
 * @example
 * ```ts
 * await using test = await createTestMissionControl()
 * let isFirst = true
 * const agent = await test.agent(
 *   { name: 'auditor' },
 *   {
 *     fetch: async (request) => {
 *       const response = await fetch(request)
 *       if (!isFirst) return response
 *       isFirst = false
 *       throw new TypeError('The first answer is lost.')
 *     },
 *   },
 * )
 * ```
 */
export type TestAgentOptions = Omit<TransportOptions, 'baseUrl' | 'apiKey' | 'workspace'>

/**
 * An agent of the test. Its work ends with the server.
 *
 * @example
 * ```ts
 * await using test = await createTestMissionControl()
 * const agent = await test.agent({ name: 'auditor' })
 * void agent.work(async () => ({ summary: 'Done.' }))
 * ```
 */
export class TestAgent extends MissionControl {
  /** Id of the agent. */
  readonly agentId: string
  /** For a program under test that is given its key. */
  readonly apiKey: string
  readonly #closing: AbortSignal
  readonly #working: Set<Promise<void>>

  /** Made by {@link TestMissionControl.agent}. */
  constructor(
    options: TransportOptions & { apiKey: string },
    agentId: string,
    { closing, working }: { closing: AbortSignal; working: Set<Promise<void>> },
  ) {
    super(options)
    this.agentId = agentId
    this.apiKey = options.apiKey
    this.#closing = closing
    this.#working = working
  }

  override work(handler: TaskHandler, options: WorkOptions = {}): Promise<void> {
    const signal = AbortSignal.any([this.#closing, ...(options.signal ? [options.signal] : [])])
    const ended = super.work(handler, { ...options, signal })
    this.#working.add(ended)
    return ended
  }
}

/**
 * A server of its own for a test, and who speaks to it.
 *
 * @example
 * ```ts
 * const test = await createTestMissionControl()
 * try {
 *   const { id } = await test.admin.tasks.create({ title: 'Audit' })
 *   const answer = await fetch(`${test.url}/api/v1/tasks/${id}`, { headers: { Authorization: `Bearer ${test.adminKey}` } })
 *   expect(answer.status).toBe(200)
 * } finally {
 *   await test.close()
 * }
 * ```
 */
export interface TestMissionControl extends AsyncDisposable {
  /** Where it listens, on this machine alone. */
  readonly url: string
  /** Key of its first admin. */
  readonly adminKey: string
  /** Its only workspace. */
  readonly workspaceId: string
  /** As the first admin: creates tasks, decides, answers. */
  readonly admin: MissionControl
  /** The time of the server, to be moved. */
  readonly clock: TestClock
  /**
   * Lets in an agent, registered and approved at once.
   *
   * @param options of its client
   * @throws `name_taken` for the name of another
   */
  agent(profile: RegisterAgent, options?: TestAgentOptions): Promise<TestAgent>
  /** Stops the work of all its agents as their `drainSeconds` say, ends the server, and removes what it has written. */
  close(): Promise<void>
}

/**
 * Starts the real server for a test: everything works as it will, approvals, budgets and events too. It takes a fraction
 * of a second, so each test can have its own. Needs Node 24 and the package `@mission-control/server`, which any server
 * hands out; `serverPackageUrl` of its `GET /api/v1/info` says where.
 *
 * @throws Error that says what to install where something is missing
 * @example
 * ```ts
 * test('audits what it is given', async () => {
 *   await using test = await createTestMissionControl()
 *   const agent = await test.agent({ name: 'auditor', capabilities: ['git'] })
 *   const { id } = await test.admin.tasks.create({ title: 'Audit', requiredCapabilities: ['git'] })
 *   void agent.work(audit)
 *   for await (const event of test.admin.events.stream({ taskId: id, after: 0, types: ['task.completed'] })) break
 *   expect((await test.admin.tasks.get({ taskId: id })).deliverable?.summary).toBe('All is well.')
 * })
 * ```
 */
export async function createTestMissionControl(): Promise<TestMissionControl> {
  return new TestServer(await startTestingServer())
}

class TestServer implements TestMissionControl {
  readonly url: string
  readonly adminKey: string
  readonly workspaceId: string
  readonly admin: MissionControl
  readonly clock: TestClock
  readonly #server: TestingServer
  readonly #closing = new AbortController()
  readonly #working = new Set<Promise<void>>()
  #closed: Promise<void> | undefined

  constructor(server: TestingServer) {
    this.#server = server
    this.url = server.url
    this.adminKey = server.adminKey
    this.workspaceId = server.workspaceId
    this.admin = new MissionControl({ baseUrl: server.url, apiKey: server.adminKey })
    this.clock = { now: () => new Date(server.now()), advance: (seconds) => server.advance(seconds) }
  }

  async agent(profile: RegisterAgent, options: TestAgentOptions = {}): Promise<TestAgent> {
    const baseUrl = this.url
    const { secret } = await this.admin.enrollmentTokens.create({ name: profile.name })
    // Not by the client that is asked for: what the test makes go wrong begins once the agent is there.
    const stranger = new MissionControl({ baseUrl })
    const { registrationToken } = await stranger.agents.register({ ...profile, enrollmentToken: secret ?? '' })
    const { apiKey, agentId } = await new MissionControl({ baseUrl, apiKey: registrationToken }).registrations.poll()
    if (apiKey === null || agentId === null) throw new Error(`${profile.name} was let in and got no key.`)
    const life = { closing: this.#closing.signal, working: this.#working }
    return new TestAgent({ ...options, baseUrl, apiKey }, agentId, life)
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#working)
    await this.#server.close()
  }
}
