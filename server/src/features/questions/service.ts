// Questions: an agent needs to know something, a person answers, and the task goes on as it does after an approval.
import { hash } from 'node:crypto'
import type { components } from '../../generated/openapi.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Principal } from '../../kernel/principal.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { goOnWhenSettled, refuseMorePending } from '../approvals/settle-service.ts'
import { type Claim, loadHeldTask, moveTask } from '../tasks/task-service.ts'
import {
  findSameContent,
  insertQuestion,
  loadQuestion,
  type Question,
  type QuestionRow,
  readQuestion,
  settleQuestion,
  toQuestion,
} from './store.ts'

type Schemas = components['schemas']

const defaultExpirySeconds = 604_800
/** Of what somebody wrote, the ledger keeps the beginning. */
const excerptLength = 200

export async function askQuestion(
  tx: Tx,
  kernel: Kernel,
  claim: Claim,
  asked: Schemas['AskQuestion'],
): Promise<Question> {
  const { task, lease } = await loadHeldTask(tx, claim)
  const { question, options = [], context = null } = asked
  const contentHash = hash('sha256', JSON.stringify([question, options, context]))
  const known = await findSameContent(tx, task.id, contentHash)
  if (known) return toQuestion(known)
  await refuseMorePending(tx, task.id)
  const id = newId('qst', tx.now)
  await insertQuestion(tx, {
    id,
    taskId: task.id,
    runId: lease.run_id,
    agentId: claim.agentId,
    fence: claim.fence,
    question,
    options: JSON.stringify(options),
    context,
    contentHash,
    expiresAt: tx.now + (asked.expiresInSeconds ?? defaultExpirySeconds) * 1000,
  })
  const subject = { taskId: task.id, runId: lease.run_id, agentId: claim.agentId }
  const facts = { questionId: id, question: question.slice(0, excerptLength), options, contentHash }
  tx.append({ type: 'question.asked', ...subject, payload: facts })
  if (task.state === 'in_progress') {
    const { runId, agentId } = subject
    await moveTask(tx, kernel, task, 'ask_question', {
      runId,
      agentId,
      payload: { because: 'question', questionId: id },
    })
  }
  return readQuestion(tx, tx.workspaceId, id)
}

export async function answerQuestion(
  tx: Tx,
  kernel: Kernel,
  questionId: string,
  userId: string,
  { option, text }: Schemas['AnswerQuestion'],
): Promise<Question> {
  const question = await loadPending(tx, questionId)
  refuseNoAnswer(question, option, text)
  await settleQuestion(tx, questionId, { state: 'answered', option, text, userId })
  const payload = { questionId, option: option ?? null, excerpt: text?.slice(0, excerptLength) ?? null }
  tx.append({ type: 'question.answered', ...subjectOf(question), payload })
  return settled(tx, kernel, question)
}

export async function withdrawQuestion(
  tx: Tx,
  kernel: Kernel,
  questionId: string,
  principal: Principal,
  reason: string | null,
): Promise<Question> {
  const question = await loadPending(tx, questionId)
  if (principal.kind === 'agent' && question.agent_id !== principal.agentId) {
    throw new AppError(
      'forbidden',
      `'${questionId}' was asked by another agent: only that one or a person can withdraw it`,
    )
  }
  await settleQuestion(tx, questionId, { state: 'withdrawn' })
  tx.append({ type: 'question.withdrawn', ...subjectOf(question), payload: { questionId, reason } })
  return settled(tx, kernel, question)
}

export async function expireQuestion(tx: Tx, kernel: Kernel, questionId: string): Promise<void> {
  const question = await loadQuestion(tx, questionId)
  if (question.state !== 'pending' || question.expires_at > tx.now) return
  await settleQuestion(tx, questionId, { state: 'expired' })
  tx.append({ type: 'question.expired', ...subjectOf(question), payload: { questionId } })
  await settled(tx, kernel, question)
}

async function settled(tx: Tx, kernel: Kernel, question: QuestionRow): Promise<Question> {
  const { id, task_id: taskId, agent_id: askedBy } = question
  await goOnWhenSettled(tx, kernel, { taskId, askedBy, ifDenied: null })
  return readQuestion(tx, tx.workspaceId, id)
}

async function loadPending(tx: Tx, questionId: string): Promise<QuestionRow> {
  const question = await loadQuestion(tx, questionId)
  const isExpired = question.state === 'pending' && question.expires_at <= tx.now
  if (question.state === 'pending' && !isExpired) return question
  const state = isExpired ? 'expired' : question.state
  throw new AppError('already_decided', `'${questionId}' is ${state} already`, { details: { state } })
}

function refuseNoAnswer(question: QuestionRow, option: string | undefined, text: string | undefined): void {
  const options = toQuestion(question).options
  if (option !== undefined && !options.includes(option)) {
    const instead =
      options.length === 0 ? 'there are none: answer with text' : `the options are '${options.join("', '")}'`
    throw refusal('option', `'${option}' is none of them; ${instead}`)
  }
  if (option === undefined && text === undefined) throw refusal('text', 'an option, a text, or both')
}

const refusal = (path: string, message: string) =>
  new AppError('validation_failed', `${path}: ${message}`, { details: { issues: [{ path, message }] } })

const subjectOf = ({ task_id, run_id, agent_id }: QuestionRow) => ({
  taskId: task_id,
  runId: run_id,
  agentId: agent_id,
})
