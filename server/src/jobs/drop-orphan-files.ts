// Bytes that a crash left behind go once they are an hour old.
import { sweepOrphans } from '../features/files/sweep-service.ts'
import type { Kernel } from '../kernel/kernel.ts'

export async function dropOrphanFiles(kernel: Kernel): Promise<boolean> {
  await sweepOrphans(kernel)
  return false
}
