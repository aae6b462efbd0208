// What must hold when a workspace changes: slugs are unique, exactly one is the default, an archived one takes no work.
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import {
  addMembership,
  clearDefault,
  insertWorkspace,
  readWorkspace,
  saveWorkspace,
  slugExists,
  type Workspace,
} from './store.ts'
import { isTimezone } from './timezone.ts'

type CreateWorkspace = components['schemas']['CreateWorkspace']
type UpdateWorkspace = components['schemas']['UpdateWorkspace']

export async function createWorkspace(
  tx: Tx,
  kernel: Kernel,
  wanted: CreateWorkspace,
  adminUserId: string,
): Promise<Workspace> {
  const timezone = wanted.timezone ?? 'UTC'
  refuseUnknownTimezone(timezone)
  const id = newId('wsp', tx.now)
  await insertWorkspace(tx, {
    id,
    slug: wanted.slug ?? (await freeSlug(tx, wanted.name)),
    name: wanted.name,
    mission: wanted.mission ?? null,
    emoji: wanted.emoji ?? null,
    color: wanted.color ?? null,
    timezone,
    isDefault: false,
  })
  await addMembership(tx, id, adminUserId, 'admin')
  tx.append({ type: 'workspace.created', payload: { workspaceId: id, name: wanted.name } })
  tx.afterCommit(() => kernel.forgetIdentity())
  return readWorkspace(tx, id)
}

export async function updateWorkspace(
  tx: Tx,
  kernel: Kernel,
  workspaceId: string,
  change: UpdateWorkspace,
): Promise<Workspace> {
  const before = await readWorkspace(tx, workspaceId)
  if (change.timezone !== undefined) refuseUnknownTimezone(change.timezone)
  if (change.slug !== undefined && change.slug !== before.slug) await refuseTakenSlug(tx, change.slug)
  if (change.isDefault) await clearDefault(tx)
  const after = { ...before, ...change }
  await saveWorkspace(tx, after)
  tx.append({ type: 'workspace.updated', payload: { workspaceId, change: { ...change } } })
  tx.afterCommit(() => kernel.forgetIdentity())
  return readWorkspace(tx, workspaceId)
}

export async function archiveWorkspace(tx: Tx, kernel: Kernel, workspaceId: string): Promise<Workspace> {
  const before = await readWorkspace(tx, workspaceId)
  if (before.isDefault) {
    throw new AppError('default_workspace', `'${before.slug}' is the default workspace and cannot be archived`)
  }
  await saveWorkspace(tx, { ...before, archivedAt: new Date(tx.now).toISOString() })
  tx.append({ type: 'workspace.archived', payload: { workspaceId } })
  tx.afterCommit(() => kernel.forgetIdentity())
  return readWorkspace(tx, workspaceId)
}

async function freeSlug(tx: Tx, name: string): Promise<string> {
  const base = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
  const stem = base || 'workspace'
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? stem : `${stem}-${number}`
    if (!(await slugExists(tx, slug))) return slug
  }
}

async function refuseTakenSlug(tx: Tx, slug: string): Promise<void> {
  if (await slugExists(tx, slug)) throw new AppError('slug_taken', `the slug '${slug}' belongs to another workspace`)
}

function refuseUnknownTimezone(timezone: string): void {
  if (!isTimezone(timezone)) {
    throw new AppError('validation_failed', `timezone: '${timezone}' is no IANA time zone`, {
      details: { issues: [{ path: 'timezone', message: 'no IANA time zone' }] },
    })
  }
}
