// Heartbeats: leases named are renewed, those lost are said to be lost, and the agent hears what it should do.
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { renewEverySeconds } from '../../rules/lease.ts'
import { messagesForInstance } from '../messages/read-service.ts'
import { type Claimant, findClaimant, hasWorkFor, judgeClaim, leasesHeldBy, renewLease } from '../tasks/task-service.ts'
import { markSeen } from './seen-service.ts'
import { setOffline } from './store.ts'

export { findSilent as findSilentAgents } from './store.ts'

type Heartbeat = components['schemas']['Heartbeat']
type HeartbeatAnswer = components['schemas']['HeartbeatAnswer']
type Directive = HeartbeatAnswer['directives'][number]

const idleHeartbeatSeconds = 30

export async function beat(tx: Tx, kernel: Kernel, agentId: string, heartbeat: Heartbeat): Promise<HeartbeatAnswer> {
  const claimant = await findClaimant(tx, tx.workspaceId, agentId)
  if (!claimant) throw new AppError('unauthenticated', 'this agent was removed')
  const { status = null, note = null } = heartbeat
  await markSeen(tx, { agentId, wasOnline: claimant.online === 1, activity: { status, note } })
  const held = await leasesHeldBy(tx, agentId)
  const renewed: HeartbeatAnswer['renewed'] = []
  const lost: HeartbeatAnswer['lost'] = []
  let shortest = idleHeartbeatSeconds * 3
  for (const { taskId, fence } of heartbeat.leases) {
    const lease = held.find((candidate) => candidate.task_id === taskId && candidate.fence === fence)
    const claim = { taskId, agentId, fence, instanceId: heartbeat.instanceId }
    if (lease && (await renewLease(tx, claim))) {
      shortest = Math.min(shortest, lease.lease_seconds)
      renewed.push({ taskId, expiresAt: toTimestamp(tx.now + lease.lease_seconds * 1000) })
    } else {
      const { reason } = await judgeClaim(tx, claim)
      // A lease that is not renewed is not held; the type cannot know.
      lost.push({ taskId, reason: reason ?? 'superseded' })
    }
  }
  const hasUnread = renewed.length > 0 && held.some((lease) => lease.has_unread === 1)
  const named = new Set(heartbeat.leases.map(({ taskId }) => taskId))
  const unlisted = held.filter((lease) => !named.has(lease.task_id) && lease.expires_at > tx.now)
  return {
    serverTime: toTimestamp(tx.now),
    renewed,
    lost,
    unlisted: unlisted.map((lease) => ({
      taskId: lease.task_id,
      runId: lease.run_id,
      fence: lease.fence,
      instanceId: lease.instance_id,
      expiresAt: toTimestamp(lease.expires_at),
    })),
    directives: [...standingDirectives(claimant), ...lost.map(abortOf)],
    messages: hasUnread ? await messagesForInstance(tx, agentId, heartbeat.instanceId) : [],
    pendingWork: { claimable: await hasWorkFor(tx, kernel, claimant) },
    nextHeartbeatSeconds: renewEverySeconds(shortest),
  }
}

/** Seen after all, there is nothing to tell. */
export async function markOffline(tx: Tx, agentId: string): Promise<void> {
  if (await setOffline(tx, agentId)) tx.append({ type: 'agent.offline', agentId })
}

function standingDirectives({ status, draining, hold_cause, hold_reason }: Claimant): Directive[] {
  const directives: Directive[] = []
  if (status !== 'active') directives.push({ type: 'stop', taskId: null, reason: 'the agent is deactivated' })
  // A provider's limit keeps it from claiming, not from working on.
  if (hold_cause !== null && hold_cause !== 'provider')
    directives.push({ type: 'pause', taskId: null, reason: hold_reason })
  if (draining === 1) directives.push({ type: 'drain', taskId: null, reason: null })
  return directives
}

const abortOf = ({ taskId, reason }: HeartbeatAnswer['lost'][number]): Directive => ({
  type: 'abort_task',
  taskId,
  reason,
})
