// HTTP for tasks.
import { roleIn } from '../../kernel/authorise.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal, Principal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { claimById } from './claim-service.ts'
import { createTask } from './create-service.ts'
import { addDependency, removeDependency } from './dependency-service.ts'
import { blockTask, completeTask, failTask, releaseTask } from './finish-service.ts'
import { cancelTask, closeTask, pauseTask, reopenTask, resumeTask, reviewTask, unblockTask } from './operate-service.ts'
import { countTasks, listTasks, readTaskDetail, readTransitions } from './read-service.ts'
import { readTimeline } from './timeline-service.ts'
import { updateTask } from './update-service.ts'
import { readTask } from './view.ts'
import { claimRequestOf, waitForTask } from './wait-service.ts'

export const taskRoutes = (kernel: Kernel) =>
  routes({
    'tasks.create': { write: (tx, { body, principal }) => createTask(tx, kernel, body, principal) },
    'tasks.list': { read: (reader, { params, workspaceId }) => listTasks(reader, workspaceId, params) },
    'tasks.counts': { read: (reader, { workspaceId }) => countTasks(reader, workspaceId) },
    'tasks.get': { read: (reader, { params, workspaceId }) => readTaskDetail(reader, workspaceId, params.taskId) },
    'tasks.update': { write: (tx, { params, body }) => updateTask(tx, kernel, params.taskId, body) },

    'tasks.claimNext': { wait: (units, call) => waitForTask(units, kernel, call, agentIdOf(call.principal)) },
    'tasks.claim': {
      write: (tx, { params, body, principal }) =>
        claimById(tx, kernel, claimRequestOf(body, agentIdOf(principal)), params.taskId),
    },
    'tasks.complete': {
      write: (tx, { params, body, principal }) => completeTask(tx, kernel, claimOf(params, body, principal), body),
    },
    'tasks.fail': {
      write: (tx, { params, body, principal }) => failTask(tx, kernel, claimOf(params, body, principal), body),
    },
    'tasks.release': {
      write: (tx, { params, body, principal }) =>
        releaseTask(tx, kernel, claimOf(params, body, principal), body.reason ?? null),
    },
    'tasks.block': {
      write: (tx, { params, body, principal }) => blockTask(tx, kernel, claimOf(params, body, principal), body),
    },

    'tasks.unblock': { write: (tx, { params, body }) => unblockTask(tx, kernel, params.taskId, body.note ?? null) },
    'tasks.cancel': { write: (tx, { params, body }) => cancelTask(tx, kernel, params.taskId, body.reason) },
    'tasks.pause': { write: (tx, { params, body }) => pauseTask(tx, kernel, params.taskId, body.reason) },
    'tasks.resume': { write: (tx, { params }) => resumeTask(tx, kernel, params.taskId) },
    'tasks.reopen': { write: (tx, { params, body }) => reopenTask(tx, kernel, params.taskId, body.reason ?? null) },
    'tasks.close': { write: (tx, { params }) => closeTask(tx, kernel, params.taskId) },
    'tasks.review': {
      write: (tx, { params, body, principal }) => reviewTask(tx, kernel, params.taskId, principal, body),
    },

    'tasks.addDependency': {
      async write(tx, { params, body }) {
        await addDependency(tx, kernel, params.taskId, params.blockedByTaskId, body.onFailure)
        return readTask(tx, tx.workspaceId, params.taskId)
      },
    },
    'tasks.removeDependency': {
      async write(tx, { params }) {
        await removeDependency(tx, kernel, params.taskId, params.blockedByTaskId)
        return readTask(tx, tx.workspaceId, params.taskId)
      },
    },

    'tasks.transitions': {
      read: (reader, { params, workspaceId, principal }) =>
        readTransitions(reader, workspaceId, params.taskId, {
          principal,
          isOperator: isOperator(principal, workspaceId),
          now: kernel.clock.now(),
        }),
    },
    'tasks.timeline': {
      read: (reader, { params, workspaceId }) => readTimeline(reader, workspaceId, params.taskId, params),
    },
  })

const agentIdOf = (principal: Principal): string => (principal as AgentPrincipal).agentId

const claimOf = (params: { taskId: string }, body: { fence: number }, principal: Principal) => ({
  taskId: params.taskId,
  agentId: agentIdOf(principal),
  fence: body.fence,
})

function isOperator(principal: Principal, workspaceId: string): boolean {
  if (principal.kind !== 'user') return false
  const role = roleIn(principal, workspaceId)
  return role === 'operator' || role === 'admin'
}
