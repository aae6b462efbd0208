// A file comes in: who may put it is settled before its bytes are taken, and once more when they are there.

import { type Received, tooLarge } from '../../kernel/blobs.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Units } from '../../kernel/route.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Upload } from '../../kernel/upload.ts'
import { validationFailed } from '../../kernel/validation-messages.ts'
import { isOver } from '../../rules/task-lifecycle.ts'
import { isVisible } from '../../rules/visible-text.ts'
import { loadTask, requireLease } from '../tasks/task-service.ts'
import { fenceOf } from './fence.ts'
import {
  type FileKind,
  type FileRow,
  findCurrent,
  insertFile,
  markCurrent,
  type TaskFile,
  usageOf,
  versionsOf,
  viewOf,
} from './store.ts'
import { dropIfUnused } from './sweep-service.ts'

const mostBytes = 26_214_400
const mostFiles = 200
const mostBytesOfTask = 1_073_741_824

export interface FileWish {
  readonly taskId: string
  readonly name: string
  readonly fence: number | undefined
  readonly principal: Principal
}

export async function putFile(units: Units, kernel: Kernel, upload: Upload, wish: FileWish): Promise<TaskFile> {
  refuseInvisible(wish.name)
  const { announcedBytes } = upload
  if (announcedBytes !== null && announcedBytes > mostBytes) throw tooLarge(`${announcedBytes} bytes`, mostBytes)
  await units.write((tx) => admit(tx, wish))
  const received = await kernel.blobs.receive(upload.chunks(), mostBytes)
  try {
    return await kernel.blobs.keep(received, () => units.write((tx) => putOnce(tx, wish, received, upload.mediaType)))
  } catch (error) {
    await kernel.blobs.discard(received)
    await dropIfUnused(kernel, received.sha256)
    throw error
  }
}

function refuseInvisible(name: string): void {
  if (isVisible(name)) return
  const codes = [...name].slice(0, 3).map((each) => each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0'))
  const message = `has no character that can be seen (it begins with U+${codes.join(', U+')})`
  throw validationFailed([{ path: 'fileName', message }])
}

interface Place {
  readonly kind: FileKind
  readonly runId: string | null
}

/** @throws not_found, invalid_transition, lease_lost */
async function admit(tx: Tx, { taskId, fence, principal }: FileWish): Promise<Place> {
  const task = await loadTask(tx, taskId)
  if (principal.kind === 'agent') {
    const claim = { taskId, agentId: principal.agentId, fence: fenceOf(fence, 'an artifact') }
    return { kind: 'artifact', runId: (await requireLease(tx, claim)).run_id }
  }
  if (isOver(task.state)) {
    throw new AppError('invalid_transition', `the task '${taskId}' is ${task.state}: it takes no more files`, {
      hint: 'Reopen the task first, or put the file to another one.',
      details: { state: task.state },
    })
  }
  return { kind: 'input', runId: null }
}

/** The task is held against other writers, so that of two at once one is the newer version. */
async function putOnce(tx: Tx, wish: FileWish, received: Received, mediaType: string): Promise<TaskFile> {
  const { kind, runId } = await admit(tx, wish)
  const { taskId, name } = wish
  const { sha256, sizeBytes } = received
  const before = await findCurrent(tx, taskId, kind, name)
  if (before?.sha256 === sha256) return viewOf(tx, before)
  await refuseTooMany(tx, taskId, sizeBytes)
  if (before) await markCurrent(tx, before.id, false)
  const row: FileRow = {
    id: newId('fil', tx.now),
    workspace_id: tx.workspaceId,
    task_id: taskId,
    run_id: runId,
    kind,
    name,
    version: (await versionsOf(tx, taskId, kind, name)) + 1,
    is_current: 1,
    media_type: mediaType,
    size: sizeBytes,
    sha256,
    author_kind: kind === 'artifact' ? 'agent' : 'user',
    author_id: tx.actor.id!,
    created_at: tx.now,
    removed_at: null,
  }
  await insertFile(tx, row)
  const { id: fileId, version } = row
  tx.append({
    type: 'file.added',
    taskId,
    runId,
    agentId: kind === 'artifact' ? row.author_id : null,
    payload: { fileId, kind, name, version, mediaType, sizeBytes, sha256 },
  })
  return viewOf(tx, row)
}

async function refuseTooMany(tx: Tx, taskId: string, sizeBytes: number): Promise<void> {
  const { count, size } = await usageOf(tx, taskId)
  const hint = 'Remove versions that are no longer needed.'
  if (count >= mostFiles) {
    throw new AppError('limit_reached', `the task '${taskId}' has ${count} files; ${mostFiles} are the most`, { hint })
  }
  if (size + sizeBytes > mostBytesOfTask) {
    throw new AppError(
      'limit_reached',
      `the task '${taskId}' has files of ${size} bytes; with ${sizeBytes} more it would pass ${mostBytesOfTask}`,
      { hint },
    )
  }
}
