// Agents nobody heard of for a while are offline. What they hold ends by its own lease, which may be longer than their silence.
import { findSilentAgents, markOffline } from '../features/presence/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function markSilentAgents(kernel: Kernel): Promise<boolean> {
  const silent = await findSilentAgents(kernel.store.reader, kernel.clock.now())
  for (const { agent_id: agentId, workspace_id: workspaceId } of silent) {
    await kernel.store.write({ workspaceId, actor: systemActor }, (tx) => markOffline(tx, agentId))
  }
  return silent.length > 0
}
