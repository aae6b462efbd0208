// Rows of the page's sessions and of the links that open them; both are known by the hash of their secret alone.
import { sql } from '../../kernel/store/query.ts'
import type { Reader, Tx } from '../../kernel/store/store.ts'

export interface SessionUser {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly instanceAdmin: boolean
}

/** `key_id` is the key whose scopes count and whose end is the session's end; null where the server itself opened it. */
export interface SignInLinkRow {
  user_id: string
  key_id: string | null
}

const userById = sql<{ userId: string }, { id: string; name: string; email: string | null; instance_admin: number }>(
  'select id, name, email, instance_admin from users where id = :userId',
)
const insertSession = sql(
  `insert into page_sessions (token_hash, user_id, key_id, csrf_hash, created_at, expires_at)
   values (:tokenHash, :userId, :keyId, :csrfHash, :now, :expiresAt)`,
)
const deleteSession = sql('delete from page_sessions where token_hash = :tokenHash')
const keyOfSession = sql<{ tokenHash: string }, { key_id: string | null }>(
  'select key_id from page_sessions where token_hash = :tokenHash',
)
const insertLink = sql(
  'insert into sign_in_links (token_hash, user_id, key_id, expires_at) values (:tokenHash, :userId, :keyId, :expiresAt)',
)
const liveLink = sql<{ tokenHash: string; now: number }, SignInLinkRow>(
  `select l.user_id, l.key_id from sign_in_links l left join api_keys k on k.id = l.key_id
   where l.token_hash = :tokenHash and l.expires_at > :now and k.revoked_at is null
     and (k.expires_at is null or k.expires_at > :now) and (k.grace_until is null or k.grace_until > :now)`,
)
const deleteLink = sql('delete from sign_in_links where token_hash = :tokenHash')

export async function findSessionUser(reader: Reader, userId: string): Promise<SessionUser | undefined> {
  const row = await reader.get(userById, { userId })
  return row && { id: row.id, name: row.name, email: row.email, instanceAdmin: row.instance_admin === 1 }
}

export async function saveSession(
  tx: Tx,
  session: { tokenHash: string; csrfHash: string; userId: string; keyId: string | null; expiresAt: number },
): Promise<void> {
  await tx.run(insertSession, { ...session, now: tx.now })
}

export async function removeSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.run(deleteSession, { tokenHash })
}

export async function findKeyOfSession(reader: Reader, tokenHash: string): Promise<string | null> {
  return (await reader.get(keyOfSession, { tokenHash }))?.key_id ?? null
}

export async function saveLink(
  tx: Tx,
  link: { tokenHash: string; userId: string; keyId: string | null; expiresAt: number },
): Promise<void> {
  await tx.run(insertLink, link)
}

/** Takes the link off, so that it opens one session only. */
export async function takeLink(tx: Tx, tokenHash: string): Promise<SignInLinkRow | undefined> {
  const link = await tx.get(liveLink, { tokenHash, now: tx.now })
  const taken = await tx.run(deleteLink, { tokenHash })
  return taken === 1 ? link : undefined
}
