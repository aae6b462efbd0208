// Remembers when the server was last alive, so that leases which ran out while it was down are not held against anybody.
import type { Kernel } from '../kernel/kernel.ts'
import { sql } from '../kernel/store/query.ts'
import { systemActor, systemWorkspaceId } from '../kernel/store/store.ts'

const aliveEveryMilliseconds = 5_000
const context = { workspaceId: systemWorkspaceId, actor: systemActor }

const note = sql<{ now: number }>(
  `insert into server_life (id, alive_at) values (1, :now) on conflict (id) do update set alive_at = excluded.alive_at`,
)
const lastAlive = sql<Record<never, never>, { alive_at: number }>('select alive_at from server_life where id = 1')
const extend = sql<{ aliveAt: number; now: number }>(
  'update leases set expires_at = cast(:now as bigint) + lease_seconds * 1000 where expires_at > :aliveAt and expires_at <= :now',
)
const extendPresence = sql<{ aliveAt: number; now: number; until: number }>(
  `update agent_presence set offline_due_at = :until
   where online = 1 and offline_due_at > :aliveAt and offline_due_at <= :now`,
)
const presenceGraceMilliseconds = 90_000

export async function noteAlive(kernel: Kernel): Promise<boolean> {
  const before = await kernel.store.reader.get(lastAlive, {})
  if (before && kernel.clock.now() - before.alive_at < aliveEveryMilliseconds) return false
  await kernel.store.write(context, (tx) => tx.run(note, { now: tx.now }))
  return false
}

export async function graceAfterDowntime(kernel: Kernel): Promise<void> {
  const before = await kernel.store.reader.get(lastAlive, {})
  await kernel.store.write(context, async (tx) => {
    if (before) {
      const down = { aliveAt: before.alive_at, now: tx.now }
      const extended = await tx.run(extend, down)
      await tx.run(extendPresence, { ...down, until: tx.now + presenceGraceMilliseconds })
      if (extended > 0)
        tx.afterCommit(() =>
          kernel.logger.info({ leases: extended }, 'leases that ran out while the server was down go on'),
        )
    }
    await tx.run(note, { now: tx.now })
  })
}
