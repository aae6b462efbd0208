// The three statements both databases number the ledger with.
import type { EventRow, LedgerHead } from '../ledger.ts'
import { type Row, sql } from './query.ts'

export const headOf = sql<{ workspaceId: string }, LedgerHead>(
  'select seq, hash from ledger_heads where workspace_id = :workspaceId',
)

export const saveHead = sql<{ workspaceId: string; seq: number; hash: string }, Row>(
  `insert into ledger_heads (workspace_id, seq, hash) values (:workspaceId, :seq, :hash)
   on conflict (workspace_id) do update set seq = excluded.seq, hash = excluded.hash`,
)

export const insertEvent = sql<EventRow, Row>(
  `insert into events (workspace_id, seq, change_id, type, at, actor_kind, actor_id, task_id, run_id, agent_id, payload, payload_hash, hash)
   values (:workspaceId, :seq, :changeId, :type, :at, :actorKind, :actorId, :taskId, :runId, :agentId, :payload, :payloadHash, :hash)`,
)
