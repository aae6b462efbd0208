// What features share: the store, the clock, who is known, and where news goes.
import type { Logger } from 'pino'
import type { Authenticator } from './authenticate.ts'
import type { Blobs } from './blobs.ts'
import type { Clock } from './clock.ts'
import type { EventFeed } from './event-feed.ts'
import type { Store } from './store/store.ts'
import type { WorkSignals } from './work-signals.ts'
import type { Workspaces } from './workspaces.ts'

export interface Kernel {
  readonly store: Store
  readonly clock: Clock
  /** The bytes of files. */
  readonly blobs: Blobs
  readonly logger: Logger
  readonly authenticator: Authenticator
  readonly workspaces: Workspaces
  /** The ledger as it grows, for streams. */
  readonly feed: EventFeed
  /** Wakes whoever waits for work, for a decision or for the end. */
  readonly signals: WorkSignals
  /** Aborted when the server shuts down. */
  readonly shutdown: AbortSignal
  /** What the server hands out to install. */
  readonly packages: { path(kind: 'sdk' | 'cli' | 'server'): string | null }
  /** How people and agents reach this server, without a trailing slash. */
  readonly publicUrl: () => string
  /** Drops what is remembered of keys, users, agents and workspaces; for `afterCommit` of any change to them. */
  forgetIdentity(): void
}
