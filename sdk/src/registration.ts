// How an agent without a key gets one: it asks to join, waits for a person or shows an enrollment token, fetches the key.
import { type Client, ServerClient } from './client.ts'
import { MissionControlError, RegistrationRejectedError } from './errors.ts'
import type { RegisterAgent } from './generated/openapi.ts'
import { backoffMs, sleep } from './sleep.ts'
import type { TransportOptions } from './transport.ts'

/**
 * Who the agent is, and what to do on the way to its key.
 *
 * @example
 * ```ts
 * const agent = await missionControl.agent({
 *   name: 'auditor',
 *   capabilities: ['git'],
 *   maxConcurrentTasks: 4,
 *   signal: AbortSignal.timeout(3_600_000),
 *   onPending: ({ claimCode, expiresAt }) => console.log(`Approve ${claimCode} on the page before ${expiresAt}.`),
 * })
 * ```
 */
export interface JoinOptions extends Omit<RegisterAgent, 'enrollmentToken' | 'maxConcurrentTasks'> {
  /** Secret of an enrollment token; with a valid one the agent is approved at once. @default a person approves it */
  enrollmentToken?: string | undefined
  /** Most tasks the server lets it hold at once. @default 16, so that `concurrency` of the work loop decides */
  maxConcurrentTasks?: number
  /** Gives up waiting; the registration stays until it is forgotten. @default none */
  signal?: AbortSignal
  /**
   * Called when a person has to approve the agent: show them the code.
   * @default prints one line with the code
   */
  onPending?: (pending: PendingRegistration) => void
}

/** A registration that waits for a person. */
export interface PendingRegistration {
  /** Id of the registration, by which the server knows it. */
  registrationId: string
  /** Eight characters by which the person finds this registration. */
  claimCode: string
  /** When it is forgotten unless approved by then; RFC 3339. */
  expiresAt: string
}

/** A registration with what its key is fetched with: secret. */
export interface Registration extends Omit<PendingRegistration, 'claimCode'> {
  registrationToken: string
  /** null once it is approved. */
  claimCode: string | null
  /** The last key it gave. Whether it is the one that counts shows when it is used. */
  apiKey?: string
}

/** How a registration outlives the program. */
export interface Keeper {
  /** The one an earlier life of the program began. */
  known?: Registration | undefined
  /** Called with one that begins, and with the key that came of it. */
  keep: (what: Registration | string) => Promise<void>
  /** Called with one that has come to nothing. */
  forget: (registration: Registration) => Promise<void>
  /** The key another process of the agent has kept meanwhile, if there is one. */
  elsewhere: () => Promise<string | undefined>
}

/** A key, and the registration that gave it; while nobody has used the key, it gives another. */
export interface Found {
  apiKey: string
  registration: Registration
}

export async function fetchKey(
  server: TransportOptions,
  options: JoinOptions,
  { known, keep, forget, elsewhere }: Keeper,
): Promise<Found> {
  const { signal, onPending = printPending } = options
  const registration = known ?? (await register(server, options))
  if (!known) await keep(registration)
  const { registrationId, registrationToken, claimCode, expiresAt } = registration
  const tell = () => claimCode !== null && onPending({ registrationId, claimCode, expiresAt })
  const poller = new ServerClient({ ...server, apiKey: registrationToken, workspace: undefined })
  try {
    return { apiKey: await pollForKey(poller, { signal, tell, elsewhere }), registration }
  } catch (error) {
    const isRejected = error instanceof RegistrationRejectedError
    if (!isRejected && !(error instanceof MissionControlError && error.code === 'unauthenticated')) throw error
    // Forgotten, or its key is in use, or another registration of the name was approved: by another process, perhaps.
    for (let looks = 0; looks < (isRejected ? 4 : 1); looks++) {
      const apiKey = (await elsewhere()) ?? registration.apiKey
      if (apiKey) return { apiKey, registration }
      if (isRejected) await sleep(500, signal)
    }
    await forget(registration)
    if (isRejected || !known) throw error
    return fetchKey(server, options, { keep, forget, elsewhere })
  }
}

async function register(server: TransportOptions, options: JoinOptions): Promise<Registration> {
  const { signal, onPending: _, ...agent } = options
  const stranger = new ServerClient({ ...server, apiKey: undefined, workspace: undefined })
  for (;;) {
    try {
      const answer = await stranger.agents.register({ maxConcurrentTasks: 16, ...agent }, { signal })
      const { registrationId, registrationToken, claimCode, expiresAt } = answer
      return { registrationId, registrationToken, claimCode, expiresAt }
    } catch (error) {
      // Many agents of one address begin at once, and only so many a minute may ask: nothing was done.
      if (!(error instanceof MissionControlError && error.code === 'rate_limited')) throw error
      await sleep(10_000 + backoffMs(4), signal)
      signal?.throwIfAborted()
    }
  }
}

interface Waiting {
  signal: AbortSignal | undefined
  /** Tells the person, once it is certain that there is something to wait for. */
  tell: () => void
  elsewhere: Keeper['elsewhere']
}

/** Short, for after each look at what another process has kept. */
const waitSeconds = 5

/** A lost answer loses nothing: the next poll gives another key and takes back the one before. */
async function pollForKey(client: Client, { signal, tell, elsewhere }: Waiting): Promise<string> {
  let isTold = false
  for (let failures = 0; ; ) {
    const asked = performance.now()
    try {
      const { status, reason, apiKey } = await client.registrations.poll(
        { waitSeconds: isTold ? waitSeconds : 0 },
        { signal },
      )
      failures = 0
      if (status === 'rejected') throw new RegistrationRejectedError(reason ?? 'no reason was given')
      if (apiKey !== null) return apiKey
      if (!isTold) tell()
      isTold = true
      // Several processes of one agent may have asked; only one of them is approved.
      const key = await elsewhere()
      if (key) return key
      // A server that does not wait must not be asked in a tight circle.
      await sleep(1000 - (performance.now() - asked), signal)
    } catch (error) {
      if (!(error instanceof MissionControlError && error.isRetryable)) throw error
      await sleep(backoffMs(failures++), signal)
    }
    signal?.throwIfAborted()
  }
}

const printPending = ({ claimCode }: PendingRegistration): void =>
  console.info(`This agent waits for approval; its code is ${claimCode}.`)
