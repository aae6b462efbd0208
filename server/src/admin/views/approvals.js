// Everything that waits for a yes or a no.
import { get } from '../lib/api.js'
import { fillIfChanged, h, reconcile } from '../lib/dom.js'
import { moment } from '../lib/format.js'
import { createApprovalCard } from './approval-card.js'
import { emptyNote, riskPill, taskLink } from './bits.js'

/** @typedef {import('../lib/types.js').Approval} Approval */

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createApprovals(app) {
  const { store, act } = app
  const pending = h('ul', { class: 'stack wide' })
  const nothing = emptyNote('Nothing waits for a decision. Agents that ask for a YELLOW or RED action appear here.')
  const decided = h('ul', { class: 'rows surface' })
  const decidedPart = h('section', { hidden: true }, h('h2', {}, 'Decided lately'), decided)
  /** @type {Map<string, ReturnType<typeof createApprovalCard>>} */
  const cards = new Map()
  let decidedSeen = ''

  /** @param {Approval} approval */
  function cardOf(approval) {
    const card = cards.get(approval.id) ?? createApprovalCard(app, approval)
    cards.set(approval.id, card)
    return card
  }

  async function renderDecided() {
    // Fetched only where what is pending has changed: nothing else decides.
    const seen = store.approvals.map(({ id }) => id).join()
    if (seen === decidedSeen) return
    decidedSeen = seen
    /** @type {Approval[]} */
    const newest = await get('/approvals', { limit: 30 })
    decidedPart.hidden = newest.every(({ state }) => state === 'pending')
    reconcile(
      decided,
      newest.filter(({ state }) => state !== 'pending'),
      {
        key: ({ id }) => id,
        create: () => h('li', { class: 'decided-row' }),
        update: (row, approval) =>
          fillIfChanged(row, [approval.state, store.taskTitle(approval.taskId)], () => [
            riskPill(approval.risk),
            h('span', { class: `verdict ${approval.state}` }, approval.state),
            h(
              'span',
              { class: 'clip' },
              approval.action,
              ' — ',
              taskLink(approval.taskId, store.taskTitle(approval.taskId)),
            ),
            h(
              'span',
              { class: 'muted clip' },
              approval.votes.map(({ userName, note }) => (note ? `${userName}: ${note}` : userName)).join(', '),
            ),
            moment(approval.decidedAt ?? approval.createdAt),
          ]),
      },
    )
  }

  return {
    element: h('div', { class: 'section' }, h('h1', {}, 'Approvals'), nothing, pending, decidedPart),
    topics: ['approvals', 'tasks', 'agents', 'budgets'],
    render() {
      nothing.hidden = store.approvals.length > 0
      reconcile(pending, store.approvals, {
        key: ({ id }) => id,
        create: (approval) => h('li', {}, cardOf(approval).element),
        update: (_element, approval) => cardOf(approval).update(approval),
      })
      for (const id of cards.keys()) if (!store.approvals.some((approval) => approval.id === id)) cards.delete(id)
      void act(renderDecided)
    },
  }
}
