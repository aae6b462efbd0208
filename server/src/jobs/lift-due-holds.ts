// Holds with an end (a budget's day, a provider's limit) lift themselves.
import { findDueHolds, liftIfDue } from '../features/holds/service.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { eachAlone } from './each-alone.ts'

export async function liftDueHolds(kernel: Kernel): Promise<boolean> {
  const due = await findDueHolds(kernel.store.reader, kernel.clock.now())
  return eachAlone(kernel, due, (tx, { id }) => liftIfDue(tx, kernel, id))
}
