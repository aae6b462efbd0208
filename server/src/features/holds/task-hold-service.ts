// The hold a person puts on one task.
import type { Tx } from '../../kernel/store/store.ts'
import { findOpenHolds, type HoldRow, markLifted, openOrFindHold, renameHold } from './store.ts'

export async function placeTaskHold(tx: Tx, taskId: string, reason: string): Promise<string> {
  const { id, isNew } = await openOrFindHold(tx, { scope: 'task', scopeId: taskId, cause: 'operator', reason })
  if (isNew)
    tx.append({ type: 'hold.placed', taskId, payload: { holdId: id, scope: 'task', cause: 'operator', reason } })
  return id
}

/** @returns whether there was one, and what other hold still covers the task. */
export async function liftTaskHold(
  tx: Tx,
  task: { id: string; hold_id: string | null },
): Promise<{ found: boolean; coveredBy: string | null }> {
  const [own] = (await findOpenHolds(tx, 'task', task.id)).filter(({ cause }) => cause === 'operator')
  if (!own) return { found: false, coveredBy: null }
  await markLifted(tx, own.id)
  tx.append({ type: 'hold.lifted', taskId: task.id, payload: { holdId: own.id, scope: 'task', cause: 'operator' } })
  const other = await coveringHold(tx, task.id)
  if (other) await renameHold(tx, task.id, other.id)
  return { found: true, coveredBy: other?.id ?? null }
}

/** Another hold that keeps a paused task from running, if any. */
export async function coveringHold(tx: Tx, taskId: string): Promise<HoldRow | null> {
  const [onTask] = await findOpenHolds(tx, 'task', taskId)
  if (onTask) return onTask
  const [onWorkspace] = await findOpenHolds(tx, 'workspace', tx.workspaceId)
  return onWorkspace ?? null
}
