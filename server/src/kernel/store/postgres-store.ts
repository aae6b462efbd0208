// PostgreSQL: a transaction for each unit, rerun when the database asks for it; events wait in the outbox for a sequencer.
import { setTimeout as pause } from 'node:timers/promises'
import knex from 'knex'
import pg from 'pg'
import { newId } from '../ids.ts'
import { serializePayload } from '../ledger.ts'
import { Aftermath } from './aftermath.ts'
import { migrate } from './migrate.ts'
import { sequenceOutbox } from './postgres-sequencer.ts'
import { PostgresReader, PostgresTx } from './postgres-tx.ts'
import { sql } from './query.ts'
import type { Store, StoredEvent, Tx, UnitContext } from './store.ts'

/** Of pg_advisory_lock: one for migrations, one for the sequencer. */
const migrationLock = 4_100_001

const mostReruns = 10
/** Before the first rerun; each further one may wait as much longer. */
const longestPauseMilliseconds = 10
/** A serialisation failure, a deadlock, and a key that another made since this unit looked: looking again settles each. */
const worthAnotherRun = new Set(['40001', '40P01', '23505'])

// bigint and the sum of bigints come as text: every number of ours fits a double exactly.
pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1700, Number)

const databaseNow = sql<Record<never, never>, { now: number }>(
  'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
)
const insertOutbox = sql(
  `insert into event_outbox (workspace_id, change_id, type, at, actor_kind, actor_id, task_id, run_id, agent_id, payload)
   values (:workspaceId, :changeId, :type, :at, :actorKind, :actorId, :taskId, :runId, :agentId, :payload)`,
)

export async function openPostgresStore(url: string): Promise<Store> {
  const pool = openPool(url)
  // Units read what is committed too: waiting for a connection that only another unit could give back would never end.
  const readPool = openPool(url)
  const builder = knex({ client: 'pg' })
  const endPools = () => Promise.all([pool.end(), readPool.end(), builder.destroy()])
  try {
    await migrateUnderLock(url, pool)
  } catch (error) {
    await endPools()
    throw error
  }
  const listeners: ((events: readonly StoredEvent[]) => void)[] = []
  const aftermath = new Aftermath()
  const reader = new PostgresReader(readPool, builder)
  const running = new Set<Promise<unknown>>()
  let isClosed = false

  /** Known until it is answered: a pool that ends forgets those who wait for a connection. */
  async function write<T>(context: UnitContext, unit: (tx: Tx) => Promise<T>): Promise<T> {
    if (isClosed) throw new Error('the store is closed')
    const result = writeUntilDone(context, unit)
    running.add(result)
    try {
      return await result
    } finally {
      running.delete(result)
    }
  }

  async function writeUntilDone<T>(context: UnitContext, unit: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await writeOnce(context, unit)
      } catch (error) {
        const { code } = error as { code?: string }
        if (!worthAnotherRun.has(code ?? '') || attempt >= mostReruns) throw error
        // Gives way to the other: run again at once, the two would meet again.
        await pause(Math.random() * attempt * longestPauseMilliseconds)
      }
    }
  }

  async function writeOnce<T>(context: UnitContext, unit: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { now } = (await new PostgresReader(client, builder).get(databaseNow, {}))!
      const tx = new PostgresTx(client, builder, context, now)
      const value = await unit(tx)
      const changeId = newId('chg', now)
      for (const event of tx.events) {
        await tx.run(insertOutbox, {
          workspaceId: context.workspaceId,
          changeId,
          type: event.type,
          at: now,
          actorKind: context.actor.kind,
          actorId: context.actor.id,
          taskId: event.taskId ?? null,
          runId: event.runId ?? null,
          agentId: event.agentId ?? null,
          payload: serializePayload(event.payload),
        })
      }
      tx.end()
      const { command } = await client.query('COMMIT')
      // A unit that went on after a statement had failed: PostgreSQL answers its COMMIT kindly and rolls back.
      if (command !== 'COMMIT') throw new Error('a statement of this unit of work failed, so nothing of it was kept')
      aftermath.run(tx.effects)
      return value
    } catch (error) {
      // On a connection that broke there is nothing to take back, and the first error says more.
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  return {
    dialect: 'postgres',
    reader,
    write,
    // A commit is durable before anybody sees it.
    durable: async () => {},
    onLoss: () => {},
    async settleLedger() {
      const events = await sequenceOutbox(pool, builder)
      if (events.length > 0) aftermath.run(listeners.map((listener) => () => listener(events)))
    },
    onEvents: (listener) => void listeners.push(listener),
    onEffectFailure: (listener) => aftermath.onFailure(listener),
    // Nothing is cached from a unit before it commits.
    onRollback: () => {},
    async close() {
      isClosed = true
      await Promise.allSettled(running)
      await endPools()
    },
  }
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  // The pool replaces a connection that breaks, and whoever waits on it is told: unheard, the event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function migrateUnderLock(url: string, pool: pg.Pool): Promise<void> {
  const guard = await pool.connect()
  const migrating = knex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } })
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(migrating)
  } finally {
    await guard.query('select pg_advisory_unlock($1)', [migrationLock])
    guard.release()
    await migrating.destroy()
  }
}
