// Approvals given in advance: whoever shows the secret joins at once, as often and as long as the token says.
import type { components } from '../../generated/openapi.ts'
import { fromTimestamp, toTimestamp } from '../../kernel/clock.ts'
import { hashSecret, kindOfSecret, newSecret } from '../../kernel/credentials.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'
import {
  type EnrollmentToken,
  findLiveOfStartUp,
  findTokenByHash,
  insertToken,
  markRevoked,
  readToken,
  type TokenRow,
  useUp,
} from './store.ts'

type Schemas = components['schemas']

const defaultLifeSeconds = 24 * 60 * 60

export interface EnrollmentWish {
  readonly name: string
  readonly capabilities?: readonly string[]
  readonly uses?: number
  readonly expiresAt?: string
  /** Whether the server makes it for the lines it prints as it starts. */
  readonly isForStart?: boolean
}

export async function createEnrollmentToken(
  tx: Tx,
  wish: EnrollmentWish,
  userId: string,
): Promise<Schemas['EnrollmentTokenSecret']> {
  const expiresAt =
    wish.expiresAt === undefined ? tx.now + defaultLifeSeconds * 1000 : fromTimestamp(wish.expiresAt, 'expiresAt')
  if (expiresAt <= tx.now) {
    throw new AppError('validation_failed', `expiresAt: '${wish.expiresAt}' has passed`, {
      details: { issues: [{ path: 'expiresAt', message: 'has passed' }] },
    })
  }
  const id = newId('enr', tx.now)
  const { secret, hash, prefix } = newSecret('enroll')
  const { name, capabilities = null, uses = 1 } = wish
  await insertToken(tx, {
    id,
    workspace_id: tx.workspaceId,
    hash,
    prefix,
    name,
    capabilities: JSON.stringify(capabilities),
    uses,
    uses_left: uses,
    created_by: userId,
    created_at: tx.now,
    expires_at: expiresAt,
    start_up: wish.isForStart ? 1 : 0,
  })
  tx.append({
    type: 'enrollment_token.created',
    payload: { enrollmentTokenId: id, name, capabilities, uses, expiresAt: toTimestamp(expiresAt) },
  })
  return { token: await readToken(tx, tx.workspaceId, id), secret }
}

export async function revokeEnrollmentToken(tx: Tx, tokenId: string): Promise<EnrollmentToken> {
  const before = await readToken(tx, tx.workspaceId, tokenId)
  if (before.revokedAt === null) {
    await markRevoked(tx, tokenId)
    tx.append({ type: 'enrollment_token.revoked', payload: { enrollmentTokenId: tokenId } })
  }
  return readToken(tx, tx.workspaceId, tokenId)
}

/** The tokens of earlier starts are on screens and in logs; with a new one nobody needs them. */
export async function revokeStartUpTokens(tx: Tx): Promise<void> {
  for (const tokenId of await findLiveOfStartUp(tx)) await revokeEnrollmentToken(tx, tokenId)
}

/**
 * The token behind a secret, as committed; whether it still has a use shows when one is taken.
 * @throws enrollment_invalid
 */
export async function findEnrollmentToken(reader: Reader, secret: string): Promise<TokenRow> {
  const token = kindOfSecret(secret) === 'enroll' ? await findTokenByHash(reader, hashSecret(secret)) : undefined
  if (!token) throw enrollmentInvalid('is unknown')
  return token
}

/** Takes one use of the token, in the unit in which the agent joins. */
export async function takeEnrollment(tx: Tx, token: TokenRow): Promise<void> {
  if (!(await useUp(tx, token.id))) throw enrollmentInvalid('is used up, expired or revoked')
}

export const enrollmentInvalid = (what: string): AppError =>
  new AppError('enrollment_invalid', `the enrollment token ${what}`)
