// What a server would have given, made up: whole, so that a handler finds in it whatever it looks for.

import type {
  AgentMessage,
  Approval,
  Lease,
  Message,
  Question,
  Task,
  TaskFile,
  UsageAnswer,
} from '../generated/openapi.ts'
import { randomId } from '../random-id.ts'
import type { ApprovalRequest, MessageOptions, QuestionOptions, UsageReport } from '../worker/task-context.ts'

const now = (): string => new Date().toISOString()
export const newId = (prefix: string): string => `${prefix}_${randomId().slice(0, 26)}`

const workspaceId = 'wsp_fake'
const agentId = 'agt_fake'
const userId = 'usr_fake'
const userName = 'A person'
const days = 24 * 60 * 60 * 1000

export function fakeTask(given: Partial<Task>): Task {
  const createdAt = now()
  return {
    id: newId('tsk'),
    workspaceId,
    title: 'A task',
    description: null,
    type: 'task',
    state: 'in_progress',
    priority: 'normal',
    labels: [],
    requiredCapabilities: [],
    parentId: null,
    dueAt: null,
    notBefore: null,
    estimateCostMicros: null,
    budgetCostMicros: null,
    spentCostMicros: 0,
    input: {},
    outputSchema: null,
    requiredArtifacts: [],
    maxAttempts: 3,
    attempts: 0,
    requiresReview: false,
    assigneeAgentId: null,
    preferredAgentId: null,
    preferredUntil: null,
    held: false,
    holdId: null,
    blocked: null,
    dependencyFailed: false,
    openDependencies: 0,
    openChildren: 0,
    lease: null,
    fence: 1,
    version: 1,
    error: null,
    createdBy: { kind: 'user', id: userId },
    createdAt,
    updatedAt: createdAt,
    readyAt: createdAt,
    finishedAt: null,
    ...given,
  }
}

export const fakeLease = (task: Task, runId: string): Lease => ({
  taskId: task.id,
  runId,
  agentId,
  instanceId: 'fake',
  fence: task.fence,
  leaseSeconds: 60,
  expiresAt: new Date(Date.now() + 60_000).toISOString(),
  renewEverySeconds: 20,
})

export const fakeMessage = (
  task: Task,
  runId: string,
  body: string,
  { type = 'COMMENT', progress }: MessageOptions,
): Message => ({
  id: newId('msg'),
  taskId: task.id,
  runId,
  type,
  author: { kind: 'agent', id: agentId, name: 'Fake' },
  body,
  progress: progress ? { label: null, ...progress } : null,
  createdAt: now(),
  deliveredAt: null,
  readAt: null,
})

export const fakeAgentMessage = (task: Task, body: string, authorName = userName): AgentMessage => ({
  id: newId('msg'),
  taskId: task.id,
  authorName,
  body,
  createdAt: now(),
})

export function fakeApproval(
  task: Task,
  runId: string,
  state: Approval['state'],
  request: ApprovalRequest,
  given: Partial<Approval> = {},
): Approval {
  const isVoted = state === 'approved' || state === 'denied'
  const decision = state === 'approved' ? 'approve' : 'deny'
  return {
    id: newId('apr'),
    workspaceId,
    taskId: task.id,
    runId,
    agentId,
    kind: 'action',
    risk: request.risk,
    action: request.action,
    payload: request.payload ?? {},
    contentHash: randomId(),
    justification: request.justification ?? null,
    onDenial: request.onDenial ?? 'continue',
    state,
    requiredVotes: { GREEN: 0, YELLOW: 1, RED: 2 }[request.risk],
    votes: isVoted && request.risk !== 'GREEN' ? [{ userId, userName, decision, note: null, createdAt: now() }] : [],
    budget: null,
    createdAt: now(),
    expiresAt: new Date(Date.now() + 7 * days).toISOString(),
    decidedAt: now(),
    ...given,
  }
}

export function fakeQuestion(
  task: Task,
  runId: string,
  asked: { question: string; answer: string | null } & QuestionOptions,
): Question {
  const { question, answer, options = [], context = null } = asked
  const isOption = answer !== null && options.includes(answer)
  const said = { option: isOption ? answer : null, text: isOption ? null : answer, userId, userName }
  return {
    id: newId('qst'),
    workspaceId,
    taskId: task.id,
    runId,
    agentId,
    question,
    options,
    context,
    contentHash: randomId(),
    state: answer === null ? 'expired' : 'answered',
    answer: answer === null ? null : said,
    createdAt: now(),
    expiresAt: new Date(Date.now() + 7 * days).toISOString(),
    settledAt: now(),
  }
}

export async function fakeFile(
  task: Task,
  runId: string,
  { name, mediaType, bytes }: { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  version: number,
): Promise<TaskFile> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return {
    id: newId('fil'),
    workspaceId,
    taskId: task.id,
    runId,
    kind: 'artifact',
    name,
    version,
    isCurrent: true,
    mediaType,
    sizeBytes: bytes.length,
    sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    author: { kind: 'agent', id: agentId, name: 'Fake' },
    createdAt: now(),
  }
}

export function fakeUsageAnswer(
  runId: string,
  report: UsageReport,
  spentCostMicros: number,
  stop: boolean,
): UsageAnswer {
  const bookedCostMicros = report.billing === 'included' ? 0 : (report.costMicros ?? 0)
  return {
    usage: {
      id: newId('use'),
      runId,
      reportId: report.reportId ?? randomId(),
      measureId: report.measureId ?? null,
      origin: report.origin ?? 'agent',
      billing: report.billing ?? 'metered',
      provider: report.provider ?? null,
      model: report.model ?? null,
      lines: report.lines.map(({ meter, quantity }) => ({ meter, quantity, costMicros: 0 })),
      givenCostMicros: report.costMicros ?? null,
      pricedCostMicros: 0,
      bookedCostMicros,
      overageCostMicros: 0,
      priceVersion: 'fake',
      priceFlag: 'known',
      usedAt: report.usedAt ?? now(),
      createdAt: now(),
      late: false,
    },
    late: false,
    lease: stop ? { state: 'lost', reason: 'budget_exhausted' } : { state: 'held', reason: null },
    stop,
    run: { reservedCostMicros: 0, spentCostMicros },
    budgets: [],
  }
}
