// Approvals nobody decided in time count as denied.
import { expire, findDueForExpiry } from '../features/approvals/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function expireApprovals(kernel: Kernel): Promise<boolean> {
  const due = await findDueForExpiry(kernel.store.reader, kernel.clock.now())
  for (const { id, workspace_id: workspaceId } of due) {
    await kernel.store.write({ workspaceId, actor: systemActor }, (tx) => expire(tx, kernel, id))
  }
  return due.length > 0
}
