// Group commit: writes that arrive together share one transaction and one fsync, and each still fails alone.
import type { StatementSync } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import { newId } from '../ids.ts'
import { chainEvents, type LedgerHead } from '../ledger.ts'
import { Aftermath } from './aftermath.ts'
import { headOf, insertEvent, saveHead } from './ledger-queries.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import type { SqliteLog } from './sqlite-log.ts'
import { SqliteTx } from './sqlite-tx.ts'
import type { StoredEvent, Tx, UnitContext } from './store.ts'

const mostUnitsPerCommit = 64
const longestBatchMilliseconds = 5
const fewestWhileSyncing = 16

interface PendingUnit {
  readonly context: UnitContext
  readonly unit: (tx: Tx) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { ok: true; value: unknown; tx: SqliteTx } | { ok: false; error: unknown }

export class SqliteWriter {
  readonly aftermath = new Aftermath()
  readonly #connection: SqliteConnection
  readonly #clock: Clock
  readonly #log: SqliteLog
  readonly #heads = new Map<string, LedgerHead>()
  readonly #eventListeners: ((events: readonly StoredEvent[]) => void)[] = []
  readonly #rollbackListeners: (() => void)[] = []
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  readonly #savepoint: StatementSync
  readonly #release: StatementSync
  #queue: PendingUnit[] = []
  #draining = false
  #unanswered = 0
  #closed = false
  #idle: (() => void) | undefined

  constructor(connection: SqliteConnection, clock: Clock, log: SqliteLog) {
    this.#connection = connection
    this.#clock = clock
    this.#log = log
    const { database } = connection
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
    this.#savepoint = database.prepare('SAVEPOINT unit')
    this.#release = database.prepare('RELEASE unit')
  }

  onEvents(listener: (events: readonly StoredEvent[]) => void): void {
    this.#eventListeners.push(listener)
  }

  onRollback(listener: () => void): void {
    this.#rollbackListeners.push(listener)
  }

  write<T>(context: UnitContext, unit: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    if (this.#log.failure !== null) return Promise.reject(this.#log.failure)
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ context, unit, resolve, reject })
      this.#drainSoon()
    })
  }

  /** Takes no more units, and ends once those already taken are answered. */
  async close(): Promise<void> {
    this.#closed = true
    if (!this.#isIdle) await new Promise<void>((resolve) => (this.#idle = resolve))
  }

  get #isIdle(): boolean {
    return !this.#draining && this.#queue.length === 0 && this.#unanswered === 0
  }

  #drainSoon(): void {
    if (this.#draining || this.#queue.length === 0) return
    // A few wait for the fsync under way and share a commit; for many of them a slow disk would idle the thread.
    if (this.#log.isSyncing && this.#queue.length < fewestWhileSyncing) return
    this.#draining = true
    setImmediate(() => void this.#drain())
  }

  async #drain(): Promise<void> {
    const batch = this.#queue.splice(0, mostUnitsPerCommit)
    const left = await this.#commitTogether(batch)
    if (left.length > 0) this.#queue = left.concat(this.#queue)
    this.#draining = false
    this.#goOn()
  }

  #goOn(): void {
    this.#drainSoon()
    if (this.#isIdle) this.#idle?.()
  }

  /** @returns the units there was no time for. */
  async #commitTogether(batch: readonly PendingUnit[], savepoints = false): Promise<PendingUnit[]> {
    const outcomes: Outcome[] = []
    let events: StoredEvent[] = []
    const turn = new Turn()
    try {
      this.#begin.run()
      const now = this.#clock.now()
      const deadline = performance.now() + longestBatchMilliseconds
      for (const pending of batch) {
        if (outcomes.length > 0 && performance.now() > deadline) break
        outcomes.push(await this.#runUnit(pending, now, turn, savepoints))
      }
      events = this.#numberEvents(outcomes, now)
      this.#commit.run()
    } catch (error) {
      turn.end()
      this.#loseBatch()
      if (error instanceof HalfDone && !savepoints) return this.#commitTogether(batch, true)
      // Nobody has been answered. Each unit runs again alone, so that one which cannot commit takes no other with it.
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const pending of batch) await this.#commitTogether([pending])
      return []
    }
    turn.end()
    if (events.length > 0 || outcomes.some((outcome) => outcome.ok && outcome.tx.hasWritten)) this.#log.committed()
    for (const outcome of outcomes) if (outcome.ok) this.aftermath.run(outcome.tx.effects)
    void this.#answerOnceDurable(batch.slice(0, outcomes.length), outcomes, events)
    return batch.slice(outcomes.length)
  }

  /**
   * A savepoint copies every page its unit touches, a tenth of a claim's cost, and units nearly always succeed or are
   * refused before they write. So a batch runs without them first; a unit that fails half done makes it run again with.
   */
  async #runUnit(pending: PendingUnit, now: number, turn: Turn, savepoints: boolean): Promise<Outcome> {
    const { database } = this.#connection
    const tx = new SqliteTx(this.#connection, pending.context, now)
    if (savepoints) this.#savepoint.run()
    try {
      const value = await turn.within(pending.unit(tx))
      if (savepoints) this.#release.run()
      return { ok: true, value, tx }
    } catch (error) {
      // Some failures (a full disk) end the whole transaction; the next savepoint would then commit by itself.
      if (!database.isTransaction) throw error
      if (savepoints) database.exec('ROLLBACK TO unit; RELEASE unit')
      else if (tx.hasWritten) throw new HalfDone()
      return { ok: false, error }
    } finally {
      tx.end()
    }
  }

  #numberEvents(outcomes: readonly Outcome[], now: number): StoredEvent[] {
    const stored: StoredEvent[] = []
    const touched = new Map<string, LedgerHead>()
    for (const outcome of outcomes) {
      if (!outcome.ok || outcome.tx.events.length === 0) continue
      const { workspaceId, actor } = outcome.tx
      const head = touched.get(workspaceId) ?? this.#head(workspaceId)
      const chained = chainEvents(head, outcome.tx.events, { workspaceId, actor, at: now, changeId: newId('chg', now) })
      for (const row of chained.rows) {
        this.#connection.run(insertEvent, row)
      }
      touched.set(workspaceId, chained.head)
      stored.push(...chained.events)
    }
    for (const [workspaceId, head] of touched) {
      this.#connection.run(saveHead, { workspaceId, ...head })
      this.#heads.set(workspaceId, head)
    }
    return stored
  }

  #head(workspaceId: string): LedgerHead {
    return this.#heads.get(workspaceId) ?? this.#connection.get(headOf, { workspaceId }) ?? { seq: 0, hash: '' }
  }

  #loseBatch(): void {
    const { database } = this.#connection
    if (database.isTransaction) database.exec('ROLLBACK')
    this.#heads.clear()
    for (const listener of this.#rollbackListeners) listener()
  }

  async #answerOnceDurable(
    batch: readonly PendingUnit[],
    outcomes: readonly Outcome[],
    events: readonly StoredEvent[],
  ): Promise<void> {
    this.#unanswered += 1
    try {
      await this.#log.durable()
      this.#answer(batch, outcomes, events)
    } catch (error) {
      for (const pending of batch) pending.reject(error)
    }
    this.#unanswered -= 1
    this.#goOn()
  }

  #answer(batch: readonly PendingUnit[], outcomes: readonly Outcome[], events: readonly StoredEvent[]): void {
    if (events.length > 0) this.aftermath.run(this.#eventListeners.map((listener) => () => listener(events)))
    outcomes.forEach((outcome, index) => {
      const pending = batch[index]!
      if (outcome.ok) pending.resolve(outcome.value as never)
      else pending.reject(outcome.error)
    })
  }
}

/** What a unit has written must be undone, and only rolling everything back can do it. */
class HalfDone extends Error {}

/** A unit that waits for anything but its transaction would hold up every writer: it fails alone. */
class Turn {
  #overstay: (() => void) | undefined
  #end: NodeJS.Immediate | undefined

  within<T>(unit: Promise<T>): Promise<T> {
    this.#end ??= setImmediate(() => {
      this.#end = undefined
      this.#overstay?.()
    })
    return new Promise<T>((resolve, reject) => {
      this.#overstay = () => reject(new Error('a unit of work awaited something other than its transaction'))
      unit.then(resolve, reject)
    })
  }

  end(): void {
    clearImmediate(this.#end)
    this.#overstay = undefined
  }
}
