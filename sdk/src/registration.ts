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
}

/** How a registration outlives the program. */
export interface Keeper {
  /** The one an earlier life of the program began. */
  known?: Registration | undefined
  /** Called with one that begins, and with null when it has come to nothing. */
  keep: (registration: Registration | null) => Promise<void>
}

/** @returns the key; while nobody has used it, the same registration gives another */
export async function fetchKey(
  server: TransportOptions,
  options: JoinOptions,
  { known, keep }: Keeper,
): Promise<string> {
  const { signal, onPending = printPending } = options
  const registration = known ?? (await register(server, options))
  if (!known) await keep(registration)
  const { registrationId, registrationToken, claimCode, expiresAt } = registration
  if (claimCode !== null) onPending({ registrationId, claimCode, expiresAt })
  try {
    return await pollForKey(new ServerClient({ ...server, apiKey: registrationToken, workspace: undefined }), signal)
  } catch (error) {
    if (error instanceof RegistrationRejectedError) await keep(null)
    const isForgotten = error instanceof MissionControlError && error.code === 'unauthenticated'
    if (!(known && isForgotten)) throw error
    return fetchKey(server, options, { keep })
  }
}

async function register(server: TransportOptions, options: JoinOptions): Promise<Registration> {
  const { signal, onPending: _, ...agent } = options
  const stranger = new ServerClient({ ...server, apiKey: undefined, workspace: undefined })
  const answer = await stranger.agents.register({ maxConcurrentTasks: 16, ...agent }, { signal })
  const { registrationId, registrationToken, claimCode, expiresAt } = answer
  return { registrationId, registrationToken, claimCode, expiresAt }
}

/** A lost answer loses nothing: the next poll gives another key and takes back the one before. */
async function pollForKey(client: Client, signal: AbortSignal | undefined): Promise<string> {
  for (let failures = 0; ; ) {
    const asked = performance.now()
    try {
      const { status, reason, apiKey } = await client.registrations.poll({ waitSeconds: 25 }, { signal })
      failures = 0
      if (status === 'rejected') throw new RegistrationRejectedError(reason ?? 'no reason was given')
      if (apiKey !== null) return apiKey
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
