// Leases that ran out: their tasks go back to the queue. The right to write ended by itself; this only tidies up.
import { expireIfOver, findExpiredLeases } from '../features/tasks/task-service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function expireLeases(kernel: Kernel): Promise<boolean> {
  const expired = await findExpiredLeases(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, expired, (tx, { task_id: taskId }) => expireIfOver(tx, kernel, taskId))
}
