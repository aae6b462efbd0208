// Tells each event of the ledger as a sentence, and how much it matters to somebody watching.
import { money, words } from './format.js'

/**
 * @typedef {import('./types.js').LedgerEvent} LedgerEvent
 * @typedef {{ task: string } | { agent: string } | { actor: true } | string} Part names are put in when shown
 * @typedef {'good' | 'bad' | 'warn' | 'ask' | 'plain'} Tone
 * @typedef {{ tone: Tone, parts: Part[], isDetail?: boolean }} Sentence `isDetail`: one of several events of the same change, shown only in the full log
 */

const actor = /** @type {const} */ ({ actor: true })
/** @param {LedgerEvent} event */
const task = ({ taskId }) => ({ task: taskId ?? '' })
/** @param {LedgerEvent} event */
const agent = ({ agentId }) => ({ agent: agentId ?? '' })
/** @param {unknown} text */
const because = (text) => (typeof text === 'string' && text !== '' ? `: ${text}` : '')
/** @param {unknown} micros */
const dollars = (micros) => money(typeof micros === 'number' ? micros : 0)

/** @type {Record<string, (event: LedgerEvent, payload: any) => Sentence>} */
const sentences = {
  'task.created': (event, { to }) => plain(actor, ' created ', task(event), to === 'backlog' ? ', in the backlog' : ''),
  'task.updated': (event, { change }) =>
    plain(
      actor,
      ' changed ',
      task(event),
      because(
        Object.keys(change ?? {})
          .map(words)
          .join(', '),
      ),
    ),
  'task.readied': (event) => plain(task(event), ' is ready'),
  'task.held': (event) => plain(task(event), ' went back to the backlog'),
  'task.claimed': (event, { attempt }) =>
    plain(agent(event), ' claimed ', task(event), attempt > 1 ? `, attempt ${attempt}` : ''),
  'task.released': (event, { reason }) => plain(agent(event), ' gave ', task(event), ' back', because(reason)),
  'task.completed': (event, { summary }) => good(agent(event), ' finished ', task(event), because(summary)),
  'task.submitted': (event, { summary }) =>
    ask(agent(event), ' handed in ', task(event), ' for review', because(summary)),
  'task.failed': (event, { error, attempts }) =>
    bad(task(event), ' failed', attempts ? ` after ${attempts} attempts` : '', because(error?.message)),
  'task.retried': (event, { error, retryAfterSeconds }) =>
    warn(
      agent(event),
      ' failed at ',
      task(event),
      because(error?.message),
      `; to be tried again in ${retryAfterSeconds ?? 0} s`,
    ),
  'task.expired': (event, { attempts }) =>
    bad(
      'Lease lost: ',
      agent(event),
      ' went silent on ',
      task(event),
      `; it is back in the queue (${attempts} used up)`,
    ),
  'task.blocked': (event, { reason }) => warn(task(event), ' is blocked', because(reason)),
  'task.unblocked': (event) => plain(task(event), ' can go on'),
  'task.paused': (event, { reason }) => warn(task(event), ' was paused', because(reason)),
  'task.resumed': (event) => plain(task(event), ' was resumed'),
  'task.canceled': (event, { reason }) => warn(actor, ' canceled ', task(event), because(reason)),
  'task.reopened': (event) => plain(actor, ' reopened ', task(event)),
  'task.closed': (event) => plain(actor, ' closed ', task(event)),
  'task.approval_requested': (event, { because: cause }) =>
    cause === 'budget'
      ? warn(task(event), ' stopped: its budget is used up')
      : detail('ask', task(event), cause === 'question' ? ' waits for an answer' : ' waits for an approval'),
  'task.approval_settled': (event, { to }) => plain(task(event), ` goes on: it is ${words(String(to))}`),
  'task.changes_requested': (event, { body }) => warn(actor, ' asked for changes to ', task(event), because(body)),
  'task.reviewed': (event) => good(actor, ' accepted ', task(event)),
  'task.dependency_added': (event) => detail('plain', task(event), ' now waits for another task'),
  'task.dependency_removed': (event) => detail('plain', task(event), ' no longer waits for another task'),
  'task.dependency_failed': (event) => bad('A task that ', task(event), ' waits for failed or was canceled'),
  'task.lease_ended': (event) => warn('The lease on ', task(event), ' ended while it waits for a decision'),

  'run.started': (event) =>
    event.taskId ? detail('plain', agent(event), ' began a run on ', task(event)) : plain(agent(event), ' began a run'),
  'run.ended': (event, { reason, error }) => {
    const sentence = [
      agent(event),
      event.taskId ? ' ended its run on ' : ' ended its run',
      ...(event.taskId ? [task(event)] : []),
      ` (${words(String(reason))})`,
    ]
    if (reason === 'expired')
      return detail('bad', 'Lease lost: the run of ', ...sentence.slice(0, 1), ' on ', task(event), ' expired')
    return event.taskId
      ? detail('plain', ...sentence, because(error?.message))
      : plain(...sentence, because(error?.message))
  },
  'usage.reported': (event, { bookedCostMicros, model, late }) =>
    late
      ? warn(
          agent(event),
          ` reported ${dollars(bookedCostMicros)} late for `,
          task(event),
          ': booked, and the task stays where it is',
        )
      : detail(
          'plain',
          agent(event),
          ` used ${dollars(bookedCostMicros)}`,
          model ? ` of ${model}` : '',
          ...(event.taskId ? [' on ', task(event)] : []),
        ),
  'usage.corrected': (event, { bookedCostMicros }) =>
    detail('plain', 'The spend on ', task(event), ` was corrected by ${dollars(bookedCostMicros)}`),

  'approval.requested': (event, { kind, action, risk }) =>
    kind === 'budget'
      ? ask('More money is asked for ', task(event))
      : ask(agent(event), ` asks (${risk}): ${action} — `, task(event)),
  'approval.voted': (event, { decision }) =>
    detail('plain', actor, decision === 'approve' ? ' said yes for ' : ' said no for ', task(event)),
  'approval.approved': (event) =>
    good(event.actor.kind === 'user' ? actor : 'A rule', ' approved what ', task(event), ' asked for'),
  'approval.denied': (event, { note }) => bad(actor, ' denied what ', task(event), ' asked for', because(note)),
  'approval.expired': (event) => bad('Nobody decided on what ', task(event), ' asked for in time'),
  'approval.withdrawn': (event) => plain('An approval of ', task(event), ' was withdrawn'),

  'question.asked': (event, { question }) => ask(agent(event), ` asks: ${question} — `, task(event)),
  'question.answered': (event, { option, excerpt }) =>
    good(actor, ' answered ', agent(event), ' on ', task(event), because(option ?? excerpt)),
  'question.expired': (event) => warn('Nobody answered what ', task(event), ' asked in time'),
  'question.withdrawn': (event) => plain('A question of ', task(event), ' was withdrawn'),
  'step.saved': (event, { step }) => detail('plain', agent(event), ` kept the step “${step}” of `, task(event)),

  'budget.created': (_event, { scope, limitCostMicros }) =>
    plain(actor, ` set a budget of ${dollars(limitCostMicros)} per ${scope}`),
  'budget.updated': () => plain(actor, ' changed a budget'),
  'budget.removed': () => plain(actor, ' removed a budget'),
  'budget.warned': (event, { scope, limitCostMicros, spentCostMicros }) =>
    warn(
      event.agentId ? agent(event) : 'Work',
      ` has used ${dollars(spentCostMicros)} of ${dollars(limitCostMicros)} per ${scope}`,
    ),
  'budget.exceeded': (event) => bad('Budget used up: ', event.taskId ? task(event) : agent(event), ' was stopped'),
  'budget.granted': (event, { grantedCostMicros }) =>
    good(actor, ` granted ${dollars(grantedCostMicros)} more to `, task(event)),
  'budget.reserved': () => detail('plain', 'Money was set aside for a run'),
  'budget.released': () => detail('plain', 'Money that was set aside went back'),
  'price.changed': () => plain(actor, ' set a price'),
  'price.removed': () => plain(actor, ' removed a price'),

  'agent.approved': (event) => good(agent(event), ' joined'),
  'agent.updated': (event) => plain(agent(event), ' was changed'),
  'agent.deactivated': (event, { reason }) => warn(actor, ' deactivated ', agent(event), because(reason)),
  'agent.reactivated': (event) => plain(actor, ' reactivated ', agent(event)),
  'agent.removed': (_event, { name }) => warn(actor, ` removed ${name}`),
  'agent.online': (event) => plain(agent(event), ' is online'),
  'agent.offline': (event) => bad(agent(event), ' went offline'),
  'agent.drain_requested': (event) => plain(actor, ' asked ', agent(event), ' to finish and take nothing new'),
  'hold.placed': (event, { scope, cause, reason }) =>
    scope === 'task'
      ? detail('warn', task(event), ' is on hold')
      : warn(agent(event), ` is paused (${cause})`, because(reason)),
  'hold.extended': (event, { reason }) => warn(agent(event), ' is paused for longer', because(reason)),
  'hold.lifted': (event, { scope }) =>
    scope === 'task' ? detail('plain', 'The hold on ', task(event), ' was lifted') : plain(agent(event), ' may go on'),
  'registration.rejected': (_event, { name, reason }) => warn(actor, ` turned ${name} away`, because(reason)),
  'enrollment_token.created': (_event, { name }) => plain(actor, ` made the enrollment token “${name}”`),
  'enrollment_token.revoked': () => plain(actor, ' revoked an enrollment token'),

  'file.added': (event, { name }) => plain(actor, ' added the file ', String(name), ' to ', task(event)),
  'file.removed': (event, { name }) => plain(actor, ' removed the file ', String(name), ' from ', task(event)),
  'message.posted': (event, { messageType, excerpt, progress }) =>
    messageType === 'PROGRESS'
      ? detail(
          'plain',
          actor,
          ' on ',
          task(event),
          progress ? ` ${progress.done}/${progress.total}` : '',
          because(excerpt),
        )
      : plain(actor, ' on ', task(event), because(excerpt)),
}

/** @param {...Part} parts @returns {Sentence} */
const plain = (...parts) => ({ tone: 'plain', parts })
/** @param {...Part} parts @returns {Sentence} */
const good = (...parts) => ({ tone: 'good', parts })
/** @param {...Part} parts @returns {Sentence} */
const bad = (...parts) => ({ tone: 'bad', parts })
/** @param {...Part} parts @returns {Sentence} */
const warn = (...parts) => ({ tone: 'warn', parts })
/** @param {...Part} parts @returns {Sentence} */
const ask = (...parts) => ({ tone: 'ask', parts })
/** @param {Tone} tone @param {...Part} parts @returns {Sentence} */
const detail = (tone, ...parts) => ({ tone, parts, isDetail: true })

/** @param {LedgerEvent} event @returns {Sentence} */
export function sentenceOf(event) {
  const tell = sentences[event.type]
  // A newer server may know events this page does not.
  return tell ? tell(event, event.payload) : plain(actor, `: ${words(event.type.replace('.', ' '))}`)
}
