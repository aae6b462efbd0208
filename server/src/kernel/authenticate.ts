// Recognises credentials. What it learns is kept in memory and dropped whole whenever anything about identity changes.
import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from './clock.ts'
import type { Scope } from './contract.ts'
import { hashSecret, kindOfSecret } from './credentials.ts'
import { AppError } from './errors.ts'
import type { AgentPrincipal, Membership, Principal, UserPrincipal } from './principal.ts'
import { type Params, sql } from './store/query.ts'
import type { Reader } from './store/store.ts'

const sessionCookie = 'mc_session'
const mostCachedCredentials = 20_000

interface KeyRow {
  id: string
  owner_kind: 'user' | 'agent'
  owner_id: string
  workspace_id: string | null
  scopes: string
  expires_at: number | null
  grace_until: number | null
  revoked_at: number | null
}

interface SessionRow {
  user_id: string
  csrf_hash: string
  expires_at: number
  /** Null where the server itself opened the session, for the one at its shell. */
  scopes: string | null
  workspace_id: string | null
}

interface CachedKey {
  readonly principal: AgentPrincipal | UserPrincipal
  readonly validUntil: number
}

const keyByHash = sql<{ hash: string }, KeyRow>(
  'select id, owner_kind, owner_id, workspace_id, scopes, expires_at, grace_until, revoked_at from api_keys where hash = :hash',
)
const agentById = sql<{ agentId: string }, { name: string }>(
  'select name from agents where id = :agentId and removed_at is null',
)
const userById = sql<{ userId: string }, { name: string; instance_admin: number }>(
  'select name, instance_admin from users where id = :userId',
)
const membershipsOf = sql<{ userId: string }, Membership>(
  `select w.id as "workspaceId", w.slug as "slug", w.name as "name", m.role as "role"
   from memberships m join workspaces w on w.id = m.workspace_id where m.user_id = :userId order by w.created_at, w.id`,
)
// A session is worth what the key is worth that opened it, and ends with it.
const sessionByHash = sql<{ hash: string; now: number }, SessionRow>(
  `select s.user_id, s.csrf_hash, s.expires_at, k.scopes, k.workspace_id
   from page_sessions s left join api_keys k on k.id = s.key_id
   where s.token_hash = :hash and s.expires_at > :now and k.revoked_at is null
     and (k.expires_at is null or k.expires_at > :now) and (k.grace_until is null or k.grace_until > :now)`,
)
const registrationByHash = sql<{ hash: string; now: number }, { id: string; workspace_id: string }>(
  'select id, workspace_id from registrations where token_hash = :hash and expires_at > :now',
)

const allScopes: readonly Scope[] = ['read', 'write', 'decide', 'admin']

export class Authenticator {
  readonly #reader: Reader
  readonly #clock: Clock
  readonly #keys = new Map<string, CachedKey>()
  /** Which knowledge is being gathered: what was read before something changed is not kept. */
  #generation = 0
  readonly #lastUse = new Map<string, number>()
  readonly #forgetListeners: (() => void)[] = []

  constructor(reader: Reader, clock: Clock) {
    this.#reader = reader
    this.#clock = clock
  }

  /** After any change of keys, users, memberships, agents or workspaces. */
  forget(): void {
    this.#generation += 1
    this.#keys.clear()
    for (const listener of this.#forgetListeners) listener()
  }

  onForget(listener: () => void): () => void {
    this.#forgetListeners.push(listener)
    return () => this.#forgetListeners.splice(this.#forgetListeners.indexOf(listener), 1)
  }

  /** Which keys were used and when, as far as it is not stored: that happens now and then, never per request. */
  unsavedUses(): [keyId: string, at: number][] {
    return [...this.#lastUse]
  }

  /** Only once they are stored, so that a use is always known here or there. */
  forgetSavedUses(uses: readonly [keyId: string, at: number][]): void {
    for (const [keyId, at] of uses) {
      if (this.#lastUse.get(keyId) === at) this.#lastUse.delete(keyId)
    }
  }

  hasUnsavedUse(keyId: string): boolean {
    return this.#lastUse.has(keyId)
  }

  async principalOf(headers: IncomingHttpHeaders): Promise<Principal> {
    const secret = bearerOf(headers)
    if (secret) return this.principalOfSecret(secret)
    const session = cookieOf(headers)
    if (session) return this.#principalOfSession(session)
    return { kind: 'public' }
  }

  async principalOfSecret(secret: string): Promise<Principal> {
    const kind = kindOfSecret(secret)
    if (kind === 'agent' || kind === 'user') return this.#principalOfKey(hashSecret(secret))
    if (kind === 'reg') return this.#principalOfRegistration(hashSecret(secret))
    throw new AppError('unauthenticated', kind ? 'this secret is no API key' : 'this is not a key of Mission Control')
  }

  async #principalOfKey(hash: string): Promise<Principal> {
    const now = this.#clock.now()
    let cached = this.#keys.get(hash)
    if (!cached) {
      const generation = this.#generation
      cached = await this.#loadKey(hash)
      if (generation === this.#generation) {
        if (this.#keys.size >= mostCachedCredentials) this.#keys.clear()
        this.#keys.set(hash, cached)
      }
    }
    if (now >= cached.validUntil)
      throw new AppError('unauthenticated', 'this key has expired, was rotated or was revoked')
    this.#lastUse.set(cached.principal.keyId!, now)
    return cached.principal
  }

  async #loadKey(hash: string): Promise<CachedKey> {
    const key = await this.#reader.get(keyByHash, { hash })
    if (!key || key.revoked_at !== null) throw new AppError('unauthenticated', 'this key is unknown or was revoked')
    const validUntil = Math.min(key.expires_at ?? Infinity, key.grace_until ?? Infinity)
    const scopes = JSON.parse(key.scopes) as Scope[]
    if (key.owner_kind === 'user') {
      const principal = await this.#loadUser(key.owner_id, key.workspace_id, { keyId: key.id, session: null, scopes })
      return { principal, validUntil }
    }
    const agent = await this.#reader.get(agentById, { agentId: key.owner_id })
    if (!agent) throw new AppError('unauthenticated', 'the agent of this key was removed')
    return {
      principal: {
        kind: 'agent',
        agentId: key.owner_id,
        name: agent.name,
        workspaceId: key.workspace_id!,
        keyId: key.id,
        scopes,
      },
      validUntil,
    }
  }

  /** @param onlyWorkspaceId the one workspace the credential works in, or null for all of the user's. */
  async #loadUser(
    userId: string,
    onlyWorkspaceId: string | null,
    credential: Pick<UserPrincipal, 'keyId' | 'session' | 'scopes'>,
  ): Promise<UserPrincipal> {
    const user = await this.#reader.get(userById, { userId })
    if (!user) throw new AppError('unauthenticated', 'the user of this credential is gone')
    const instanceAdmin = user.instance_admin === 1
    const memberships = await this.#reader.all(membershipsOf, { userId })
    if (onlyWorkspaceId === null)
      return { kind: 'user', userId, name: user.name, instanceAdmin, memberships, ...credential }
    const only = memberships.filter(({ workspaceId }) => workspaceId === onlyWorkspaceId)
    return {
      kind: 'user',
      userId,
      name: user.name,
      instanceAdmin: false,
      memberships: instanceAdmin ? only.map((membership) => ({ ...membership, role: 'admin' })) : only,
      ...credential,
    }
  }

  async #principalOfSession(token: string): Promise<Principal> {
    const tokenHash = hashSecret(token)
    const session = await this.#reader.get(sessionByHash, { hash: tokenHash, now: this.#clock.now() })
    // Whoever signs in anew still sends the old cookie.
    if (!session) return { kind: 'public', hadSession: true }
    return this.#loadUser(session.user_id, session.workspace_id, {
      keyId: null,
      session: { tokenHash, csrfHash: session.csrf_hash, expiresAt: session.expires_at },
      scopes: session.scopes === null ? allScopes : (JSON.parse(session.scopes) as Scope[]),
    })
  }

  async #principalOfRegistration(hash: string): Promise<Principal> {
    const params: Params & { hash: string; now: number } = { hash, now: this.#clock.now() }
    const registration = await this.#reader.get(registrationByHash, params)
    if (!registration) throw new AppError('unauthenticated', 'this registration token is unknown, used or expired')
    return { kind: 'registration', registrationId: registration.id, workspaceId: registration.workspace_id }
  }
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  const { authorization } = headers
  if (authorization) {
    const match = /^Bearer +(\S+)$/i.exec(authorization)
    if (!match) throw new AppError('unauthenticated', "the Authorization header is not of the form 'Bearer <key>'")
    return match[1]!
  }
  const apiKey = headers['x-api-key']
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : null
}

function cookieOf(headers: IncomingHttpHeaders): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === sessionCookie && value && kindOfSecret(value) === 'session') return value
  }
  return null
}

export function sessionCookieHeader(value: string, options: { secure: boolean; maxAgeSeconds: number }): string {
  const secure = options.secure ? '; Secure' : ''
  return `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${options.maxAgeSeconds}${secure}`
}
