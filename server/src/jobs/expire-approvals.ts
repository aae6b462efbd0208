// Approvals nobody decided in time count as denied; questions nobody answered are waited for no longer.
import { expire } from '../features/approvals/service.ts'
import { findDueForExpiry } from '../features/approvals/settle-service.ts'
import { expireQuestion } from '../features/questions/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function expireApprovals(kernel: Kernel): Promise<boolean> {
  const due = await findDueForExpiry(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, due, (tx, { id, kind }) =>
    kind === 'question' ? expireQuestion(tx, kernel, id) : expire(tx, kernel, id),
  )
}
