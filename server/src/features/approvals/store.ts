// Rows of approvals with their votes, and their shape on the wire.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { notFound } from '../../kernel/errors.ts'
import { listPage, type Paged } from '../../kernel/pages.ts'
import { insertInto, sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export type Approval = components['schemas']['Approval']

export interface ApprovalRow {
  id: string
  workspace_id: string
  task_id: string
  run_id: string | null
  agent_id: string | null
  fence: number | null
  kind: Approval['kind']
  risk: Approval['risk']
  action: string
  payload: string
  content_hash: string
  justification: string | null
  on_denial: Approval['onDenial']
  state: Approval['state']
  required_votes: number
  budget_id: string | null
  budget_subject_id: string | null
  budget_window_start_at: number | null
  budget_limit: number | null
  budget_spent: number | null
  granted: number | null
  created_at: number
  expires_at: number
  decided_at: number | null
}

interface VoteRow {
  approval_id: string
  user_id: string
  user_name: string
  decision: 'approve' | 'deny'
  note: string | null
  created_at: number
}

const approvalById = sql<{ workspaceId: string; approvalId: string }, ApprovalRow>(
  "select * from approvals where workspace_id = :workspaceId and id = :approvalId and kind <> 'question'",
)
const sameContent = sql<{ taskId: string; contentHash: string }, ApprovalRow>(
  `select * from approvals where task_id = :taskId and content_hash = :contentHash
     and state in ('pending', 'approved', 'denied') order by created_at desc, id desc limit 1`,
)
const pendingOfTask = sql<{ taskId: string }, ApprovalRow>(
  `select * from approvals where task_id = :taskId and state = 'pending' and kind <> 'question'
   order by created_at, id limit 100`,
)
const decidedSinceHandedIn = sql<{ taskId: string }, ApprovalRow>(
  `select a.* from approvals a where a.task_id = :taskId and a.kind = 'action' and a.state in ('approved', 'denied', 'expired')
     and a.decided_at >= coalesce((select max(r.ended_at) from runs r where r.task_id = :taskId and r.end_reason = 'completed'), 0)
   order by a.created_at desc, a.id desc limit 100`,
)
const insertRow = insertInto<ApprovalRow>('approvals', [
  'id',
  'workspace_id',
  'task_id',
  'run_id',
  'agent_id',
  'fence',
  'kind',
  'risk',
  'action',
  'payload',
  'content_hash',
  'justification',
  'on_denial',
  'state',
  'required_votes',
  'budget_id',
  'budget_subject_id',
  'budget_window_start_at',
  'budget_limit',
  'budget_spent',
  'granted',
  'created_at',
  'expires_at',
  'decided_at',
])
const settleRow = sql<{ id: string; state: string; granted: number | null; now: number }>(
  'update approvals set state = :state, granted = :granted, decided_at = :now where id = :id',
)
const insertVoteRow = sql(
  `insert into approval_votes (approval_id, user_id, decision, note, created_at)
   values (:approvalId, :userId, :decision, :note, :now)`,
)

export async function loadApproval(tx: Tx, approvalId: string): Promise<ApprovalRow> {
  const row = await tx.getForUpdate(approvalById, { workspaceId: tx.workspaceId, approvalId })
  if (!row) throw notFound('approval', approvalId)
  return row
}

export const findSameContent = (tx: Tx, taskId: string, contentHash: string) =>
  tx.get(sameContent, { taskId, contentHash })

export const findPending = (reader: Reader, taskId: string) => reader.all(pendingOfTask, { taskId })

/** Oldest first. */
export const findDecidedSinceHandedIn = async (reader: Reader, taskId: string): Promise<ApprovalRow[]> =>
  (await reader.all(decidedSinceHandedIn, { taskId })).reverse()

export async function insertApproval(tx: Tx, row: ApprovalRow): Promise<void> {
  await tx.run(insertRow, { ...row })
}

export async function settleApproval(
  tx: Tx,
  id: string,
  state: Exclude<Approval['state'], 'pending'>,
  granted: number | null = null,
): Promise<void> {
  await tx.run(settleRow, { id, state, granted, now: tx.now })
}

export async function insertVote(
  tx: Tx,
  vote: { approvalId: string; userId: string; decision: 'approve' | 'deny'; note: string | null },
): Promise<void> {
  await tx.run(insertVoteRow, { ...vote, now: tx.now })
}

export async function findVotes(reader: Reader, approvalIds: readonly string[]): Promise<VoteRow[]> {
  if (approvalIds.length === 0) return []
  return reader.list<VoteRow>((knex) =>
    knex('approval_votes as v')
      .join('users as u', 'u.id', 'v.user_id')
      .whereIn('v.approval_id', approvalIds)
      .select('v.approval_id', 'v.user_id', 'u.name as user_name', 'v.decision', 'v.note', 'v.created_at')
      .orderBy([{ column: 'v.created_at' }, { column: 'v.user_id' }])
      .limit(approvalIds.length * 3),
  )
}

export async function readApproval(reader: Reader, workspaceId: string, approvalId: string): Promise<Approval> {
  const row = await reader.get(approvalById, { workspaceId, approvalId })
  if (!row) throw notFound('approval', approvalId)
  return (await withVotes(reader, [row]))[0]!
}

export async function listApprovals(
  reader: Reader,
  workspaceId: string,
  request: { limit?: number; cursor?: string; sort?: string; state?: string; taskId?: string; kind?: string },
): Promise<Paged<Approval>> {
  const { state, taskId, kind } = request
  const page = await listPage<ApprovalRow, ApprovalRow>(reader, {
    request,
    sortable: { createdAt: 'created_at' },
    defaultSort: '-createdAt',
    build: (knex) => {
      const query = knex('approvals').select('*').where('workspace_id', workspaceId).whereNot('kind', 'question')
      if (state) query.where('state', state)
      if (taskId) query.where('task_id', taskId)
      if (kind) query.where('kind', kind)
      return query
    },
    toItem: (row) => row,
  })
  return { ...page, data: await withVotes(reader, page.data) }
}

export async function withVotes(reader: Reader, rows: readonly ApprovalRow[]): Promise<Approval[]> {
  const votes = await findVotes(
    reader,
    rows.map(({ id }) => id),
  )
  return rows.map((row) =>
    toApproval(
      row,
      votes.filter(({ approval_id }) => approval_id === row.id),
    ),
  )
}

function toApproval(row: ApprovalRow, votes: readonly VoteRow[]): Approval {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    taskId: row.task_id,
    runId: row.run_id,
    agentId: row.agent_id,
    kind: row.kind,
    risk: row.risk,
    action: row.action,
    payload: JSON.parse(row.payload),
    contentHash: row.content_hash,
    justification: row.justification,
    onDenial: row.on_denial,
    state: row.state,
    requiredVotes: row.required_votes,
    votes: votes.map((vote) => ({
      userId: vote.user_id,
      userName: vote.user_name,
      decision: vote.decision,
      note: vote.note,
      createdAt: toTimestamp(vote.created_at),
    })),
    budget:
      row.kind === 'budget'
        ? {
            budgetId: row.budget_id,
            limitCostMicros: row.budget_limit!,
            spentCostMicros: row.budget_spent!,
            grantedCostMicros: row.granted,
          }
        : null,
    createdAt: toTimestamp(row.created_at),
    expiresAt: toTimestamp(row.expires_at),
    decidedAt: toTimestampOrNull(row.decided_at),
  }
}
