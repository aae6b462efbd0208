// Who is asking, once a credential has been recognised.
import type { Scope } from './contract.ts'
import type { Actor } from './store/store.ts'

export type WorkspaceRole = 'viewer' | 'operator' | 'admin'

export interface Membership {
  readonly workspaceId: string
  readonly slug: string
  readonly name: string
  readonly role: WorkspaceRole
}

export interface PublicPrincipal {
  readonly kind: 'public'
  /** Whether the browser still sends the cookie of a session that is over. */
  readonly hadSession?: boolean
}

export interface RegistrationPrincipal {
  readonly kind: 'registration'
  readonly registrationId: string
  readonly workspaceId: string
}

export interface AgentPrincipal {
  readonly kind: 'agent'
  readonly agentId: string
  readonly name: string
  readonly workspaceId: string
  readonly keyId: string
  readonly scopes: readonly Scope[]
}

export interface UserPrincipal {
  readonly kind: 'user'
  readonly userId: string
  readonly name: string
  readonly instanceAdmin: boolean
  readonly memberships: readonly Membership[]
  /** Null on the page, which has a session instead. */
  readonly keyId: string | null
  readonly session: { readonly tokenHash: string; readonly csrfHash: string; readonly expiresAt: number } | null
  readonly scopes: readonly Scope[]
}

export type Principal = PublicPrincipal | RegistrationPrincipal | AgentPrincipal | UserPrincipal

export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case 'agent':
      return { kind: 'agent', id: principal.agentId }
    case 'user':
      return { kind: 'user', id: principal.userId }
    case 'registration':
      return { kind: 'registration', id: principal.registrationId }
    case 'public':
      return { kind: 'system', id: null }
  }
}

/** Names the principal in idempotency scopes: the same key string of two callers must not meet. */
export const principalId = (principal: Principal): string => `${principal.kind}:${actorOf(principal).id ?? ''}`
