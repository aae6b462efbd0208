// progress, cost, beat: what is said of a task while it is held.
import { randomUUID } from 'node:crypto'
import { Failure, leaseLost } from '../failure.mjs'
import { request } from '../request.mjs'
import { Session } from '../session.mjs'
import { given } from '../words.mjs'

export const progressVerb = {
  usage: 'progress TEXT [--done N --total N] [--label WORD]',
  options: /** @type {const} */ ({ text: 'text', done: 'number', total: 'number', label: 'text' }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const body = words.text('text')
    const { done, total, label } = words.values
    if ((done === undefined) !== (total === undefined)) throw words.wrong('--done and --total go together')
    const progress = done === undefined ? undefined : given({ done, total, label })
    const message = await new Session().callAboutTask('messages.create', given({ type: 'PROGRESS', body, progress }))
    return { posted: message.id }
  },
}

/** Option → meter; what is counted once is not counted again under another name. */
const meters = {
  input: 'input_token',
  'cached-input': 'cached_input_token',
  'cache-write': 'cache_write_token',
  output: 'output_token',
  reasoning: 'reasoning_token',
  'compute-seconds': 'compute_second',
  requests: 'request',
}

export const costVerb = {
  usage:
    'cost [--model M] [--provider P] [--input N] [--cached-input N] [--cache-write N] [--output N] [--reasoning N] ' +
    '[--compute-seconds S] [--requests N] [--cost-micros N] [--report ID]',
  options: /** @type {const} */ ({
    model: 'text',
    provider: 'text',
    input: 'number',
    'cached-input': 'number',
    'cache-write': 'number',
    output: 'number',
    reasoning: 'number',
    'compute-seconds': 'number',
    requests: 'number',
    'cost-micros': 'number',
    report: 'text',
  }),

  /** Also after the task is over: the money is gone. @param {import('../words.mjs').Words} words */
  async run(words) {
    const session = new Session()
    const runId = session.work.last?.runId
    if (!runId) throw new Failure('usage', 'you have claimed no task yet', 'Run: node scripts/mission.mjs claim')
    const { model, provider, report = randomUUID(), 'cost-micros': costMicros, ...counted } = words.values
    const lines = Object.entries(meters).flatMap(([option, meter]) =>
      counted[option] === undefined ? [] : [{ meter, quantity: counted[option] }],
    )
    if (lines.length === 0) throw words.wrong('nothing is counted')
    const input = given({ runId, reportId: report, model, provider, lines, costMicros })
    const { usage, run, lease, stop } = await request(session.server, 'usage.report', input)
    if (session.work.claim && (stop || lease.state === 'lost')) {
      session.letGo()
      throw leaseLost(lease.reason ?? 'budget_exhausted')
    }
    if (session.work.claim) await session.renewIfDue()
    return { bookedCostMicros: usage.bookedCostMicros, ...run }
  },
}

export const beatVerb = {
  usage: 'beat',
  options: /** @type {const} */ ({}),

  async run() {
    const session = new Session()
    const { renewed, lost, directives, messages, pendingWork } = await session.beat()
    if (lost[0]) throw leaseLost(lost[0].reason)
    const lease = renewed[0] ? { lease: 'held', ...renewed[0] } : { lease: 'none', claimable: pendingWork.claimable }
    return { ...lease, directives, ...(await session.read(messages)) }
  },
}
