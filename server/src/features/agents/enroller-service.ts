// Who let an agent in: that person is no second person for what the agent asks.
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'

const enrolledBy = sql<{ agentId: string }, { enrolled_by: string | null }>(
  'select enrolled_by from agents where id = :agentId',
)

export async function enrollerOf(reader: Reader, agentId: string): Promise<string | null> {
  return (await reader.get(enrolledBy, { agentId }))?.enrolled_by ?? null
}
