// What an agent said of itself when it registered, for reports that leave it out.
import { sql } from '../../kernel/store/query.ts'
import type { Reader } from '../../kernel/store/store.ts'

const profile = sql<{ agentId: string }, { provider: string | null; model: string | null }>(
  'select provider, model from agents where id = :agentId',
)

export const modelOfAgent = (reader: Reader, agentId: string) => reader.get(profile, { agentId })
