// HTTP for enrollment tokens: list, make, revoke.
import type { UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { refuseInGrace } from '../keys/grace-service.ts'
import { createEnrollmentToken, revokeEnrollmentToken } from './service.ts'
import { listTokens } from './store.ts'

export const enrollmentRoutes = () =>
  routes({
    'enrollmentTokens.list': {
      read: (reader, { workspaceId, params }) => listTokens(reader, workspaceId, params),
    },
    'enrollmentTokens.create': {
      async write(tx, { body, principal }) {
        await refuseInGrace(tx, principal as UserPrincipal)
        return createEnrollmentToken(tx, body, (principal as UserPrincipal).userId)
      },
    },
    'enrollmentTokens.revoke': {
      write: (tx, { params }) => revokeEnrollmentToken(tx, params.enrollmentTokenId),
    },
  })
