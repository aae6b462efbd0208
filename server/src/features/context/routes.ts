// HTTP for what an agent is told when it starts.
import { routes } from '../../kernel/route.ts'
import { readContext } from './service.ts'

export const contextRoutes = () =>
  routes({
    'tasks.context': {
      read: (reader, { params, workspaceId, principal }) => readContext(reader, workspaceId, params.taskId, principal),
    },
  })
