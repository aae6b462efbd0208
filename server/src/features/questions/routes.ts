// HTTP for questions.
import type { Kernel } from '../../kernel/kernel.ts'
import type { AgentPrincipal, UserPrincipal } from '../../kernel/principal.ts'
import { routes } from '../../kernel/route.ts'
import { answerQuestion, askQuestion, withdrawQuestion } from './service.ts'
import { listQuestions, readQuestion } from './store.ts'

export const questionRoutes = (kernel: Kernel) =>
  routes({
    'questions.ask': {
      write: (tx, { params, body, principal }) => {
        const { agentId } = principal as AgentPrincipal
        return askQuestion(tx, kernel, { taskId: params.taskId, agentId, fence: body.fence }, body)
      },
    },
    'questions.list': { read: (reader, { params, workspaceId }) => listQuestions(reader, workspaceId, params) },
    'questions.get': {
      read: (reader, { params, workspaceId }) => readQuestion(reader, workspaceId, params.questionId),
    },
    'questions.answer': {
      write: (tx, { params, body, principal }) =>
        answerQuestion(tx, kernel, params.questionId, (principal as UserPrincipal).userId, body),
    },
    'questions.withdraw': {
      write: (tx, { params, body, principal }) =>
        withdrawQuestion(tx, kernel, params.questionId, principal, body.reason ?? null),
    },
  })
