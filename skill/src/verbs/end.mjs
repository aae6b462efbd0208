// complete, fail, block, release: the four ways a claim ends. Sent again they get the same answer, so no lease is renewed first.
import { Refusal } from '../failure.mjs'
import { request } from '../request.mjs'
import { Session } from '../session.mjs'
import { given, readText } from '../words.mjs'

export const completeVerb = {
  usage: 'complete "summary" [--content-file FILE|-] [--output JSON]',
  options: /** @type {const} */ ({ summary: 'text', 'content-file': 'text', output: 'json' }),

  /** @param {import('../words.mjs').Words} words */
  run(words) {
    const { 'content-file': file, output } = words.values
    const content = file === undefined ? undefined : readText(file)
    return end('tasks.complete', given({ summary: words.text('summary'), content, output }))
  },
}

export const failVerb = {
  usage: 'fail "what went wrong" [--final] [--code WORD] [--retry-after SECONDS]',
  options: /** @type {const} */ ({ message: 'text', final: 'flag', code: 'text', 'retry-after': 'number' }),

  /** @param {import('../words.mjs').Words} words */
  run(words) {
    const { final, code, 'retry-after': retryAfterSeconds } = words.values
    const error = given({ message: words.text('message'), code })
    return end('tasks.fail', given({ error, retryable: final ? false : undefined, retryAfterSeconds }))
  },
}

export const blockVerb = {
  usage: 'block "what is missing" [--kind agent|credential|dependency] [--task TASK_ID]',
  options: /** @type {const} */ ({ reason: 'text', kind: 'text', task: 'text' }),

  /** @param {import('../words.mjs').Words} words */
  run(words) {
    const { kind = 'agent', task: blockedByTaskId } = words.values
    return end('tasks.block', given({ kind, reason: words.text('reason'), blockedByTaskId }))
  },
}

export const releaseVerb = {
  usage: 'release ["why"]',
  options: /** @type {const} */ ({ reason: 'text' }),

  /** @param {import('../words.mjs').Words} words */
  run({ values, positionals }) {
    return end('tasks.release', given({ reason: values.reason ?? positionals[0] }))
  },
}

/**
 * @param {import('../request.mjs').OperationId} operation
 * @param {Record<string, unknown>} input
 */
async function end(operation, input) {
  const session = new Session()
  const { taskId, fence } = session.requireClaim()
  try {
    const task = await request(session.server, operation, { taskId, fence, ...input })
    session.letGo()
    return { task: task.id, state: task.state }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'lease_lost') session.letGo()
    throw error
  }
}
