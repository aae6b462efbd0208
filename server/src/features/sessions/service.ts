// How a person gets into the page: by a link that works once or by their key, for thirty days at most.
import { createHmac } from 'node:crypto'
import type { components } from '../../generated/openapi.ts'
import { toTimestamp } from '../../kernel/clock.ts'
import { hashSecret, newSecret } from '../../kernel/credentials.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { UserPrincipal } from '../../kernel/principal.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import { findKeyOfSession, findSessionUser, removeSession, saveLink, saveSession, takeLink } from './store.ts'

type SessionInfo = components['schemas']['SessionInfo']

const linkSeconds = 10 * 60
export const sessionSeconds = 30 * 24 * 60 * 60

/** What a session is opened with: the user, and the key that vouches for them. */
export interface Voucher {
  readonly userId: string
  readonly keyId: string | null
}

export async function openSession(tx: Tx, voucher: Voucher): Promise<{ token: string; info: SessionInfo }> {
  const { secret: token, hash: tokenHash } = newSecret('session')
  const csrfToken = csrfTokenOf(token)
  const expiresAt = tx.now + sessionSeconds * 1000
  await saveSession(tx, { tokenHash, csrfHash: hashSecret(csrfToken), ...voucher, expiresAt })
  return { token, info: await describeSession(tx, voucher.userId, token, expiresAt) }
}

/** @throws unauthenticated for a link that is unknown, used or too old. */
export async function redeemLink(tx: Tx, signInToken: string): Promise<Voucher> {
  const link = await takeLink(tx, hashSecret(signInToken))
  if (!link)
    throw new AppError('unauthenticated', 'this sign-in link is unknown, has been used or is older than ten minutes')
  return { userId: link.user_id, keyId: link.key_id }
}

export async function makeSignInLink(
  tx: Tx,
  kernel: Kernel,
  voucher: Voucher,
): Promise<components['schemas']['SignInLink']> {
  const { secret, hash: tokenHash } = newSecret('signin')
  const expiresAt = tx.now + linkSeconds * 1000
  await saveLink(tx, { tokenHash, ...voucher, expiresAt })
  // In the fragment, which browsers send to no server and which reaches no log.
  return { url: `${kernel.publicUrl()}/#sign-in=${secret}`, expiresAt: toTimestamp(expiresAt) }
}

export async function voucherOf(reader: Reader, user: UserPrincipal): Promise<Voucher> {
  const keyId = user.session ? await findKeyOfSession(reader, user.session.tokenHash) : user.keyId
  return { userId: user.userId, keyId }
}

export async function describeSession(
  reader: Reader,
  userId: string,
  token: string,
  expiresAt: number,
): Promise<SessionInfo> {
  const user = await findSessionUser(reader, userId)
  if (!user) throw new AppError('unauthenticated', 'the user of this session is gone')
  return { user, expiresAt: toTimestamp(expiresAt), csrfToken: csrfTokenOf(token) }
}

export async function endSession(tx: Tx, kernel: Kernel, tokenHash: string): Promise<void> {
  await removeSession(tx, tokenHash)
  // Its event streams look again whether they may go on.
  tx.afterCommit(() => kernel.forgetIdentity())
}

/** The same for as long as the session lives, and no use to who reads the database: only the cookie leads to it. */
const csrfTokenOf = (token: string): string => createHmac('sha256', token).update('mission-control csrf').digest('hex')
