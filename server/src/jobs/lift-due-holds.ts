// Holds with an end (a budget's day) lift themselves.
import { findDueHolds, liftHold } from '../features/holds/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function liftDueHolds(kernel: Kernel): Promise<boolean> {
  const due = await findDueHolds(kernel.store.reader, kernel.clock.now())
  for (const hold of due) {
    await kernel.store.write({ workspaceId: hold.workspace_id, actor: systemActor }, (tx) => liftHold(tx, kernel, hold))
  }
  return due.length > 0
}
