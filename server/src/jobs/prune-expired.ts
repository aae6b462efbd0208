// Rows that have outlived their use: answers kept for idempotency, sessions, sign-in links, undecided registrations.
import { dropExpiredAnswers } from '../kernel/idempotency.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { sql } from '../kernel/store/query.ts'
import { systemActor, systemWorkspaceId } from '../kernel/store/store.ts'

const dropSessions = sql<{ now: number }>(
  'delete from page_sessions where token_hash in (select token_hash from page_sessions where expires_at <= :now limit 1000)',
)
const dropLinks = sql<{ now: number }>(
  'delete from sign_in_links where token_hash in (select token_hash from sign_in_links where expires_at <= :now limit 1000)',
)
const dropRegistrations = sql<{ now: number }>(
  'delete from registrations where id in (select id from registrations where expires_at <= :now limit 1000)',
)

export async function pruneExpired(kernel: Kernel): Promise<boolean> {
  const dropped = await kernel.store.write({ workspaceId: systemWorkspaceId, actor: systemActor }, async (tx) => {
    let rows = 0
    for (const drop of [dropExpiredAnswers, dropSessions, dropLinks, dropRegistrations]) {
      rows += await tx.run(drop, { now: tx.now })
    }
    return rows
  })
  return dropped >= 1000
}
