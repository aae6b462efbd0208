// HTTP for the members of a workspace: list, create, read, edit, remove, and giving them a role.
import type { Kernel } from '../../kernel/kernel.ts'
import type { UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { refuseInGrace } from '../keys/grace-service.ts'
import { createUser, putMembership, removeUser, updateUser } from './service.ts'
import { listMembers, readMember } from './store.ts'

export const userRoutes = (kernel: Kernel) =>
  routes({
    'users.list': {
      read: (reader, { workspaceId, params }) => listMembers(reader, workspaceId, params),
    },
    'users.create': {
      async write(tx, { body, principal }) {
        await refuseInGrace(tx, principal as UserPrincipal)
        return createUser(tx, kernel, principal as UserPrincipal, body)
      },
    },
    'users.get': {
      read: (reader, { workspaceId, params }) => readMember(reader, workspaceId, params.userId),
    },
    'users.update': {
      async write(tx, { params, body, principal }) {
        if (body.role !== undefined) await refuseInGrace(tx, principal as UserPrincipal)
        return updateUser(tx, kernel, params.userId, body)
      },
    },
    'users.remove': {
      write: (tx, { params }) => removeUser(tx, kernel, params.userId),
    },
    'memberships.put': {
      async write(tx, { params, body, principal }) {
        await refuseInGrace(tx, principal as UserPrincipal)
        return putMembership(tx, kernel, principal as UserPrincipal, params.userId, body.role)
      },
    },
  })
