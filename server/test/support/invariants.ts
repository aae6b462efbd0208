// What must be true of the database after any sequence of calls.

import { taskTransitions } from '../../src/generated/rules.ts'
import type { Reader } from '../../src/kernel/store/store.ts'
import { verifyLedger } from '../../src/kernel/verify-ledger.ts'

const rows = (reader: Reader, query: string) =>
  reader.list<Record<string, string | number | null>>((knex) => knex.from(knex.raw(`(${query}) as found`)).limit(100))

/** Each query finds what must not be. */
const forbidden: Record<string, string> = {
  'a lease on a task in another state': `select l.task_id, t.state from leases l join tasks t on t.id = l.task_id
     where t.state not in ('in_progress', 'needs_approval')`,
  'a task in progress without a lease': `select t.id from tasks t left join leases l on l.task_id = t.id
     where t.state = 'in_progress' and l.task_id is null`,
  'a lease without its running run': `select l.task_id from leases l left join runs r on r.id = l.run_id
     where r.id is null or r.status <> 'running' or r.fence <> l.fence or r.agent_id <> l.agent_id`,
  'a running run of a task without its lease': `select r.id from runs r left join leases l on l.run_id = r.id
     where r.status = 'running' and r.task_id is not null and l.task_id is null`,
  'money reserved for a run that is over': `select id from runs where reservations is not null and status <> 'running'`,
  'a window beyond its limit': `select w.budget_id, w.reserved, w.spent, w.overage, w.granted, b.limit_cost
     from budget_windows w join budgets b on b.id = w.budget_id
     where w.spent + w.reserved > b.limit_cost + w.granted + w.overage or w.reserved < 0`,
  'a wrong number of open dependencies': `select t.id, t.state, t.open_dependencies from tasks t
     where t.open_dependencies <> (select count(*) from task_dependencies d where d.task_id = t.id and d.open = 1)`,
  'waiting for what is done': `select d.task_id, d.blocked_by from task_dependencies d join tasks t on t.id = d.blocked_by
     where d.open = 1 and t.state in ('done', 'closed')`,
  'a dependency that is open or met as its task is not': `select d.task_id, d.blocked_by, d.open, d.on_failure, o.state
     from task_dependencies d join tasks t on t.id = d.task_id join tasks o on o.id = d.blocked_by
     where t.state not in ('done', 'closed', 'failed', 'canceled') and d.open <> case
       when o.state in ('done', 'closed') then 0
       when o.state in ('failed', 'canceled') and d.on_failure = 'ignore' then 0 else 1 end`,
  'a task wrongly told of a dependency that failed': `select t.id, t.dependency_failed from tasks t
     where t.state not in ('done', 'closed', 'failed', 'canceled') and t.dependency_failed <> case when exists
       (select 1 from task_dependencies d join tasks o on o.id = d.blocked_by
        where d.task_id = t.id and d.open = 1 and o.state in ('failed', 'canceled')) then 1 else 0 end`,
  'a wrong number of open children': `select t.id, t.open_children from tasks t where t.open_children <>
     (select count(*) from tasks c where c.parent_id = t.id and c.state not in ('done', 'closed', 'failed', 'canceled'))`,
  'a ready task that waits': `select id, open_dependencies, held from tasks
     where state = 'ready' and (open_dependencies > 0 or held = 1)`,
  'a backlog task that waits for nothing': `select id from tasks where state = 'backlog' and open_dependencies = 0 and held = 0`,
  'a claimable task that is not ready': `select id, state from tasks where claimable = 1 and state <> 'ready'`,
  'a paused task without an open hold': `select t.id, t.hold_id from tasks t left join holds h on h.id = t.hold_id
     where t.state = 'paused' and (h.id is null or h.lifted_at is not null)`,
  'a pending approval of a task that is over': `select a.id from approvals a join tasks t on t.id = a.task_id
     where a.state = 'pending' and t.state in ('done', 'closed', 'failed', 'canceled')`,
  'something pending for which no task waits': `select a.id, t.state from approvals a join tasks t on t.id = a.task_id
     where a.state = 'pending' and t.state <> 'needs_approval'`,
  'a child of an agent assigned to who created an open task above it': `select c.id, p.id as above from tasks c
     join tasks p on p.id = c.parent_id where c.created_by_kind = 'agent' and p.created_by_kind = 'agent'
     and c.assignee_agent_id = p.created_by_id and c.version = 1 and p.state not in ('done', 'closed', 'failed', 'canceled')`,
  'a provider that has a limit and pauses a task': `select t.id from tasks t join holds h on h.id = t.hold_id
     where h.cause = 'provider'`,
  'a question answered by nobody, or another settled with an answer': `select id, state from approvals where kind = 'question'
     and ((state = 'answered') <> (answered_by is not null) or (state = 'pending') <> (decided_at is null))`,
  'needs_approval with nothing pending': `select t.id from tasks t where t.state = 'needs_approval'
     and not exists (select 1 from approvals a where a.task_id = t.id and a.state = 'pending')`,
}

/** @returns what is wrong, in words; nothing where all is well. */
export async function brokenInvariants(reader: Reader, workspaceId: string): Promise<string[]> {
  const broken: string[] = []
  for (const [what, query] of Object.entries(forbidden)) {
    const found = await rows(reader, query)
    if (found.length > 0) broken.push(`${what}: ${JSON.stringify(found)}`)
  }
  broken.push(...(await forbiddenMoves(reader)))
  broken.push(...(await verifyLedger(reader, workspaceId)).problems)
  return broken
}

interface MoveRow {
  task_id: string
  seq: number
  type: string
  payload: string
}

/** Every move the ledger tells of stands in the table, and begins where the last one ended. */
async function forbiddenMoves(reader: Reader): Promise<string[]> {
  const events = await reader.list<MoveRow>((knex) =>
    knex('events').select('task_id', 'seq', 'type', 'payload').whereNotNull('task_id').orderBy('seq').limit(100_000),
  )
  const stateOf = new Map<string, string>()
  const wrong: string[] = []
  for (const { task_id: taskId, seq, type, payload } of events) {
    const { from = 'new', to } = JSON.parse(payload) as { from?: string; to?: string }
    if (to === undefined || !type.startsWith('task.')) continue
    const before = stateOf.get(taskId) ?? 'new'
    if (before !== from) wrong.push(`event ${seq} moves ${taskId} from ${from}, it was ${before}`)
    const allowed = taskTransitions.some(
      (row) =>
        (row.from as readonly string[]).includes(from) &&
        (row.to === to || (row.to === 'ready*' && (to === 'ready' || to === 'backlog'))),
    )
    if (!allowed) wrong.push(`event ${seq} (${type}) moves ${taskId} from ${from} to ${to}: not in the table`)
    stateOf.set(taskId, to)
  }
  return wrong
}
