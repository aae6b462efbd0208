// Tasks that wait for a time: due ones enter the queue, and a preference ends.
import type { Kernel } from '../../kernel/kernel.ts'
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { offerIfClaimable, settle } from './move-service.ts'
import { loadTask, saveTaskState } from './store.ts'

interface DueRow {
  id: string
  workspace_id: string
}

const dueTasks = sql<{ now: number }, DueRow>(
  "select id, workspace_id from tasks where state = 'ready' and claimable = 0 and not_before <= :now order by not_before limit 200",
)
const stalePreferences = sql<{ now: number }, DueRow>(
  'select id, workspace_id from tasks where preferred_until is not null and preferred_until <= :now order by preferred_until limit 200',
)

export const findDueTasks = (reader: Reader, now: number) => reader.all(dueTasks, { now })

export const findStalePreferences = (reader: Reader, now: number) => reader.all(stalePreferences, { now })

/** Presence in the queue is no change of the task: no event. */
export async function makeDue(tx: Tx, kernel: Kernel, taskId: string): Promise<void> {
  const task = await loadTask(tx, taskId)
  const after = settle(task, task.state, tx.now)
  if (after.claimable === task.claimable) return
  await saveTaskState(tx, after)
  offerIfClaimable(tx, kernel, after)
}

export async function endPreference(tx: Tx, kernel: Kernel, taskId: string): Promise<void> {
  const task = await loadTask(tx, taskId)
  if (task.preferred_until === null || task.preferred_until > tx.now) return
  const after = { ...task, preferred_agent_id: null, preferred_until: null }
  await saveTaskState(tx, after)
  offerIfClaimable(tx, kernel, after)
}
