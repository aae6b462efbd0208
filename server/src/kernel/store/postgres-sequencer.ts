// Moves committed outbox rows into the ledger in order, numbered and chained; one process at a time does it, under an advisory lock.
import type { Knex } from 'knex'
import type pg from 'pg'
import type { EventType } from '../../generated/rules.ts'
import { chainEvents, type LedgerHead } from '../ledger.ts'
import { headOf, insertEvent, saveHead } from './ledger-queries.ts'
import { PostgresTx } from './postgres-tx.ts'
import { sql } from './query.ts'
import { type ActorKind, type StoredEvent, systemActor, systemWorkspaceId } from './store.ts'

const sequencerLock = 4_100_002

interface OutboxRow {
  id: number
  workspace_id: string
  change_id: string
  type: EventType
  at: number
  actor_kind: ActorKind
  actor_id: string | null
  task_id: string | null
  run_id: string | null
  agent_id: string | null
  payload: string
}

/** Rows are deleted as they are taken, never skipped by a high-water mark: a lower id may commit after a higher one. */
const takeOutbox = sql<Record<never, never>, OutboxRow>(
  'delete from event_outbox where id in (select id from event_outbox order by id limit 500) returning *',
)

export async function sequenceOutbox(pool: pg.Pool, knex: Knex): Promise<StoredEvent[]> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    await client.query('select pg_advisory_xact_lock($1)', [sequencerLock])
    const tx = new PostgresTx(client, knex, { workspaceId: systemWorkspaceId, actor: systemActor }, 0)
    const stored: StoredEvent[] = []
    const heads = new Map<string, LedgerHead>()
    for (;;) {
      const taken = await tx.all(takeOutbox, {})
      if (taken.length === 0) break
      taken.sort((one, other) => one.id - other.id)
      for (const row of taken) {
        const head = heads.get(row.workspace_id) ??
          (await tx.get(headOf, { workspaceId: row.workspace_id })) ?? { seq: 0, hash: '' }
        const chained = chainEvents(
          head,
          [{ type: row.type, taskId: row.task_id, runId: row.run_id, agentId: row.agent_id, payload: row.payload }],
          {
            workspaceId: row.workspace_id,
            changeId: row.change_id,
            at: row.at,
            actor: { kind: row.actor_kind, id: row.actor_id },
          },
        )
        heads.set(row.workspace_id, chained.head)
        for (const event of chained.rows) await tx.run(insertEvent, event)
        stored.push(...chained.events)
      }
    }
    for (const [workspaceId, head] of heads) await tx.run(saveHead, { workspaceId, ...head })
    await client.query('COMMIT')
    return stored
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}
