// The least an agent needs to start on a task, as one text, gathered from all that is known of it.
import type { components } from '../../generated/openapi.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Reader } from '../../kernel/store/store.ts'
import { branchName } from '../../rules/branch-name.ts'
import { fitSections } from '../../rules/context-text.ts'
import { decisionsAbout } from '../approvals/read-service.ts'
import { filesOfTask } from '../files/read-service.ts'
import { newestMessages } from '../messages/service.ts'
import { answersAbout } from '../questions/read-service.ts'
import { readTaskDetail, summaryOf } from '../tasks/read-service.ts'
import { findTask } from '../tasks/task-service.ts'
import { headOf, type Surroundings, sectionsOf } from './sections.ts'
import { findAgentName } from './store.ts'

const mostBytes = 32_768
const mostMessages = 30
const mostDependencies = 20

export async function readContext(
  reader: Reader,
  workspaceId: string,
  taskId: string,
  principal: Principal,
): Promise<components['schemas']['TaskBriefing']> {
  const row = await findTask(reader, workspaceId, taskId)
  if (!row) throw notFound('task', taskId)
  const detail = await readTaskDetail(reader, workspaceId, taskId)
  const { task } = detail
  const agentName = await workerOf(reader, task, principal)
  const around: Surroundings = {
    detail,
    feedback: row.feedback,
    parent: task.parentId === null ? null : (await readTaskDetail(reader, workspaceId, task.parentId)).task,
    dependencies: await dependenciesOf(reader, detail),
    decisions: await decisionsAbout(reader, taskId),
    answers: await answersAbout(reader, taskId),
    messages: await newestMessages(reader, workspaceId, taskId, mostMessages),
    files: (await filesOfTask(reader, workspaceId, taskId)).filter(({ isCurrent }) => isCurrent),
    branch: agentName === null ? null : branchName(agentName, task.title, task.id),
  }
  const { text, truncated } = fitSections(headOf(task), sectionsOf(around), mostBytes)
  return { text, branch: around.branch, files: [...around.files], truncated }
}

/** Whose branch it is: the agent that asks, else the one that holds the task, else the one it is meant for. */
async function workerOf(
  reader: Reader,
  { workspaceId, lease, assigneeAgentId }: components['schemas']['Task'],
  principal: Principal,
): Promise<string | null> {
  if (principal.kind === 'agent') return principal.name
  const agentId = lease?.agentId ?? assigneeAgentId
  return agentId === null ? null : findAgentName(reader, workspaceId, agentId)
}

async function dependenciesOf(
  reader: Reader,
  { blockedBy }: components['schemas']['TaskDetail'],
): Promise<Surroundings['dependencies']> {
  const dependencies: { taskId: string; title: string; state: string; summary: string | null }[] = []
  for (const { taskId, title, state } of blockedBy.slice(0, mostDependencies)) {
    dependencies.push({ taskId, title, state, summary: await summaryOf(reader, taskId) })
  }
  return dependencies
}
