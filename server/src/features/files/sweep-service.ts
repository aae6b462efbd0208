// Bytes that no row refers to: dropped with the last row, or found later where a crash came in between.
import type { Kernel } from '../../kernel/kernel.ts'
import { isContentUsed } from './store.ts'

/** Younger ones may belong to an upload that is still going on. */
const orphanMilliseconds = 3_600_000
/** Of 256: a whole round takes about half an hour. */
const foldersAtOnce = 8

/** Never fails: what stays behind, the sweep takes. */
export async function dropIfUnused(kernel: Kernel, sha256: string): Promise<void> {
  try {
    await kernel.blobs.removeUnless(sha256, () => isContentUsed(kernel.store.reader, sha256))
  } catch (error) {
    kernel.logger.warn({ err: error, sha256 }, 'the bytes of a file stay behind for now')
  }
}

export async function sweepOrphans(kernel: Kernel): Promise<void> {
  const olderThan = kernel.clock.now() - orphanMilliseconds
  await kernel.blobs.sweepIncoming(olderThan)
  for (const sha256 of await kernel.blobs.nextOld(olderThan, foldersAtOnce)) await dropIfUnused(kernel, sha256)
}
