// Beside the board: what waits for a person, who works, and what it costs.
import { fillIfChanged, h, reconcile } from '../lib/dom.js'
import { money } from '../lib/format.js'
import { createApprovalCard } from './approval-card.js'
import { avatar, emptyNote, moneyBar } from './bits.js'
import { subjectName, windowsByUse } from './budget-words.js'
import { createQuestionCard } from './question-card.js'
import { createRegistrationCard } from './registration-card.js'

/**
 * @typedef {{ id: string, approval: import('../lib/types.js').Approval }
 *   | { id: string, question: import('../lib/types.js').Question }
 *   | { id: string, registration: import('../lib/types.js').Registration }} Waiting
 */

const mostShown = 5
const mostAgents = 6
const mostWindows = 4

/** @param {import('../app.js').App} app */
export function createRail(app) {
  const { store } = app
  const waiting = h('ul', { class: 'stack' })
  const agents = h('ul', { class: 'rows' })
  const budgets = h('ul', { class: 'rows' })
  const panels = {
    waiting: panel('Waiting for you', '#/approvals', waiting),
    agents: panel('Agents', '#/agents', agents),
    budgets: panel('Budgets', '#/budgets', budgets),
  }

  function renderWaiting() {
    /** @type {Waiting[]} */
    const all = [
      ...store.approvals.map((approval) => ({ id: approval.id, approval })),
      ...store.questions.map((question) => ({ id: question.id, question })),
      ...store.registrations.map((registration) => ({ id: registration.id, registration })),
    ]
    panels.waiting.classList.toggle('quiet-panel', all.length === 0)
    reconcile(waiting, all.length === 0 ? [null] : all.slice(0, mostShown), {
      key: (item) => item?.id ?? 'none',
      create: (item) => h('li', {}, item === null ? emptyNote('Nothing to decide.') : cardOf(item).element),
      update: (_element, item) => item && updateCard(item),
    })
    for (const id of cards.keys()) if (!all.some((item) => item.id === id)) cards.delete(id)
  }

  /** @param {Waiting} item */
  function updateCard(item) {
    if ('approval' in item) cardOf(item).update(item.approval)
    if ('question' in item) cardOf(item).update(item.question)
  }

  /** @typedef {{ element: HTMLElement, update: (now: any) => void }} Card */
  /** @type {Map<string, Card>} */
  const cards = new Map()
  /** @param {Waiting} item */
  function cardOf(item) {
    const known = cards.get(item.id)
    if (known) return known
    /** @type {Card} */
    const card =
      'approval' in item
        ? createApprovalCard(app, item.approval, { isCompact: true })
        : 'question' in item
          ? createQuestionCard(app, item.question)
          : createRegistrationCard(app, item.registration)
    cards.set(item.id, card)
    return card
  }

  function renderAgents() {
    const all = [...store.agents.values()].filter(({ status }) => status === 'active').sort(busiestFirst)
    reconcile(agents, all.slice(0, mostAgents), {
      key: ({ id }) => id,
      create: () => h('li', { class: 'agent-row' }),
      update: (row, agent) =>
        fillIfChanged(row, [agent, currentTask(agent)], () => [
          avatar(agent.name, agent.presence === 'online'),
          h('strong', { class: 'clip' }, agent.name),
          h('span', { class: 'muted clip' }, doing(agent)),
          h('span', { class: 'muted figures' }, `${agent.openLeases}/${agent.maxConcurrentTasks}`),
        ]),
    })
    panels.agents.hidden = all.length === 0
  }

  /** @param {import('../lib/types.js').Agent} agent */
  function currentTask(agent) {
    for (const task of store.tasks.values()) if (task.lease?.agentId === agent.id) return task.title
    return null
  }

  /** @param {import('../lib/types.js').Agent} agent */
  function doing(agent) {
    if (agent.paused) return 'paused'
    if (agent.presence === 'offline') return 'offline'
    return currentTask(agent) ?? (agent.draining ? 'draining' : 'waiting for work')
  }

  function renderBudgets() {
    const windows = windowsByUse(store).slice(0, mostWindows)
    reconcile(budgets, windows, {
      key: ({ key }) => key,
      create: () => h('li', { class: 'budget-row' }),
      update: (row, { budget, window }) =>
        fillIfChanged(row, [window, subjectName(store, budget, window)], () => [
          h('span', { class: 'clip' }, subjectName(store, budget, window)),
          h('span', { class: 'figures' }, `${money(window.spentCostMicros)} / ${money(window.limitCostMicros)}`),
          moneyBar({
            spent: window.spentCostMicros,
            reserved: window.reservedCostMicros,
            limit: window.limitCostMicros,
            overage: window.overageCostMicros,
            label: subjectName(store, budget, window),
          }),
        ]),
    })
    panels.budgets.hidden = windows.length === 0
  }

  return {
    element: h(
      'aside',
      { class: 'rail', 'aria-label': 'What wants attention' },
      panels.waiting,
      panels.agents,
      panels.budgets,
    ),
    render() {
      renderWaiting()
      renderAgents()
      renderBudgets()
    },
  }
}

/** @param {string} title @param {string} href @param {HTMLElement} content */
const panel = (title, href, content) =>
  h(
    'section',
    { class: 'panel', 'aria-label': title },
    h('h2', {}, title, h('a', { href, 'aria-label': `All of ${title}` }, 'All')),
    content,
  )

/** @param {import('../lib/types.js').Agent} a @param {import('../lib/types.js').Agent} b */
const busiestFirst = (a, b) =>
  Number(b.presence === 'online') - Number(a.presence === 'online') ||
  Number(b.openLeases > 0) - Number(a.openLeases > 0) ||
  a.name.localeCompare(b.name)
