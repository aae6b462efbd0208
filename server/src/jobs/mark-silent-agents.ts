// Agents that stopped sending heartbeats are offline, and hold nothing any more.
import { findSilentAgents, markOffline } from '../features/presence/service.ts'
import { expireLeasesOfAgent } from '../features/tasks/task-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function markSilentAgents(kernel: Kernel): Promise<boolean> {
  const silent = await findSilentAgents(kernel.store.reader, kernel.clock.now())
  for (const { agent_id: agentId, workspace_id: workspaceId } of silent) {
    await kernel.store.write({ workspaceId, actor: systemActor }, async (tx) => {
      if (await markOffline(tx, agentId)) await expireLeasesOfAgent(tx, kernel, agentId)
    })
  }
  return silent.length > 0
}
