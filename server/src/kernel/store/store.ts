// The one interface above both databases: reads see what is committed, a unit of work changes everything or nothing.
import type { Knex } from 'knex'
import type { EventType } from '../../generated/rules.ts'
import type { Params, Query, Row } from './query.ts'

export type ActorKind = 'user' | 'agent' | 'system' | 'registration'

/** Who makes a change; the ledger names them on every event. */
export interface Actor {
  readonly kind: ActorKind
  readonly id: string | null
}

export const systemActor: Actor = { kind: 'system', id: null }

/** A signed change of one budget window's counters; the ledger's sum of these equals the counters. */
export interface BudgetChange {
  readonly budgetId: string
  readonly subjectId: string
  readonly windowStartAt: number
  readonly reserved: number
  readonly spent: number
}

export interface EventDraft {
  readonly type: EventType
  readonly taskId?: string | null
  readonly runId?: string | null
  readonly agentId?: string | null
  readonly payload?: Record<string, unknown>
}

export interface StoredEvent {
  readonly workspaceId: string
  readonly seq: number
  readonly changeId: string
  readonly type: EventType
  readonly at: number
  readonly actor: Actor
  readonly taskId: string | null
  readonly runId: string | null
  readonly agentId: string | null
  /** The exact bytes that were hashed. */
  readonly payload: string
  readonly hash: string
}

export interface Reader {
  get<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined>
  all<P extends Params, R>(query: Query<P, R>, params: P): Promise<R[]>
  /** For lists, whose filters differ from call to call: a knex builder, compiled on the spot. It must carry a limit. */
  list<R = Row>(build: (knex: Knex) => Knex.QueryBuilder): Promise<R[]>
}

/** One unit of work. It awaits nothing but its own calls; whatever else it wants done waits for `afterCommit`. */
export interface Tx extends Reader {
  /** Milliseconds since 1970, read once per batch. */
  readonly now: number
  readonly workspaceId: string
  readonly actor: Actor
  /** As `get`, holding the row against other writers until the unit ends. */
  getForUpdate<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined>
  /** As `getForUpdate`, passing over rows that another unit holds instead of waiting for it. */
  getUnheld<P extends Params, R>(query: Query<P, R>, params: P): Promise<R | undefined>
  /**
   * Keeps other units that hold the same name waiting until this one ends: for rules about rows that need not exist yet,
   * such as how much may be reserved in a window nobody has opened. On SQLite there is no other unit.
   */
  holdName(name: string): Promise<void>
  /** @returns the number of rows changed. */
  run<P extends Params>(query: Query<P, unknown>, params: P): Promise<number>
  /** Adds an event to the ledger. It gets its number when the batch ends, so nothing may need it. */
  append(event: EventDraft): void
  /** Runs once the change is committed, for all to see. Nothing in memory may change before. */
  afterCommit(effect: () => void): void
}

/** Whose change it is, and in which workspace's ledger it is written. */
export interface UnitContext {
  readonly workspaceId: string
  readonly actor: Actor
}

export interface Store {
  readonly dialect: 'sqlite' | 'postgres'
  readonly reader: Reader
  write<T>(context: UnitContext, unit: (tx: Tx) => Promise<T>): Promise<T>
  /** Resolves once all that can be read by now is durable, so that a power cut makes no answer a lie. */
  durable(): Promise<void>
  /** Numbers what is committed but not numbered yet. SQLite numbers as it commits, so there it does nothing. */
  settleLedger(): Promise<void>
  /** Called with the events of each batch, in order, once they are durable. */
  onEvents(listener: (events: readonly StoredEvent[]) => void): void
  /** Called with what an effect of a committed change, or a listener to its events, has thrown. */
  onEffectFailure(listener: (error: unknown) => void): void
  /** Called when a commit failed: whatever was cached from the batch is void. */
  onRollback(listener: () => void): void
  /** Called when the disk lost what was committed: what memory and file say may no longer be so, and no write is taken. */
  onLoss(listener: (error: Error) => void): void
  close(): Promise<void>
}

/** The ledger of changes that belong to no workspace. */
export const systemWorkspaceId = 'wsp_system'
