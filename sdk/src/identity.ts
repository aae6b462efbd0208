// Who an agent is: the one whose key is kept here, else one that joins now.
import { ServerClient } from './client.ts'
import { MissionControlError } from './errors.ts'
import { keyFile } from './key-file.ts'
import { fetchKey, type JoinOptions } from './registration.ts'
import type { TransportOptions } from './transport.ts'

/** Keeps an agent's key between two lives of the program; `localStorage` is one. */
export interface KeyStorage {
  /** Gives what is kept under a name; null for nothing. */
  getItem(name: string): string | null | Promise<string | null>
  /** Keeps a value under a name, in the place of what was there. */
  setItem(name: string, value: string): void | Promise<void>
}

/** Who the agent is, and where it keeps its key. */
export interface AgentOptions extends JoinOptions {
  /**
   * Where the key is kept: a path of a file, or anything with `getItem` and `setItem`.
   * @default a file only its owner can read (mode 0600), one for each server and name, in the user's folder for settings
   * (`$XDG_CONFIG_HOME`, `~/.config` or `%APPDATA%`, there `mission-control/agents`)
   */
  storage?: KeyStorage | string
}

/** @returns the key of the agent */
export async function identify(server: TransportOptions, { storage, ...agent }: AgentOptions): Promise<string> {
  const item = `${new URL(server.baseUrl).host} ${agent.name}`
  const store = typeof storage === 'object' ? storage : keyFile(storage)
  const kept = (await store.getItem(item))?.trim()
  const refusal = kept && (await refusalOf({ ...server, apiKey: kept }))
  if (kept && !refusal) return kept
  // A new enrollment token is leave to join anew; without one a revoked key must not become a new agent by itself.
  if (refusal && agent.enrollmentToken === undefined) {
    const where = typeof storage === 'object' ? 'the storage given' : keyFile(storage).path(item)
    const hint = `If the agent is to join anew, delete its old key (${where}) or give an enrollmentToken.`
    const message = `${server.baseUrl} does not know the kept key of the agent ${agent.name}. ${hint}`
    const { status, requestId } = refusal
    throw new MissionControlError({ code: 'unauthenticated', status, requestId, message, hint })
  }
  const apiKey = await fetchKey(server, agent)
  await store.setItem(item, apiKey)
  return apiKey
}

/** A server that cannot be reached now is the business of whoever works. */
async function refusalOf(server: TransportOptions): Promise<MissionControlError | undefined> {
  try {
    await new ServerClient({ ...server, workspace: undefined, maxRetries: 0 }).me.get()
  } catch (error) {
    if (error instanceof MissionControlError && error.code === 'unauthenticated') return error
  }
  return undefined
}
