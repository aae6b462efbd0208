// The bytes of a file, for who may see its task.
import type { Download } from '../../kernel/download.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { findLiveFile } from './store.ts'

export async function downloadOf(
  reader: Reader,
  kernel: Kernel,
  workspaceId: string,
  fileId: string,
): Promise<Download> {
  const row = await findLiveFile(reader, workspaceId, fileId)
  if (!row) throw notFound('file', fileId)
  return {
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size,
    sha256: row.sha256,
    async open(first, last) {
      try {
        return await kernel.blobs.read(row.sha256, first, last)
      } catch (error) {
        // Removed since the row was read; anything else is a loss that must be heard of.
        if (!(await findLiveFile(reader, workspaceId, fileId))) throw notFound('file', fileId)
        throw error
      }
    },
  }
}
