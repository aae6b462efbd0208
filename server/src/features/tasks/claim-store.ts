// The look-ups of a claim: who asks, which classes fit, and the head of each class, all by index.
import { hash } from 'node:crypto'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Store, Tx } from '../../kernel/store/store.ts'
import { WorkspaceCache } from '../../kernel/workspace-cache.ts'
import type { ClaimClass } from '../../rules/capabilities.ts'
import { hasUnread } from '../messages/unread-service.ts'
import type { TaskRow } from './store.ts'

export interface ClaimantRow {
  id: string
  name: string
  status: string
  draining: number
  capabilities: string
  max_concurrent_tasks: number
  open_leases: number
  online: number | null
  hold_reason: string | null
  hold_cause: string | null
  hold_until: number | null
}

/** A task about to be taken. */
export interface CandidateTask extends TaskRow {
  /** Whether comments of people on it wait to be read. */
  readonly has_unread: number
}

export interface CandidateRow {
  id: string
  priority: number
  due_key: number
  ready_at: number
}

const claimant = sql<{ workspaceId: string; agentId: string }, ClaimantRow>(
  `select a.id, a.name, a.status, a.draining, a.capabilities, a.max_concurrent_tasks,
     (select count(*) from leases l where l.agent_id = a.id) as open_leases,
     h.reason as hold_reason, h.cause as hold_cause, h.until as hold_until, p.online
   from agents a
   left join agent_presence p on p.agent_id = a.id
   left join holds h on h.id = (select o.id from holds o where o.lifted_at is null
     and ((o.scope = 'agent' and o.scope_id = a.id) or (o.scope = 'workspace' and o.scope_id = a.workspace_id))
     order by case when o.cause = 'provider' then 1 else 0 end, o.until desc limit 1)
   where a.workspace_id = :workspaceId and a.id = :agentId and a.removed_at is null`,
)
const headOfClass = sql<{ workspaceId: string; classId: string; agentId: string; now: number }, CandidateRow>(
  `select id, priority, due_key, ready_at from tasks
   where workspace_id = :workspaceId and claim_class_id = :classId and claimable = 1 and assignee_agent_id is null
     and (preferred_agent_id is null or preferred_agent_id = :agentId or preferred_until <= :now)
   order by priority desc, due_key, ready_at, id limit 1`,
)
const headOfAssigned = sql<{ agentId: string; workspaceId: string }, CandidateRow & { claim_class_id: string }>(
  `select id, priority, due_key, ready_at, claim_class_id from tasks
   where assignee_agent_id = :agentId and claimable = 1 and workspace_id = :workspaceId
   order by priority desc, due_key, ready_at, id limit 20`,
)
const claimableById = sql<{ workspaceId: string; taskId: string; classId: string; agentId: string }, CandidateTask>(
  `select t.*, ${hasUnread('t.id')} as has_unread from tasks t
   where t.workspace_id = :workspaceId and t.id = :taskId and t.claimable = 1
     and t.claim_class_id = :classId and (t.assignee_agent_id is null or t.assignee_agent_id = :agentId)`,
)
const classesOf = sql<{ workspaceId: string }, { id: string; type: string; capabilities: string }>(
  'select id, type, capabilities from claim_classes where workspace_id = :workspaceId order by id limit 1000',
)
const classByHash = sql<{ workspaceId: string; hash: string }, { id: string }>(
  'select id from claim_classes where workspace_id = :workspaceId and hash = :hash',
)
const countClasses = sql<{ workspaceId: string }, { count: number }>(
  'select count(*) as count from claim_classes where workspace_id = :workspaceId',
)
const insertClass = sql(
  `insert into claim_classes (id, workspace_id, hash, type, capabilities)
   values (:id, :workspaceId, :hash, :type, :capabilities)`,
)

const mostClasses = 500

export const findClaimant = (reader: Reader, workspaceId: string, agentId: string) =>
  reader.get(claimant, { workspaceId, agentId })

export const findHeadOfClass = (
  reader: Reader,
  seeker: { workspaceId: string; classId: string; agentId: string; now: number },
) => reader.get(headOfClass, seeker)

export const findAssigned = (reader: Reader, workspaceId: string, agentId: string) =>
  reader.all(headOfAssigned, { agentId, workspaceId })

/**
 * Holds a candidate, or one of its class as good, until the unit ends. Where others claim at the same time (on SQLite
 * nobody does) it passes over those they are taking, and waits for them only where nothing else is left.
 * @returns undefined where another took it first: the next look finds the next.
 */
export async function holdCandidate(
  tx: Tx,
  { id, classId }: { readonly id: string; readonly classId: string },
  agentId: string,
): Promise<CandidateTask | undefined> {
  const { workspaceId, now } = tx
  const claimable = (taskId: string) => ({ workspaceId, taskId, classId, agentId })
  const held = await tx.getUnheld(claimableById, claimable(id))
  if (held) return held
  const other = await tx.getUnheld(headOfClass, { workspaceId, classId, agentId, now })
  return tx.getForUpdate(claimableById, claimable(other?.id ?? id))
}

/** The classes of each workspace, in memory: every claim looks through them. */
export const claimClasses = new WorkspaceCache(findClasses)

async function findClasses(reader: Reader, workspaceId: string): Promise<ClaimClass[]> {
  const rows = await reader.all(classesOf, { workspaceId })
  return rows.map(({ id, type, capabilities }) => ({ id, type, capabilities: JSON.parse(capabilities) }))
}

/** The id of the class of such tasks, made when it is the first of its kind. */
export async function internClass(
  tx: Tx,
  kernel: { readonly store: Store },
  type: string,
  required: readonly string[],
): Promise<string> {
  const { workspaceId } = tx
  const capabilities = JSON.stringify([...required].sort())
  const classHash = hash('sha256', JSON.stringify([type, capabilities]))
  const known = await tx.get(classByHash, { workspaceId, hash: classHash })
  if (known) return known.id
  const { count } = (await tx.get(countClasses, { workspaceId }))!
  if (count >= mostClasses) {
    throw new AppError(
      'limit_reached',
      `this workspace has ${mostClasses} combinations of task type and required capabilities already`,
      { hint: 'Use fewer types and capabilities; put what is particular to a task into its labels or input.' },
    )
  }
  const id = newId('cls', tx.now)
  await tx.run(insertClass, { id, workspaceId, hash: classHash, type, capabilities })
  claimClasses.forgetAfter(tx, kernel)
  return id
}
