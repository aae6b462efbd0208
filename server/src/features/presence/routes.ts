// HTTP for heartbeats, and for pausing and resuming an agent.
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { readAgent, stopDraining } from '../agents/service.ts'
import { holdAgent, liftHoldsOnResume } from '../holds/service.ts'
import { beat } from './service.ts'

export const presenceRoutes = (kernel: Kernel) =>
  routes({
    'agents.heartbeat': {
      write: (tx, { body, principal }) => beat(tx, kernel, (principal as AgentPrincipal).agentId, body),
    },
    'agents.pause': {
      async write(tx, { params, body }) {
        const { agentId } = params
        await readAgent(tx, tx.workspaceId, agentId)
        await holdAgent(tx, kernel, { agentId, cause: 'operator', reason: body.reason, until: null })
        return readAgent(tx, tx.workspaceId, agentId)
      },
    },
    'agents.resume': {
      async write(tx, { params }) {
        const { agentId } = params
        await readAgent(tx, tx.workspaceId, agentId)
        await liftHoldsOnResume(tx, kernel, agentId)
        await stopDraining(tx, kernel, agentId)
        return readAgent(tx, tx.workspaceId, agentId)
      },
    },
  })
