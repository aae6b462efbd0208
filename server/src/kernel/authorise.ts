// The gate of every operation: the caller's role in the workspace, the key's scope, and for the page the CSRF token.
import type { IncomingHttpHeaders } from 'node:http'
import type { Operation, Role } from './contract.ts'
import { hashSecret } from './credentials.ts'
import { AppError, shorten } from './errors.ts'
import type { Principal, UserPrincipal, WorkspaceRole } from './principal.ts'
import type { Workspaces } from './workspaces.ts'

const workspaceRoles: readonly Role[] = ['viewer', 'operator', 'admin', 'agent']

/** @returns the workspace the operation happens in, or '' where it needs none. */
export async function authorise(
  operation: Operation,
  principal: Principal,
  request: { headers: IncomingHttpHeaders; workspaceInPath: string | undefined },
  workspaces: Workspaces,
): Promise<string> {
  const { roles } = operation
  if (roles.has('public')) return ''
  if (principal.kind === 'public') {
    throw principal.hadSession
      ? new AppError('unauthenticated', 'the session has ended', {
          hint: 'Sign in again, with a key or a sign-in link.',
        })
      : new AppError('unauthenticated', `${operation.id} needs a credential and the request has none`)
  }
  if (principal.kind === 'registration') {
    if (roles.has('registration')) return principal.workspaceId
    throw new AppError('forbidden', `a registration token cannot call ${operation.id}`, {
      hint: 'GET /api/v1/registrations/current with it until it gives the API key, then use that key.',
    })
  }
  if (!principal.scopes.includes(operation.scope)) {
    throw new AppError('insufficient_scope', `${operation.id} needs a key with the scope '${operation.scope}'`)
  }
  if (principal.kind === 'agent') {
    if (!roles.has('agent')) throw forbidden(operation, 'an agent')
    const { workspaceInPath } = request
    if (workspaceInPath !== undefined && (await workspaces.find(workspaceInPath))?.id !== principal.workspaceId) {
      throw invisible(workspaceInPath)
    }
    return principal.workspaceId
  }
  checkCsrf(operation, principal, request.headers)
  return authoriseUser(operation, principal, request, workspaces)
}

async function authoriseUser(
  operation: Operation,
  user: UserPrincipal,
  request: { headers: IncomingHttpHeaders; workspaceInPath: string | undefined },
  workspaces: Workspaces,
): Promise<string> {
  const { roles } = operation
  const needsWorkspace = workspaceRoles.some((role) => roles.has(role)) && !roles.has('user')
  if (roles.has('instance_admin') && !user.instanceAdmin) throw forbidden(operation, 'who is no instance admin')
  if (!needsWorkspace && !roles.has('user') && !roles.has('instance_admin')) throw forbidden(operation, 'a user')
  // In operations on workspaces themselves the header plays no part.
  const header = operation.path.startsWith('/workspaces') ? undefined : request.headers['mission-control-workspace']
  const named = request.workspaceInPath ?? header
  if (typeof named === 'string' && named !== '') {
    const workspace = await workspaces.find(named)
    const role = workspace && roleIn(user, workspace.id)
    if (!workspace || !role) {
      if (request.workspaceInPath !== undefined) throw invisible(named)
      throw strangerTo(named, user)
    }
    if (needsWorkspace && !roles.has(role)) throw forbidden(operation, `your role '${role}' in '${workspace.slug}'`)
    return workspace.id
  }
  const [only] = user.memberships
  if (user.memberships.length === 1 && only) {
    if (needsWorkspace && !roles.has(user.instanceAdmin ? 'admin' : only.role)) {
      throw forbidden(operation, `your role '${only.role}' in '${only.slug}'`)
    }
    return only.workspaceId
  }
  if (!needsWorkspace) return ''
  throw new AppError(
    'workspace_required',
    user.memberships.length === 0
      ? 'you belong to no workspace'
      : `you belong to ${user.memberships.length} workspaces (${shorten(user.memberships.map(({ slug }) => slug).join(', '))})`,
  )
}

/** An instance admin is an admin everywhere. */
export function roleIn(user: UserPrincipal, workspaceId: string): WorkspaceRole | null {
  if (user.instanceAdmin) return 'admin'
  return user.memberships.find((membership) => membership.workspaceId === workspaceId)?.role ?? null
}

function checkCsrf(operation: Operation, user: UserPrincipal, headers: IncomingHttpHeaders): void {
  if (!user.session || operation.method === 'GET') return
  const token = headers['x-csrf-token']
  if (typeof token !== 'string' || hashSecret(token) !== user.session.csrfHash) {
    throw new AppError('csrf_failed', `${operation.id} from the page needs the session's X-CSRF-Token`)
  }
}

const invisible = (workspace: string): AppError =>
  new AppError('not_found', `there is no workspace '${shorten(workspace)}' you can see`)

/** The same whether it exists or not; an instance admin belongs to all there are. */
function strangerTo(named: string, { instanceAdmin, memberships }: UserPrincipal): AppError {
  const workspaces = memberships.map(({ slug }) => slug)
  const yours = shorten(workspaces.join(', '), 200)
  const message = instanceAdmin
    ? `there is no workspace '${shorten(named)}'`
    : `you do not belong to a workspace '${shorten(named)}'`
  const hint =
    workspaces.length > 0 ? `You belong to: ${yours}; name one of them.` : 'An admin of a workspace can take you in.'
  return new AppError('forbidden', message, {
    hint: instanceAdmin ? 'GET /workspaces lists those there are.' : hint,
    details: { workspaces },
  })
}

const forbidden = (operation: Operation, who: string): AppError =>
  new AppError('forbidden', `${operation.id} is for ${[...operation.roles].join(', ')}: ${who} may not call it`, {
    details: { roles: [...operation.roles] },
    // No role a person could be given would open it.
    ...(operation.roles.size === 1 && operation.roles.has('agent') && { hint: agentKeyHint }),
  })

const agentKeyHint =
  "Use an agent's key: register with POST /agents/register, or call agent() of an SDK client without apiKey, which registers and keeps the key."
