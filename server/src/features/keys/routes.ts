// HTTP for API keys: list, make, rotate, revoke.
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal, UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { type KeyHolder, listedOwner } from './rights.ts'
import { createKey, revokeKey, rotateKey } from './service.ts'
import { listKeys } from './store.ts'

export const keyRoutes = (kernel: Kernel) =>
  routes({
    'keys.list': {
      async read(reader, { params, principal, workspaceId }) {
        const { ownerId, visibleIn } = await listedOwner(reader, holderOf(principal), workspaceId, params.ownerId)
        return listKeys(reader, ownerId, visibleIn, params)
      },
    },
    'keys.create': {
      write: (tx, { body, principal, workspaceId }) => createKey(tx, principal as UserPrincipal, workspaceId, body),
    },
    'keys.rotate': {
      write: (tx, { params, body, principal, workspaceId }) =>
        rotateKey(tx, kernel, holderOf(principal), workspaceId, params.keyId, body.graceSeconds),
    },
    'keys.revoke': {
      write: (tx, { params, principal, workspaceId }) =>
        revokeKey(tx, kernel, holderOf(principal), workspaceId, params.keyId),
    },
  })

/** The gate lets nobody else through. */
const holderOf = (principal: Principal): KeyHolder => principal as KeyHolder
