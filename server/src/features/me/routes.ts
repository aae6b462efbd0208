// HTTP for the question who the credential belongs to.
import type { components } from '../../generated/openapi.ts'
import { roleIn } from '../../kernel/authorise.ts'
import type { AgentPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { findWorkspaceNames } from './store.ts'

type Me = components['schemas']['Me']

export const meRoutes = () =>
  routes({
    'me.get': {
      read: (reader, { principal, workspaceId }) =>
        describe(reader, principal as UserPrincipal | AgentPrincipal, workspaceId),
    },
  })

async function describe(reader: Reader, who: UserPrincipal | AgentPrincipal, workspaceId: string): Promise<Me> {
  const workspace = workspaceId === '' ? undefined : await findWorkspaceNames(reader, workspaceId)
  const role = who.kind === 'agent' ? 'agent' : roleIn(who, workspaceId)
  return {
    kind: who.kind,
    userId: who.kind === 'user' ? who.userId : null,
    agentId: who.kind === 'agent' ? who.agentId : null,
    name: who.name,
    instanceAdmin: who.kind === 'user' && who.instanceAdmin,
    keyId: who.keyId,
    scopes: [...who.scopes],
    workspace: workspace && role ? { ...workspace, role } : null,
    memberships: who.kind === 'user' ? [...who.memberships] : [],
  }
}
