// Tasks whose time has come can be claimed, and those kept for one agent open up to the others.
import { endPreference, findDueTasks, findStalePreferences, makeDue } from '../features/tasks/due-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function readyDueTasks(kernel: Kernel): Promise<boolean> {
  const now = kernel.clock.now()
  const due = await findDueTasks(kernel.store.reader, now)
  const stale = await findStalePreferences(kernel.store.reader, now)
  await Promise.all([
    ...due.map(({ id, workspace_id: workspaceId }) =>
      kernel.store.write({ workspaceId, actor: systemActor }, (tx) => makeDue(tx, kernel, id)),
    ),
    ...stale.map(({ id, workspace_id: workspaceId }) =>
      kernel.store.write({ workspaceId, actor: systemActor }, (tx) => endPreference(tx, kernel, id)),
    ),
  ])
  return due.length + stale.length > 0
}
