// ask, question: may I do this, and what is it that you want? The same again is the same, so asking once more goes on waiting.
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from '../request.mjs'
import { Session } from '../session.mjs'
import { given } from '../words.mjs'
import { answerLine, decisionLine } from './claim.mjs'

const lookAgainSeconds = 2
const usualWaitSeconds = 45

export const askVerb = {
  usage:
    'ask GREEN|YELLOW|RED "what would be done" [--payload JSON] [--why TEXT] [--on-denial continue|block] [--wait SECONDS]',
  options: /** @type {const} */ ({ payload: 'json', why: 'text', 'on-denial': 'text', wait: 'number' }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const session = new Session()
    const { payload, why: justification, 'on-denial': onDenial, wait } = words.values
    const risk = words.text('risk', 0)
    const action = words.text('action', 1)
    const asked = given({ risk, action, payload, justification, onDenial })
    const approval = await session.callAboutTask('approvals.request', asked)
    const lookAgain = () => request(session.server, 'approvals.get', { approvalId: approval.id })
    return decisionLine(await untilSettled(session, approval, lookAgain, wait))
  },
}

export const questionVerb = {
  usage: 'question "what you want to know" ["an answer you suggest" …] [--context TEXT] [--wait SECONDS]',
  options: /** @type {const} */ ({ context: 'text', wait: 'number' }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const session = new Session()
    const { context, wait } = words.values
    const asked = given({ question: words.text('question', 0), options: words.positionals.slice(1), context })
    const question = await session.callAboutTask('questions.ask', asked)
    const lookAgain = () => request(session.server, 'questions.get', { questionId: question.id })
    return answerLine(await untilSettled(session, question, lookAgain, wait))
  },
}

/**
 * Waits for a person, and keeps the task meanwhile.
 * @param {Session} session
 * @param {any} asked
 * @param {() => Promise<any>} lookAgain
 */
async function untilSettled(session, asked, lookAgain, seconds = usualWaitSeconds) {
  const until = Date.now() + seconds * 1000
  while (asked.state === 'pending' && Date.now() < until) {
    await sleep(Math.min(lookAgainSeconds * 1000, until - Date.now()))
    await session.renewIfDue()
    asked = await lookAgain()
  }
  return asked
}
