// A version of a file goes, and with it its bytes where nobody else has the same.
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Units } from '../../kernel/route.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { loadTask, requireLease } from '../tasks/task-service.ts'
import { fenceOf } from './fence.ts'
import { type FileRow, findNewestLeft, loadFile, markCurrent, removeRow, type TaskFile, viewOf } from './store.ts'
import { dropIfUnused } from './sweep-service.ts'

interface Removal {
  readonly fileId: string
  readonly fence: number | undefined
  readonly principal: Principal
}

export async function removeFile(units: Units, kernel: Kernel, removal: Removal): Promise<TaskFile> {
  const file = await units.write((tx) => removeOnce(tx, removal))
  await dropIfUnused(kernel, file.sha256)
  return file
}

async function removeOnce(tx: Tx, { fileId, fence, principal }: Removal): Promise<TaskFile> {
  const { task_id: taskId } = await loadFile(tx, fileId)
  await admit(tx, taskId, fence, principal)
  // Read once more, for whoever was at it while this waited for the task.
  const row = await loadFile(tx, fileId)
  refuseForeign(row, principal)
  if (await removeRow(tx, fileId)) {
    if (row.is_current === 1) {
      const left = await findNewestLeft(tx, row)
      if (left) await markCurrent(tx, left.id, true)
    }
    const { kind, name, version, size: sizeBytes, sha256, media_type: mediaType } = row
    const payload = { fileId, kind, name, version, mediaType, sizeBytes, sha256 }
    tx.append({ type: 'file.removed', taskId, runId: row.run_id, payload })
  }
  return viewOf(tx, row)
}

/** Holds the task, as whoever puts a file does: of a name there is one current version at any time. */
async function admit(tx: Tx, taskId: string, fence: number | undefined, principal: Principal): Promise<void> {
  await loadTask(tx, taskId)
  if (principal.kind === 'agent')
    await requireLease(tx, { taskId, agentId: principal.agentId, fence: fenceOf(fence, 'a removal') })
}

function refuseForeign({ id, kind, author_id }: FileRow, principal: Principal): void {
  if (principal.kind !== 'agent' || (kind === 'artifact' && author_id === principal.agentId)) return
  throw new AppError(
    'forbidden',
    `the file '${id}' is not yours: an agent removes only artifacts it put there itself`,
    {
      hint: 'Ask a person with the role operator to remove it.',
    },
  )
}
