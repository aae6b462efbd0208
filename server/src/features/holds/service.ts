// Holds on agents: what they work on pauses, and goes on when no hold covers it any more.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { leasesHeldBy, loadTask, moveTask } from '../tasks/task-service.ts'
import {
  findHold,
  findOpenHolds,
  findTasksOfHold,
  type HoldCause,
  type HoldRow,
  markLifted,
  openOrFindHold,
  renameHold,
} from './store.ts'
import { coveringHold } from './task-hold-service.ts'

export { findDueHolds, findHoldsOfBudget } from './store.ts'

export interface AgentHold {
  readonly agentId: string
  readonly cause: HoldCause
  readonly reference?: string
  readonly reason: string | null
  /** When it lifts itself; null: when somebody lifts it. */
  readonly until: number | null
}

export async function holdAgent(tx: Tx, kernel: Kernel, hold: AgentHold): Promise<void> {
  const { agentId, cause, reason, until } = hold
  const { id, isNew } = await openOrFindHold(tx, { scope: 'agent', scopeId: agentId, ...hold })
  if (!isNew) return
  tx.append({ type: 'hold.placed', agentId, payload: { holdId: id, scope: 'agent', cause, reason, until } })
  const reasonOfEnd = cause === 'budget' ? 'budget_exhausted' : 'paused'
  for (const lease of await leasesHeldBy(tx, agentId)) {
    const task = await loadTask(tx, lease.task_id)
    if (task.state === 'needs_approval') {
      await moveTask(tx, kernel, task, 'end_lease_waiting', { end: { reason: 'waiting' }, payload: { holdId: id } })
    } else {
      const change = { hold_id: id }
      await moveTask(tx, kernel, task, 'pause_by_hold', {
        end: { reason: reasonOfEnd },
        change,
        payload: { holdId: id, reason },
      })
    }
  }
  tx.afterCommit(() => kernel.signals.wakeAll({ agentId }))
}

/** Lifts what a person put on an agent, and what its provider's limit did; a hold by a budget stays. */
export async function liftHoldsOnResume(tx: Tx, kernel: Kernel, agentId: string): Promise<void> {
  for (const hold of await findOpenHolds(tx, 'agent', agentId)) {
    if (hold.cause === 'operator' || hold.cause === 'provider') await liftHold(tx, kernel, hold)
  }
}

/** Since somebody saw that it was due, it may have been made to last longer. */
export async function liftIfDue(tx: Tx, kernel: Kernel, holdId: string): Promise<void> {
  const hold = await findHold(tx, holdId)
  if (hold?.until != null && hold.until <= tx.now) await liftHold(tx, kernel, hold)
}

export async function liftHold(tx: Tx, kernel: Kernel, hold: HoldRow): Promise<void> {
  if (!(await markLifted(tx, hold.id))) return
  const agentId = hold.scope === 'agent' ? hold.scope_id : null
  tx.append({ type: 'hold.lifted', agentId, payload: { holdId: hold.id, scope: hold.scope, cause: hold.cause } })
  // A provider's limit pauses no task.
  const stillOpen = (await findOpenHolds(tx, hold.scope, hold.scope_id)).find(({ cause }) => cause !== 'provider')
  for (const { id } of await findTasksOfHold(tx, hold.id)) {
    const other = stillOpen ?? (await coveringHold(tx, id))
    if (other) await renameHold(tx, id, other.id)
    else await moveTask(tx, kernel, await loadTask(tx, id), 'resume_by_hold_lifted')
  }
  if (agentId !== null) tx.afterCommit(() => kernel.signals.wakeAll({ agentId }))
}
