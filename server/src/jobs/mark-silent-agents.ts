// Agents nobody heard of for a while are offline. What they hold ends by its own lease, which may be longer than their silence.
import { findSilentAgents, markOffline } from '../features/presence/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function markSilentAgents(kernel: Kernel): Promise<boolean> {
  const silent = await findSilentAgents(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, silent, (tx, { agent_id: agentId }) => markOffline(tx, agentId))
}
