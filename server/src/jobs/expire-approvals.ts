// Approvals nobody decided in time count as denied.
import { expire, findDueForExpiry } from '../features/approvals/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function expireApprovals(kernel: Kernel): Promise<boolean> {
  const due = await findDueForExpiry(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, due, (tx, { id }) => expire(tx, kernel, id))
}
