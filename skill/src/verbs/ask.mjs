// ask: may I do this? The same question again is the same question, so asking once more goes on waiting.
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '../request.mjs'
import { Session } from '../session.mjs'
import { given } from '../words.mjs'
import { decisionLine } from './claim.mjs'

const lookAgainSeconds = 2

export const askVerb = {
  usage:
    'ask GREEN|YELLOW|RED "what would be done" [--payload JSON] [--why TEXT] [--on-denial continue|block] [--wait SECONDS]',
  options: /** @type {const} */ ({ payload: 'json', why: 'text', 'on-denial': 'text', wait: 'number' }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const session = new Session()
    const { payload, why: justification, 'on-denial': onDenial, wait = 45 } = words.values
    const risk = words.text('risk', 0)
    const action = words.text('action', 1)
    const until = Date.now() + wait * 1000
    let approval = await session.callAboutTask(
      'approvals.request',
      given({ risk, action, payload, justification, onDenial }),
    )
    while (approval.state === 'pending' && Date.now() < until) {
      await sleep(Math.min(lookAgainSeconds * 1000, until - Date.now()))
      await session.renewIfDue()
      approval = await request(session.server, 'approvals.get', { approvalId: approval.id })
    }
    return decisionLine(approval)
  },
}
