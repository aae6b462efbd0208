// Everything that waits for a yes, a no or an answer, and what was said lately.
import { get } from '../lib/api.js'
import { fillIfChanged, h, reconcile } from '../lib/dom.js'
import { moment } from '../lib/format.js'
import { createApprovalCard } from './approval-card.js'
import { emptyNote, questionPill, riskPill, taskLink } from './bits.js'
import { answerWords, createQuestionCard } from './question-card.js'

/**
 * @typedef {import('../lib/types.js').Approval} Approval
 * @typedef {import('../lib/types.js').Question} Question
 * @typedef {Approval | Question} Asked
 * @typedef {{ element: HTMLElement, update: (now: any) => void }} Card
 */

const mostDecided = 30

/** @param {Asked} asked @returns {asked is Question} */
const isQuestion = (asked) => 'question' in asked

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createApprovals(app) {
  const { store, act } = app
  const pending = h('ul', { class: 'stack wide' })
  const nothing = emptyNote(
    'Nothing waits for a decision. Agents that ask for a YELLOW or RED action, or have a question, appear here.',
  )
  const decided = h('ul', { class: 'rows surface' })
  const decidedPart = h('section', { hidden: true }, h('h2', {}, 'Decided and answered lately'), decided)
  /** @type {Map<string, Card>} */
  const cards = new Map()
  let decidedSeen = ''

  /** @param {Asked} asked */
  function cardOf(asked) {
    /** @type {Card} */
    const card =
      cards.get(asked.id) ?? (isQuestion(asked) ? createQuestionCard(app, asked) : createApprovalCard(app, asked))
    cards.set(asked.id, card)
    return card
  }

  /** @param {Asked[]} waiting */
  async function renderDecided(waiting) {
    // Fetched only where what is pending has changed: nothing else decides.
    const seen = waiting.map(({ id }) => id).join()
    if (seen === decidedSeen) return
    decidedSeen = seen
    const [approvals, questions] = await Promise.all([
      /** @type {Promise<Approval[]>} */ (get('/approvals', { limit: mostDecided })),
      /** @type {Promise<Question[]>} */ (get('/questions', { limit: mostDecided })),
    ])
    const settled = [...approvals, ...questions].filter(({ state }) => state !== 'pending')
    settled.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    decidedPart.hidden = settled.length === 0
    reconcile(decided, settled.slice(0, mostDecided), {
      key: ({ id }) => id,
      create: () => h('li', { class: 'decided-row' }),
      update: (row, asked) =>
        fillIfChanged(row, [asked.state, store.taskTitle(asked.taskId)], () =>
          isQuestion(asked) ? questionRow(asked) : approvalRow(asked),
        ),
    })
  }

  /** @param {Approval} approval */
  const approvalRow = ({ risk, state, action, taskId, votes, decidedAt, createdAt }) => [
    riskPill(risk),
    h('span', { class: `verdict ${state}` }, state),
    h('span', { class: 'clip' }, action, ' — ', taskLink(taskId, store.taskTitle(taskId))),
    h(
      'span',
      { class: 'muted clip' },
      votes.map(({ userName, note }) => (note ? `${userName}: ${note}` : userName)).join(', '),
    ),
    moment(decidedAt ?? createdAt),
  ]

  /** @param {Question} question */
  const questionRow = (question) => [
    questionPill(),
    h('span', { class: `verdict ${question.state}` }, question.state),
    h('span', { class: 'clip' }, question.question, ' — ', taskLink(question.taskId, store.taskTitle(question.taskId))),
    h('span', { class: 'muted clip' }, question.answer ? `${question.answer.userName}: ${answerWords(question)}` : ''),
    moment(question.settledAt ?? question.createdAt),
  ]

  return {
    element: h('div', { class: 'section' }, h('h1', {}, 'Approvals and questions'), nothing, pending, decidedPart),
    topics: ['approvals', 'questions', 'tasks', 'agents', 'budgets'],
    render() {
      /** @type {Asked[]} */
      const waiting = [...store.approvals, ...store.questions]
      waiting.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
      nothing.hidden = waiting.length > 0
      reconcile(pending, waiting, {
        key: ({ id }) => id,
        create: (asked) => h('li', {}, cardOf(asked).element),
        update: (_element, asked) => cardOf(asked).update(asked),
      })
      for (const id of cards.keys()) if (!waiting.some((asked) => asked.id === id)) cards.delete(id)
      void act(() => renderDecided(waiting))
    },
  }
}
