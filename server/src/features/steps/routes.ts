// HTTP for the steps of a task.
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { readSteps, saveStep } from './service.ts'

export const stepRoutes = (kernel: Kernel) =>
  routes({
    'steps.save': {
      write: (tx, { params, body, principal }) => {
        const { agentId } = principal as AgentPrincipal
        return saveStep(tx, { taskId: params.taskId, agentId, fence: body.fence }, params.stepName, body.result)
      },
    },
    'steps.list': {
      read: (reader, { params, workspaceId, principal }) =>
        readSteps(reader, { workspaceId, principal, now: kernel.clock.now() }, params.taskId, params),
    },
  })
