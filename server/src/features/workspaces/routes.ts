// HTTP for workspaces: list, create, read, edit, archive.
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { archiveWorkspace, createWorkspace, updateWorkspace } from './service.ts'
import { listWorkspaces, readWorkspace } from './store.ts'

export const workspaceRoutes = (kernel: Kernel) =>
  routes({
    'workspaces.list': {
      read: (reader, { params, principal }) => listWorkspaces(reader, visibleTo(principal), params),
    },
    'workspaces.create': {
      write: (tx, { body, principal }) => createWorkspace(tx, kernel, body, userIdOf(principal)),
    },
    'workspaces.get': {
      read: (reader, { workspaceId }) => readWorkspace(reader, workspaceId),
    },
    'workspaces.update': {
      async write(tx, { body, workspaceId, principal }) {
        if (body.isDefault && !(principal.kind === 'user' && principal.instanceAdmin)) {
          throw new AppError('forbidden', 'only an instance admin may make a workspace the default one')
        }
        return updateWorkspace(tx, kernel, workspaceId, body)
      },
    },
    'workspaces.archive': {
      write: (tx, { workspaceId }) => archiveWorkspace(tx, kernel, workspaceId),
    },
  })

/** Null: all of them. */
function visibleTo(principal: Principal): readonly string[] | null {
  if (principal.kind === 'agent') return [principal.workspaceId]
  if (principal.kind !== 'user') return []
  return principal.instanceAdmin ? null : principal.memberships.map(({ workspaceId }) => workspaceId)
}

const userIdOf = (principal: Principal): string => (principal as { userId: string }).userId
