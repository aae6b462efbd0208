// The narrow rows that say who was seen when; a heartbeat writes these and leases, nothing else.
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

const touch = sql(
  `insert into agent_presence (agent_id, workspace_id, online, last_seen_at, offline_due_at)
   values (:agentId, :workspaceId, 1, :now, :offlineDueAt)
   on conflict (agent_id) do update set online = 1, last_seen_at = excluded.last_seen_at,
     offline_due_at = excluded.offline_due_at`,
)
const touchWithActivity = sql(
  `insert into agent_presence (agent_id, workspace_id, online, last_seen_at, offline_due_at, activity, note)
   values (:agentId, :workspaceId, 1, :now, :offlineDueAt, :status, :note)
   on conflict (agent_id) do update set online = 1, last_seen_at = excluded.last_seen_at,
     offline_due_at = excluded.offline_due_at, activity = excluded.activity, note = excluded.note`,
)
const silent = sql<{ now: number }, { agent_id: string; workspace_id: string }>(
  'select agent_id, workspace_id from agent_presence where online = 1 and offline_due_at <= :now order by offline_due_at limit 100',
)
const markOffline = sql<{ agentId: string; now: number }>(
  'update agent_presence set online = 0 where agent_id = :agentId and online = 1 and offline_due_at <= :now',
)

/** @param activity what the agent says it is doing; undefined leaves what it said last. */
export async function touchPresence(
  tx: Tx,
  agentId: string,
  offlineDueAt: number,
  activity?: { readonly status: string | null; readonly note: string | null },
): Promise<void> {
  const seen = { agentId, offlineDueAt, workspaceId: tx.workspaceId, now: tx.now }
  if (activity) await tx.run(touchWithActivity, { ...seen, ...activity })
  else await tx.run(touch, seen)
}

export const findSilent = (reader: Reader, now: number) => reader.all(silent, { now })

export async function setOffline(tx: Tx, agentId: string): Promise<boolean> {
  return (await tx.run(markOffline, { agentId, now: tx.now })) === 1
}
