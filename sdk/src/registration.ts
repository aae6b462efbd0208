// How an agent without a key gets one: it asks to join, waits for a person or shows an enrollment token, fetches the key.
import { type Client, ServerClient } from './client.ts'
import { MissionControlError } from './errors.ts'
import type { RegisterAgent } from './generated/openapi.ts'
import { backoffMs, sleep } from './sleep.ts'
import type { TransportOptions } from './transport.ts'

/** Who the agent is, and what to do on the way to its key. */
export interface RegisterOptions extends RegisterAgent {
  /** Gives up waiting; the registration stays until it is forgotten. */
  signal?: AbortSignal
  /**
   * Called when a person has to approve the agent: show them the code.
   * @default prints one line with the code
   */
  onPending?: (pending: PendingRegistration) => void
  /** Called with the key before it is used for the first time, to store it: it is never shown again. */
  onKey?: (key: AgentKey) => void | Promise<void>
}

/** A registration that waits for a person. */
export interface PendingRegistration {
  registrationId: string
  /** Eight characters by which the person finds this registration. */
  claimCode: string
  /** When it is forgotten unless approved by then; RFC 3339. */
  expiresAt: string
}

/** The key of an approved agent. */
export interface AgentKey {
  apiKey: string
  agentId: string
  workspaceId: string
}

/** A person refused the agent; `reason` says why. Do not register again unless it tells you to. */
export class RegistrationRejectedError extends Error {
  override name = 'RegistrationRejectedError'
  readonly reason: string

  constructor(reason: string) {
    super(`The registration of this agent was rejected: ${reason}`)
    this.reason = reason
  }
}

/** @returns the key, stored already where `onKey` does so */
export async function fetchKey(server: TransportOptions, options: RegisterOptions): Promise<AgentKey> {
  const { signal, onPending = printPending, onKey, ...agent } = options
  const registration = await new ServerClient({ ...server, apiKey: undefined, workspace: undefined }).agents.register(
    agent,
    {
      signal,
    },
  )
  const { registrationId, registrationToken, claimCode, expiresAt } = registration
  if (claimCode !== null) onPending({ registrationId, claimCode, expiresAt })
  const key = await pollForKey(new ServerClient({ ...server, apiKey: registrationToken, workspace: undefined }), signal)
  await onKey?.(key)
  return key
}

/** A lost answer loses nothing: the next poll gives another key and takes back the one before. */
async function pollForKey(client: Client, signal: AbortSignal | undefined): Promise<AgentKey> {
  for (let failures = 0; ; ) {
    const asked = performance.now()
    try {
      const { status, reason, apiKey, agentId, workspaceId } = await client.registrations.poll(
        { waitSeconds: 25 },
        { signal },
      )
      failures = 0
      if (status === 'rejected') throw new RegistrationRejectedError(reason ?? 'no reason was given')
      if (apiKey !== null && agentId !== null && workspaceId !== null) return { apiKey, agentId, workspaceId }
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
