// The open holds that cover agents: those on the agents themselves and those on their workspace.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp, toTimestampOrNull } from '../../kernel/clock.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'

type Hold = components['schemas']['Hold']

export interface CoveringHoldRow {
  id: string
  workspace_id: string
  scope: Hold['scope']
  scope_id: string
  cause: Hold['cause']
  reference: string
  reason: string | null
  created_at: number
  until: number | null
  lifted_at: number | null
}

const mostHoldsRead = 1_000

const openOnAgent = sql<{ agentId: string }, CoveringHoldRow>(
  `select * from holds where scope = 'agent' and scope_id = :agentId and lifted_at is null order by created_at, id limit 100`,
)

export const findHoldsOnAgent = (reader: Reader, agentId: string): Promise<CoveringHoldRow[]> =>
  reader.all(openOnAgent, { agentId })

export async function findHoldsOver(
  reader: Reader,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<CoveringHoldRow[]> {
  if (agentIds.length === 0) return []
  const inScope = (scope: string, ids: readonly string[]) =>
    reader.list<CoveringHoldRow>((knex) =>
      knex('holds')
        .select('*')
        .where('scope', scope)
        .whereIn('scope_id', ids)
        .whereNull('lifted_at')
        .orderBy(['created_at', 'id'])
        .limit(mostHoldsRead),
    )
  return [...(await inScope('workspace', [workspaceId])), ...(await inScope('agent', agentIds))]
}

export const toHold = (row: CoveringHoldRow): Hold => ({
  id: row.id,
  scope: row.scope,
  scopeId: row.scope_id,
  cause: row.cause,
  reason: row.reason,
  createdAt: toTimestamp(row.created_at),
  until: toTimestampOrNull(row.until),
})
