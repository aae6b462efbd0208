// Who an agent is: the one whose key is kept here, else one that joins now.
import { ServerClient } from './client.ts'
import { MissionControlError } from './errors.ts'
import { keyFile } from './key-file.ts'
import { fetchKey, type JoinOptions, type Keeper, type Registration } from './registration.ts'
import { settle } from './settle-key.ts'
import { sleep } from './sleep.ts'
import type { TransportOptions } from './transport.ts'

/**
 * Keeps an agent's key, and before it the registration, between two lives of the program; `localStorage` is one.
 *
 * @example
 * ```ts
 * import type { KeyStorage } from '@mission-control/sdk'
 *
 * const storage: KeyStorage = {
 *   getItem: (name) => vault.read(name),
 *   setItem: (name, value) => vault.write(name, value),
 * }
 * const agent = await missionControl.agent({ name: 'auditor', storage })
 * ```
 */
export interface KeyStorage {
  /** Gives what is kept under a name; null for nothing. */
  getItem(name: string): string | null | Promise<string | null>
  /**
   * Keeps a value under a name, in the place of what was there. Before an agent joins it is tried with what was there,
   * or with a blank, so that no agent is registered whose key cannot be kept.
   */
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
export async function identify(server: TransportOptions, options: AgentOptions): Promise<string> {
  const { storage, ...agent } = options
  refuseUnfit(agent.name)
  const item = `${new URL(server.baseUrl).host} ${agent.name}`
  const { store, where, tryOut } = keeping(storage, item)
  const attempt = async <T>(what: () => T | Promise<T>, done: string, then: string): Promise<T> => {
    try {
      return await what()
    } catch (cause) {
      const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
      throw new Error(`The key of the agent ${agent.name} cannot be ${done} ${where}: ${reason}. ${then}`, { cause })
    }
  }
  const read = async () => (await store.getItem(item))?.trim()
  const kept = await attempt(read, 'read from', nothingRegistered)
  const known = await attempt(() => registrationIn(kept), 'read from', 'Delete what is there; it is no key.')
  const refusal = kept && !known && (await refusalOf({ ...server, apiKey: kept }))
  if (kept && !known && !refusal) return kept
  // A new enrollment token is leave to join anew; without one a revoked key must not become a new agent by itself.
  if (refusal && agent.enrollmentToken === undefined) {
    const hint = `If the agent is to join anew, delete its old key (${where}) or give an enrollmentToken.`
    const message = `${server.baseUrl} does not know the kept key of the agent ${agent.name}. ${hint}`
    const { status, requestId } = refusal
    throw new MissionControlError({ code: 'unauthenticated', status, requestId, message, hint })
  }
  await attempt(() => tryOut(kept), 'kept in', nothingRegistered)
  const keep = (value: string) => attempt(() => store.setItem(item, value), 'kept in', 'Mend that and start again.')
  const keeper: Keeper = {
    // A token is leave to join at once: no need to wait for a person any longer.
    known: agent.enrollmentToken === undefined ? known : undefined,
    keep: (what) => keep(typeof what === 'string' ? what : JSON.stringify(what)),
    async forget({ registrationToken }) {
      // Another process may have kept one of its own.
      if (registrationIn(await read())?.registrationToken === registrationToken) await keep(' ')
    },
    elsewhere: async () => {
      const now = await read()
      return now && now !== kept && !registrationIn(now) ? now : undefined
    },
  }
  try {
    const found = await fetchKey(server, agent, keeper)
    return await settle(found, {
      ...keeper,
      signal: agent.signal,
      refuses: (key) => refusalOf({ ...server, apiKey: key }),
    })
  } catch (error) {
    if (!(error instanceof MissionControlError && ['name_taken', 'enrollment_invalid'].includes(error.code)))
      throw error
    // Taken or used up by another process of the same agent, perhaps, which keeps its key about now.
    await sleep(1000, agent.signal)
    if (((await read()) ?? '') === (kept ?? '')) throw error
    return identify(server, options)
  }
}

/** What is kept while the agent is not let in yet. */
function registrationIn(kept = ''): Registration | undefined {
  return kept.startsWith('{') ? (JSON.parse(kept) as Registration) : undefined
}

const nothingRegistered = 'Nothing was registered. Mend that, or give another `storage`.'

/** The rule of the server, in words: what is no name may be no name of a file either. */
function refuseUnfit(name: unknown): void {
  if (typeof name === 'string' && name.length <= 64 && /^[a-z0-9][a-z0-9._-]*$/.test(name)) return
  const shown = (JSON.stringify(name) ?? 'nothing').slice(0, 80)
  throw new TypeError(
    `The name of an agent has 1 to 64 characters, of a-z, 0-9, '.', '_' and '-', the first a letter or a digit; got ${shown}.`,
  )
}

interface Keeping {
  store: KeyStorage
  /** For people. */
  where: string
  /** Rejects if nothing can be kept there; changes nothing. */
  tryOut: (kept: string | undefined) => Promise<void>
}

function keeping(storage: AgentOptions['storage'], item: string): Keeping {
  if (typeof storage === 'object') {
    // Blank, and not empty: there are stores that take no empty text.
    const tryOut = async (kept: string | undefined) => storage.setItem(item, kept || ' ')
    return { store: storage, where: 'the storage given', tryOut }
  }
  const files = keyFile(storage)
  return { store: files, where: files.path(item), tryOut: () => files.tryOut(item) }
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
