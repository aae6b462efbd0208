// Names of agents, for tables: what they hold and ask carries only ids.
import type { MissionControl } from '@mission-control/sdk'
import { oneLine } from '../../output/text.ts'
import { shortId } from '../../output/values.ts'
import { type Session, take } from '../../session.ts'

export type NameOf = (agentId: string | null | undefined) => string

/** More agents than this are shown by the ends of their ids. */
const most = 1000

/** @returns what to call an agent by its id; nothing is asked where no id is given */
export async function agentNames(
  session: Session,
  client: MissionControl,
  ids: readonly (string | null | undefined)[],
): Promise<NameOf> {
  const isNeeded = ids.some((id) => id !== null && id !== undefined)
  const agents = isNeeded ? await take(client.agents.list({ limit: 200 }, session.options), most) : []
  const names = new Map(agents.map(({ id, name }) => [id, oneLine(name)]))
  return (id) => (id ? (names.get(id) ?? shortId(id)) : '')
}
