// HTTP for the members of a workspace: list, create, read, edit, remove, and giving them a role.
import type { Kernel } from '../../kernel/kernel.ts'
import type { UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { createUser, putMembership, removeUser, updateUser } from './service.ts'
import { listMembers, readMember } from './store.ts'

export const userRoutes = (kernel: Kernel) =>
  routes({
    'users.list': {
      read: (reader, { workspaceId, params }) => listMembers(reader, workspaceId, params),
    },
    'users.create': {
      write: (tx, { body }) => createUser(tx, kernel, body),
    },
    'users.get': {
      read: (reader, { workspaceId, params }) => readMember(reader, workspaceId, params.userId),
    },
    'users.update': {
      write: (tx, { params, body }) => updateUser(tx, kernel, params.userId, body),
    },
    'users.remove': {
      write: (tx, { params }) => removeUser(tx, kernel, params.userId),
    },
    'memberships.put': {
      write: (tx, { params, body, principal }) =>
        putMembership(tx, kernel, principal as UserPrincipal, params.userId, body.role),
    },
  })
