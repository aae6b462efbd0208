// Which scopes the owner of a key may give it: those of the roles they have, as the contract's rules say.
import { contract, type Scope } from '../../kernel/contract.ts'
import type { UserPrincipal, WorkspaceRole } from '../../kernel/principal.ts'

type ScopesOfRoles = Readonly<Record<WorkspaceRole | 'agent', readonly Scope[]>>

const { roleScopes } = (contract as unknown as { 'x-mission-control': { roles: { roleScopes: ScopesOfRoles } } })[
  'x-mission-control'
].roles

export const scopesOfRole = (role: WorkspaceRole | 'agent'): readonly Scope[] => roleScopes[role]

/** All that some role of theirs, in whatever workspace, permits. */
export function scopesOfUser({ instanceAdmin, memberships }: UserPrincipal): readonly Scope[] {
  if (instanceAdmin) return roleScopes.admin
  const permitted = new Set(memberships.flatMap(({ role }) => roleScopes[role]))
  return roleScopes.admin.filter((scope) => permitted.has(scope))
}
