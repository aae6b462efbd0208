// Leases that ran out: their tasks go back to the queue. The right to write ended by itself; this only tidies up.
import { expireIfOver, findExpiredLeases } from '../features/tasks/task-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { systemActor } from '../kernel/store/store.ts'

export async function expireLeases(kernel: Kernel): Promise<boolean> {
  const expired = await findExpiredLeases(kernel.store.reader, kernel.clock.now())
  await Promise.all(
    expired.map(({ taskId, workspaceId }) =>
      kernel.store.write({ workspaceId, actor: systemActor }, (tx) => expireIfOver(tx, kernel, taskId)),
    ),
  )
  return expired.length > 0
}
