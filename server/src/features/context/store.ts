// The name of an agent, also of one that was removed.
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'

const agentName = sql<{ workspaceId: string; agentId: string }, { name: string }>(
  'select name from agents where workspace_id = :workspaceId and id = :agentId',
)

export const findAgentName = async (reader: Reader, workspaceId: string, agentId: string): Promise<string | null> =>
  (await reader.get(agentName, { workspaceId, agentId }))?.name ?? null
