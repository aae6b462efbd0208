// claim: the next task, or the one still held; where an answer was lost it asks for the same claim, never for a second task.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Refusal } from '../failure.mjs'
import { request } from '../request.mjs'
import { Session } from '../session.mjs'
import { saveJson, serverFolder } from '../state.mjs'
import { given, listOf } from '../words.mjs'

/** Nothing renews the lease between two commands, and a model may think for minutes. */
const leaseSeconds = 600
/** Beyond this some programs cut off what a command prints. */
const longestInput = 16_000

export const claimVerb = {
  usage: 'claim [TASK_ID] [--types a,b] [--wait SECONDS] [--lease SECONDS]',
  options: /** @type {const} */ ({ types: 'text', wait: 'number', lease: 'number' }),

  /** @param {import('../words.mjs').Words} words */
  async run({ values, positionals }) {
    const session = new Session()
    const held = await stillHeld(session)
    if (held) return { ...held.line, ...held.news, again: true }
    const { taskId, waitSeconds = 0, ...wanted } = wantedBy(values, positionals[0])
    const operation = taskId ? 'tasks.claim' : 'tasks.claimNext'
    const input = given({ ...wanted, taskId, waitSeconds: taskId ? undefined : waitSeconds })
    const answer = await claimOnce(session, operation, input, waitSeconds + 15)
    if (!answer.task) return noTask(session, answer)
    const { task, lease } = answer
    const line = lineOf(session, answer)
    const claim = {
      taskId: task.id,
      fence: lease.fence,
      runId: lease.runId,
      leaseSeconds: lease.leaseSeconds,
      renewedAt: Date.now(),
      line,
    }
    session.hold(claim)
    // Held first: a claim that cannot say what was read is a claim all the same.
    const whole = { ...line, ...(await session.read(answer.messages)) }
    session.hold({ ...claim, line: whole })
    return whole
  },
}

/**
 * @param {Record<string, any>} values
 * @param {string | undefined} taskId
 */
function wantedBy({ types, wait = 25, lease = leaseSeconds }, taskId) {
  return taskId ? { taskId, leaseSeconds: lease } : { types: listOf(types), waitSeconds: wait, leaseSeconds: lease }
}

/** @param {Session} session */
async function stillHeld(session) {
  const { claim } = session.work
  if (!claim) return null
  const { lost, messages } = await session.beat()
  if (lost.length === 0) return { line: claim.line, news: await session.read(messages) }
  process.stderr.write(`${claim.taskId} is no longer yours (${lost[0].reason}); claiming another.\n`)
  return null
}

/**
 * @param {Session} session
 * @param {'tasks.claim' | 'tasks.claimNext'} operation
 * @param {Record<string, unknown>} input
 * @param {number} timeoutSeconds
 */
async function claimOnce(session, operation, input, timeoutSeconds) {
  const { instanceId } = session.work
  const earlier = session.work.asking
  const send = () => {
    const claimRequestId = session.ask(session.work.asking ?? randomUUID())
    return request(session.server, operation, { ...input, claimRequestId, instanceId }, { timeoutSeconds })
  }
  try {
    return await send()
  } catch (error) {
    if (error instanceof Refusal) session.ask(null)
    // The claim that was under way when an earlier command broke off came to its end unseen.
    const isOver = earlier && error instanceof Refusal && error.code === 'run_ended'
    if (isOver) return send()
    throw error
  }
}

/**
 * @param {Session} session
 * @param {{ reason: string, message: string, retryAfterSeconds: number | null }} answer
 */
function noTask(session, { reason, message, retryAfterSeconds }) {
  session.ask(null)
  return { task: null, reason, message, retryAfterSeconds }
}

/**
 * What a model needs to work, on one line.
 * @param {Session} session
 * @param {any} answer
 */
function lineOf(session, { task, lease, run, decisions, answers, feedback }) {
  const { id, title, description, type, priority, dueAt } = task
  const settled = decisions.map((/** @type {any} */ one) => decisionLine(one))
  return {
    task: { id, title, description, type, priority, dueAt, ...inputOf(session, task) },
    attempt: run.attempt,
    feedback,
    decisions: settled,
    answers: answers.map((/** @type {any} */ one) => answerLine(one)),
    leaseSeconds: lease.leaseSeconds,
    reservedCostMicros: run.reservedCostMicros,
  }
}

/**
 * @param {Session} session
 * @param {{ id: string, input: object }} task
 */
function inputOf(session, { id, input }) {
  if (JSON.stringify(input).length <= longestInput) return { input }
  const inputFile = join(serverFolder(session.server.url), `input-${id}.json`)
  saveJson(inputFile, input)
  return { inputFile }
}

/** @param {any} approval */
export function decisionLine({ id, state, risk, action, payload, votes }) {
  const notes = votes.flatMap((/** @type {any} */ vote) => vote.note ?? [])
  return { id, state, risk, action, payload, ...(notes.length > 0 ? { notes } : {}) }
}

/** @param {any} question */
export function answerLine({ id, state, question, answer }) {
  const { option, text } = answer ?? {}
  return { id, state, question, ...(option == null ? {} : { option }), ...(text == null ? {} : { text }) }
}
