// claim: the next task, or the one still held; a claim whose answer was lost is asked for again, never a second task.
import { randomUUID } from 'node:crypto'
import { join as joinPath } from 'node:path'
import { Refusal } from '../failure.mjs'
import { Session } from '../lease.mjs'
import { request } from '../request.mjs'
import { saveJson, serverFolder } from '../state.mjs'
import { given } from '../words.mjs'

/** Nothing renews the lease between two commands, and a model may think for minutes. */
const leaseSeconds = 600
/** Beyond this some programs cut what a command prints. */
const longestInput = 16_000

export const claim = {
  usage: 'claim [TASK_ID] [--types a,b] [--wait SECONDS] [--lease SECONDS]',
  options: /** @type {const} */ ({ types: 'text', wait: 'number', lease: 'number' }),

  /** @param {import('../words.mjs').Words} words */
  async run({ values, positionals }) {
    const session = new Session()
    const held = await stillHeld(session)
    if (held) return { task: held, again: true }
    const taskId = positionals[0]
    const waitSeconds = taskId ? 0 : (values.wait ?? 25)
    const wanted = given({
      taskId,
      waitSeconds: taskId ? undefined : waitSeconds,
      types: taskId ? undefined : values.types?.split(',').filter(Boolean),
      leaseSeconds: values.lease ?? leaseSeconds,
    })
    const sentAt = Date.now()
    const answer = await ask(session, taskId ? 'tasks.claim' : 'tasks.claimNext', wanted, waitSeconds)
    if (!answer.task) {
      const { reason, message, retryAfterSeconds } = answer
      return { task: null, reason, message, retryAfterSeconds }
    }
    const { task, lease } = answer
    session.hold({
      taskId: task.id,
      title: task.title,
      fence: lease.fence,
      runId: lease.runId,
      leaseSeconds: lease.leaseSeconds,
      // The answer may have waited for work; the lease began no earlier than that.
      renewedAt: Math.max(sentAt, Date.parse(task.updatedAt) < sentAt ? sentAt : Date.now() - 1000),
    })
    return { task: taskLine(session, answer) }
  },
}
