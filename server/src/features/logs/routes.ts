// HTTP for the logs of runs.
import type { AgentPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { assertRun } from '../runs/service.ts'
import { appendLogs } from './service.ts'
import { listLogs } from './store.ts'

export const logRoutes = () =>
  routes({
    'logs.append': {
      write: (tx, { params, body, principal }) =>
        appendLogs(tx, params.runId, (principal as AgentPrincipal).agentId, body.entries),
    },
    'logs.list': {
      async read(reader, { params, workspaceId }) {
        await assertRun(reader, workspaceId, params.runId)
        return listLogs(reader, params.runId, params)
      },
    },
  })
