// HTTP for joining: ask, wait for the answer, and on the other side see who asks and decide.
import { AddressLimit } from '../../kernel/address-limit.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { RegistrationPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { refuseInGrace } from '../keys/grace-service.ts'
import { pollRegistration } from './poll-service.ts'
import { approveRegistration, joinWithToken, rejectRegistration, requestApproval } from './service.ts'
import { listRegistrations } from './store.ts'

export function registrationRoutes(kernel: Kernel) {
  const limit = new AddressLimit(kernel.clock, { most: 5, perSeconds: 60, what: 'registrations' })

  return routes({
    'agents.register': {
      async wait(_units, { body, address }) {
        if (body.enrollmentToken === undefined) {
          limit.take(address)
          return requestApproval(kernel, body)
        }
        return joinWithToken(kernel, body, body.enrollmentToken).catch((error: unknown) => {
          // Only guesses count: a hundred agents may join from one machine.
          if (error instanceof AppError && error.code === 'enrollment_invalid') limit.take(address)
          throw error
        })
      },
    },
    'registrations.poll': {
      wait: (units, { params, principal, workspaceId, signal }) =>
        pollRegistration(units, kernel, {
          workspaceId,
          registrationId: (principal as RegistrationPrincipal).registrationId,
          waitSeconds: params.waitSeconds!,
          signal,
        }),
    },
    'registrations.list': {
      read: (reader, { workspaceId, params }) => listRegistrations(reader, workspaceId, kernel.clock.now(), params),
    },
    'registrations.approve': {
      async write(tx, { params, body, principal }) {
        // The agent it lets in gets a key.
        await refuseInGrace(tx, principal as UserPrincipal)
        return approveRegistration(tx, kernel, params.registrationId, body, (principal as UserPrincipal).userId)
      },
    },
    'registrations.reject': {
      write: (tx, { params, body }) => rejectRegistration(tx, kernel, params.registrationId, body.reason),
    },
  })
}
