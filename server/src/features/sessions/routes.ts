// HTTP for the page's sessions: sign in, who is signed in, sign out, and links that sign in.
import type { IncomingHttpHeaders } from 'node:http'
import type { components } from '../../generated/openapi.ts'
import { AddressLimit } from '../../kernel/address-limit.ts'
import { sessionCookieHeader } from '../../kernel/authenticate.ts'
import { hashSecret } from '../../kernel/credentials.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal, UserPrincipal } from '../../kernel/principal.ts'
import { routes, type Units } from '../../kernel/route.ts'
import type { Tx } from '../../kernel/store/store.ts'
import {
  describeSession,
  endSession,
  makeSignInLink,
  openSession,
  redeemLink,
  sessionSeconds,
  type Voucher,
  voucherOf,
} from './service.ts'

type CreateSession = components['schemas']['CreateSession']

export function sessionRoutes(kernel: Kernel) {
  const failures = new AddressLimit(kernel.clock, { most: 10, perSeconds: 60, what: 'failed sign-ins' })
  const cookie = (value: string, maxAgeSeconds: number): string =>
    sessionCookieHeader(value, { secure: kernel.publicUrl().startsWith('https:'), maxAgeSeconds })

  return routes({
    'sessions.create': {
      async wait(units, { body, address, responseHeaders }) {
        const takeBack = failures.take(address)
        const opened = await open(units, kernel, body).catch((error: unknown) => {
          if (!(error instanceof AppError && error.code === 'unauthenticated')) takeBack()
          throw error
        })
        takeBack()
        responseHeaders['Set-Cookie'] = cookie(opened.token, sessionSeconds)
        return opened.info
      },
    },
    'sessions.get': {
      async read(reader, { principal, headers }) {
        const { userId, session } = requireSession(principal)
        const token = sessionTokenOf(headers, session.tokenHash)
        return describeSession(reader, userId, token, session.expiresAt)
      },
    },
    'sessions.end': {
      async write(tx, { principal, responseHeaders }) {
        const { session } = requireSession(principal)
        await endSession(tx, kernel, session.tokenHash)
        responseHeaders['Set-Cookie'] = cookie('', 0)
        return { ended: true }
      },
    },
    'signInLinks.create': {
      async write(tx, { principal }) {
        return makeSignInLink(tx, kernel, await voucherOf(tx, principal as UserPrincipal))
      },
    },
  })
}

async function open(units: Units, kernel: Kernel, body: CreateSession): ReturnType<typeof openSession> {
  const vouch = await voucherFor(kernel, body)
  return units.write(async (tx) => openSession(tx, await vouch(tx)))
}

/** A key is recognised before the unit of work, a link used up within it. */
async function voucherFor(kernel: Kernel, body: CreateSession): Promise<(tx: Tx) => Promise<Voucher>> {
  const { signInToken, key } = body
  if (signInToken !== undefined && key === undefined) return (tx) => redeemLink(tx, signInToken)
  if (key !== undefined && signInToken === undefined) {
    const principal = await kernel.authenticator.principalOfSecret(key)
    if (principal.kind !== 'user') throw new AppError('unauthenticated', 'only the key of a user signs in to the page')
    return async () => ({ userId: principal.userId, keyId: principal.keyId })
  }
  const message = 'exactly one of signInToken and key is needed'
  throw new AppError('validation_failed', `body: ${message}`, { details: { issues: [{ path: 'body', message }] } })
}

function requireSession(principal: Principal): UserPrincipal & { session: NonNullable<UserPrincipal['session']> } {
  const user = principal as UserPrincipal
  if (!user.session)
    throw new AppError('unauthenticated', 'this is about a session of the page, and the request has a key')
  return user as UserPrincipal & { session: NonNullable<UserPrincipal['session']> }
}

/** The cookie that was recognised; a browser may send several of the name. */
function sessionTokenOf(headers: IncomingHttpHeaders, tokenHash: string): string {
  const values = (headers.cookie ?? '').split(';').map((part) => part.trim().replace(/^mc_session=/, ''))
  const token = values.find((value) => hashSecret(value) === tokenHash)
  if (token === undefined) throw new AppError('unauthenticated', 'the request carries no live session')
  return token
}
