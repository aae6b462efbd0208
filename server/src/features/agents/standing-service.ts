// Whether an agent may begin anything now.
import { AppError } from '../../kernel/errors.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface StandingRow {
  status: string
  draining: number
  hold_cause: string | null
  hold_reason: string | null
}

const standing = sql<{ workspaceId: string; agentId: string }, StandingRow>(
  `select a.status, a.draining, h.cause as hold_cause, h.reason as hold_reason from agents a
   left join holds h on h.id = (select o.id from holds o where o.lifted_at is null
     and ((o.scope = 'agent' and o.scope_id = a.id) or (o.scope = 'workspace' and o.scope_id = a.workspace_id))
     order by case when o.cause = 'provider' then 1 else 0 end, o.until desc limit 1)
   where a.workspace_id = :workspaceId and a.id = :agentId and a.removed_at is null`,
)

export async function refuseStoppedAgent(tx: Tx, agentId: string): Promise<void> {
  // What it begins counts against its day's budget: two beginnings must not count it at once.
  await tx.holdName(agentId)
  const agent = await tx.get(standing, { workspaceId: tx.workspaceId, agentId })
  if (agent?.status !== 'active') throw new AppError('agent_inactive', 'this agent is deactivated')
  if (agent.hold_cause === 'budget') {
    throw new AppError('budget_exhausted', agent.hold_reason ?? 'the budget of this agent is used up')
  }
  if (agent.hold_cause === 'provider') {
    throw new AppError('provider_limited', agent.hold_reason ?? 'the provider of this agent has a limit')
  }
  if (agent.hold_cause !== null)
    throw new AppError('agent_paused', `this agent is paused: ${agent.hold_reason ?? 'no reason given'}`)
  if (agent.draining === 1) throw new AppError('agent_paused', 'this agent is draining: it begins nothing new')
}
