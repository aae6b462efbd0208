// HTTP for the thread of a task.
import type { AgentPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { markRead } from './read-service.ts'
import { assertTask, createMessage } from './service.ts'
import { listMessages } from './store.ts'

export const messageRoutes = () =>
  routes({
    'messages.list': {
      async read(reader, { params, workspaceId }) {
        await assertTask(reader, workspaceId, params.taskId)
        return listMessages(reader, workspaceId, params.taskId, params)
      },
    },
    'messages.create': {
      write: (tx, { params, body, principal }) => createMessage(tx, params.taskId, body, principal),
    },
    'messages.markRead': {
      write: (tx, { params, body, principal }) => {
        const { agentId } = principal as AgentPrincipal
        return markRead(tx, { taskId: params.taskId, agentId, fence: body.fence }, body.messageIds)
      },
    },
  })
