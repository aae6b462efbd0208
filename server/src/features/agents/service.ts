// What must hold for agents: names are unique among live ones, and one that may not work holds nothing.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { liftHold } from '../holds/service.ts'
import { revokeKeysOfAgent } from '../keys/service.ts'
import { endLeasesOfAgent } from '../tasks/lease-service.ts'
import { clearAssignee, findAssigned, mostAssignedAtOnce } from './assignment-store.ts'
import { findHoldsOnAgent } from './hold-store.ts'
import {
  type Agent,
  type AgentFacts,
  type AgentRow,
  insertAgent,
  loadAgent,
  markRemoved,
  nameIsTaken,
  readAgent,
  saveAgent,
} from './store.ts'

export { type Agent, type AgentFacts, isLiveAgent, readAgent } from './store.ts'

type UpdateAgent = components['schemas']['UpdateAgent']

/** Only people grant these. */
const granted = ['name', 'capabilities', 'maxConcurrentTasks'] as const

/** @returns the id of the new agent. */
export async function admitAgent(
  tx: Tx,
  facts: AgentFacts,
  origin: { readonly enrolledBy: string; readonly payload: Record<string, unknown> },
): Promise<string> {
  await refuseTakenName(tx, facts.name)
  const id = newId('agt', tx.now)
  await insertAgent(tx, {
    ...facts,
    id,
    workspace_id: tx.workspaceId,
    status: 'active',
    draining: 0,
    enrolled_by: origin.enrolledBy,
    created_at: tx.now,
    updated_at: tx.now,
  })
  const { name, max_concurrent_tasks: maxConcurrentTasks } = facts
  const capabilities = JSON.parse(facts.capabilities) as string[]
  tx.append({
    type: 'agent.approved',
    agentId: id,
    payload: { agentId: id, name, capabilities, maxConcurrentTasks, enrolledBy: origin.enrolledBy, ...origin.payload },
  })
  return id
}

export async function updateAgent(
  tx: Tx,
  kernel: Kernel,
  caller: Principal,
  agentId: string,
  change: UpdateAgent,
): Promise<Agent> {
  const before = await loadAgent(tx, agentId)
  if (caller.kind === 'agent') refuseForAgent(caller.agentId, agentId, change)
  if (change.name !== undefined && change.name !== before.name) await refuseTakenName(tx, change.name)
  const after = { ...before, ...toColumns(change) }
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await saveAgent(tx, after)
    tx.append({ type: 'agent.updated', agentId, payload: { agentId, change: { ...change } } })
    tx.afterCommit(() => {
      if (after.name !== before.name) kernel.forgetIdentity()
      // What it may take may have become more.
      kernel.signals.wakeAll({ agentId })
    })
  }
  return readAgentOr404(tx, agentId)
}

export async function deactivateAgent(tx: Tx, kernel: Kernel, agentId: string, reason: string | null): Promise<Agent> {
  const before = await loadAgent(tx, agentId)
  if (before.status !== 'deactivated') {
    await changeStatus(tx, kernel, before, 'deactivated')
    tx.append({ type: 'agent.deactivated', agentId, payload: { agentId, reason } })
    await endLeasesOfAgent(tx, kernel, agentId, 'released')
  }
  return readAgentOr404(tx, agentId)
}

export async function reactivateAgent(tx: Tx, kernel: Kernel, agentId: string): Promise<Agent> {
  const before = await loadAgent(tx, agentId)
  if (before.status !== 'active') {
    await changeStatus(tx, kernel, before, 'active')
    tx.append({ type: 'agent.reactivated', agentId, payload: { agentId } })
  }
  return readAgentOr404(tx, agentId)
}

export async function drainAgent(tx: Tx, kernel: Kernel, agentId: string): Promise<Agent> {
  const before = await loadAgent(tx, agentId)
  if (before.draining !== 1) {
    await changeDraining(tx, kernel, before, 1)
    tx.append({ type: 'agent.drain_requested', agentId, payload: { agentId } })
  }
  return readAgentOr404(tx, agentId)
}

/** What `agents.resume` does beside lifting a person's hold. */
export async function stopDraining(tx: Tx, kernel: Kernel, agentId: string): Promise<void> {
  const before = await loadAgent(tx, agentId)
  if (before.draining !== 1) return
  await changeDraining(tx, kernel, before, 0)
  tx.append({ type: 'agent.updated', agentId, payload: { agentId, change: { draining: false } } })
}

/** The agent as it is in this unit, or `not_found`. */
const readAgentOr404 = (tx: Tx, agentId: string): Promise<Agent> => readAgent(tx, tx.workspaceId, agentId)

export async function removeAgent(tx: Tx, kernel: Kernel, agentId: string): Promise<Agent> {
  await loadAgent(tx, agentId)
  const before = await readAgentOr404(tx, agentId)
  await endLeasesOfAgent(tx, kernel, agentId, 'released')
  // A hold on an agent that is gone would keep its tasks paused for good.
  for (const hold of await findHoldsOnAgent(tx, agentId)) await liftHold(tx, kernel, hold)
  await takeNameOffTasks(tx, kernel, agentId)
  const revokedKeys = await revokeKeysOfAgent(tx, agentId)
  await markRemoved(tx, agentId)
  tx.append({ type: 'agent.removed', agentId, payload: { agentId, name: before.name, revokedKeys } })
  tx.afterCommit(() => lookAgain(kernel, agentId))
  const gone = { status: 'deactivated', presence: 'offline', paused: false, holds: [], openLeases: 0 } as const
  return { ...before, ...gone, holds: [], updatedAt: new Date(tx.now).toISOString() }
}

async function takeNameOffTasks(tx: Tx, kernel: Kernel, agentId: string): Promise<void> {
  const { workspaceId } = tx
  for (;;) {
    const assigned = await findAssigned(tx, agentId)
    for (const { id, claimable } of assigned) {
      await clearAssignee(tx, id)
      tx.append({ type: 'task.updated', taskId: id, agentId, payload: { change: { assigneeAgentId: null } } })
      if (claimable === 1) tx.afterCommit(() => kernel.signals.wakeAll({ workspaceId }))
    }
    if (assigned.length < mostAssignedAtOnce) return
  }
}

async function changeStatus(tx: Tx, kernel: Kernel, before: AgentRow, status: AgentRow['status']): Promise<void> {
  await saveAgent(tx, { ...before, status })
  tx.afterCommit(() => lookAgain(kernel, before.id))
}

async function changeDraining(tx: Tx, kernel: Kernel, before: AgentRow, draining: 0 | 1): Promise<void> {
  await saveAgent(tx, { ...before, draining })
  tx.afterCommit(() => kernel.signals.wakeAll({ agentId: before.id }))
}

/** Whoever waits as this agent, or streams, finds out what it may do now. */
function lookAgain(kernel: Kernel, agentId: string): void {
  kernel.forgetIdentity()
  kernel.signals.wakeAll({ agentId })
}

function refuseForAgent(callerId: string, agentId: string, change: UpdateAgent): void {
  if (callerId !== agentId) throw new AppError('forbidden', `an agent may change only itself, not '${agentId}'`)
  const forbidden = granted.find((field) => change[field] !== undefined)
  if (forbidden) throw new AppError('forbidden', `an agent may not change its own ${forbidden}: a person grants that`)
}

async function refuseTakenName(tx: Tx, name: string): Promise<void> {
  if (await nameIsTaken(tx, name))
    throw new AppError('name_taken', `an agent of this workspace is named '${name}' already`)
}

function toColumns(change: UpdateAgent): Partial<AgentFacts> {
  const { capabilities, connectionType, maxConcurrentTasks, ...same } = change
  return {
    ...same,
    ...(capabilities && { capabilities: JSON.stringify(capabilities) }),
    ...(connectionType && { connection_type: connectionType }),
    ...(maxConcurrentTasks && { max_concurrent_tasks: maxConcurrentTasks }),
  }
}
