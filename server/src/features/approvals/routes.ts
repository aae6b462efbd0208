// HTTP for approvals.
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { approve, deny, requestApproval, withdraw } from './service.ts'
import { listApprovals, readApproval } from './store.ts'

export const approvalRoutes = (kernel: Kernel) =>
  routes({
    'approvals.request': {
      write: (tx, { params, body, principal }) => {
        const { agentId } = principal as AgentPrincipal
        return requestApproval(tx, kernel, { taskId: params.taskId, agentId, fence: body.fence }, body)
      },
    },
    'approvals.list': { read: (reader, { params, workspaceId }) => listApprovals(reader, workspaceId, params) },
    'approvals.get': {
      read: (reader, { params, workspaceId }) => readApproval(reader, workspaceId, params.approvalId),
    },
    'approvals.approve': {
      write: (tx, { params, body, principal }) =>
        approve(tx, kernel, params.approvalId, (principal as UserPrincipal).userId, body),
    },
    'approvals.deny': {
      write: (tx, { params, body, principal }) =>
        deny(tx, kernel, params.approvalId, (principal as UserPrincipal).userId, body.note),
    },
    'approvals.withdraw': {
      write: (tx, { params, body, principal }) =>
        withdraw(tx, kernel, params.approvalId, principal, body.reason ?? null),
    },
  })
