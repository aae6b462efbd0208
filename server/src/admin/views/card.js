// One task on the board: what it is, who holds it, how far it is, what it has cost, and what is wrong with it.
import { fillIfChanged, h, icon } from '../lib/dom.js'
import { moment, money, plural, serverNow } from '../lib/format.js'
import { avatar, priorityMark, progressBar, taskLink } from './bits.js'

/** @typedef {import('../lib/types.js').Task} Task */
/** @typedef {import('../lib/store.js').Store} Store */

/** @param {Task} task */
export const createCard = (task) => h('li', { class: 'card', 'data-task': task.id })

/** @param {HTMLElement} card @param {Task} task @param {Store} store */
export function updateCard(card, task, store) {
  const progress =
    task.state === 'in_progress' || task.state === 'needs_approval' ? store.progress.get(task.id) : undefined
  const lost = lostLease(task, store)
  const holder = task.lease ? store.agentName(task.lease.agentId) : null
  const waits = task.notBefore !== null && task.state === 'ready' && Date.parse(task.notBefore) > serverNow()
  card.classList.toggle('is-lost', lost !== null && task.lease === null)
  fillIfChanged(
    card,
    [
      task.version,
      task.state,
      task.spentCostMicros,
      task.attempts,
      progress,
      lost,
      holder,
      waits,
      task.openDependencies,
    ],
    () => [
      h('div', { class: 'card-title' }, priorityMark(task.priority), taskLink(task.id, task.title)),
      lost && h('p', { class: 'flag bad' }, icon('alert'), lost),
      troubles(task, waits),
      progress && progressBar(progress),
      h(
        'div',
        { class: 'card-meta' },
        holder ? h('span', { class: 'holder' }, avatar(holder), holder) : h('span', { class: 'type' }, task.type),
        h('span', { class: 'figures' }, figures(task)),
      ),
    ],
  )
}

/** @param {Task} task */
function figures(task) {
  return [
    task.attempts > 0 &&
      h(
        'span',
        { title: `${plural(task.attempts, 'attempt')} of ${task.maxAttempts} used up` },
        `↻ ${task.attempts}/${task.maxAttempts}`,
      ),
    task.spentCostMicros > 0 && h('span', { title: 'Spent so far' }, money(task.spentCostMicros)),
    task.finishedAt && moment(task.finishedAt),
  ]
}

/** @param {Task} task @param {boolean} waits */
function troubles(task, waits) {
  return [
    task.state === 'blocked' &&
      h('p', { class: 'flag warn' }, `Blocked (${task.blocked?.kind}): ${task.blocked?.reason ?? 'no reason given'}`),
    task.state === 'paused' && h('p', { class: 'flag' }, 'Paused'),
    task.state === 'failed' && h('p', { class: 'flag bad' }, task.error?.message ?? 'Failed'),
    task.state === 'canceled' && h('p', { class: 'flag' }, 'Canceled'),
    task.dependencyFailed && h('p', { class: 'flag bad' }, icon('alert'), 'A task it waits for failed'),
    task.openDependencies > 0 && h('p', { class: 'flag' }, `Waits for ${plural(task.openDependencies, 'task')}`),
    task.held && h('p', { class: 'flag' }, 'Held back'),
    waits &&
      h(
        'p',
        { class: 'flag' },
        task.attempts > 0 ? 'Again ' : 'Begins ',
        moment(/** @type {string} */ (task.notBefore)),
      ),
  ]
}

/** @param {Task} task @param {Store} store @returns {string | null} */
function lostLease(task, store) {
  const lost = store.lost.get(task.id)
  if (!lost || task.state === 'done' || task.state === 'closed' || task.state === 'canceled') return null
  const name = store.agentName(lost.agentId)
  return task.lease ? `Taken over: the lease of ${name} was lost` : `Lease lost: ${name} went silent`
}
