// HTTP for agents: list, read, change, drain, deactivate, reactivate, remove.
import type { Kernel } from '../../kernel/kernel.ts'
import { routes } from '../../kernel/route.ts'
import { deactivateAgent, drainAgent, reactivateAgent, removeAgent, updateAgent } from './service.ts'
import { listAgents, readAgent } from './store.ts'

export const agentRoutes = (kernel: Kernel) =>
  routes({
    'agents.list': {
      read: (reader, { workspaceId, params }) => listAgents(reader, workspaceId, params),
    },
    'agents.get': {
      read: (reader, { workspaceId, params }) => readAgent(reader, workspaceId, params.agentId),
    },
    'agents.update': {
      write: (tx, { params, body, principal }) => updateAgent(tx, kernel, principal, params.agentId, body),
    },
    'agents.deactivate': {
      write: (tx, { params, body }) => deactivateAgent(tx, kernel, params.agentId, body.reason ?? null),
    },
    'agents.reactivate': {
      write: (tx, { params }) => reactivateAgent(tx, kernel, params.agentId),
    },
    'agents.drain': {
      write: (tx, { params }) => drainAgent(tx, kernel, params.agentId),
    },
    'agents.remove': {
      write: (tx, { params }) => removeAgent(tx, kernel, params.agentId),
    },
  })
