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
export async function liftTaskHold(tx: Tx, taskId: string): Promise<{ found: boolean; coveredBy: string | null }> {
  if (!(await dropTaskHold(tx, taskId))) return { found: false, coveredBy: null }
  const other = await coveringHold(tx, taskId)
  if (other) await renameHold(tx, taskId, other.id)
  return { found: true, coveredBy: other?.id ?? null }
}

/** For a task that is over: nobody would lift it any more. @returns whether there was one. */
export async function dropTaskHold(tx: Tx, taskId: string): Promise<boolean> {
  const [own] = (await findOpenHolds(tx, 'task', taskId)).filter(({ cause }) => cause === 'operator')
  if (!own) return false
  await markLifted(tx, own.id)
  tx.append({ type: 'hold.lifted', taskId, payload: { holdId: own.id, scope: 'task', cause: 'operator' } })
  return true
}

/** Another hold that keeps a paused task from running, if any. */
export async function coveringHold(tx: Tx, taskId: string): Promise<HoldRow | null> {
  const [onTask] = await findOpenHolds(tx, 'task', taskId)
  if (onTask) return onTask
  const [onWorkspace] = await findOpenHolds(tx, 'workspace', tx.workspaceId)
  return onWorkspace ?? null
}
