// Limits on spending and how far each is used: spent, reserved, left, and in red what went beyond.
import { call, post } from '../lib/api.js'
import { fillIfChanged, h, icon, reconcile } from '../lib/dom.js'
import { figure, money } from '../lib/format.js'
import { dollarsOf } from '../lib/input.js'
import { emptyNote, moneyBar } from './bits.js'
import { budgetTitle, subjectName, useWords, windowsOfInterest } from './budget-words.js'
import { field, openForm } from './dialogs.js'

/** @typedef {import('../lib/types.js').BudgetDetail} BudgetDetail */

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createBudgets(app) {
  const { store } = app
  const stats = h('dl', { class: 'vitals' })
  const list = h('ul', { class: 'budget-cards' })
  const nothing = emptyNote(
    'No budget yet: agents may spend without a limit. A budget per agent and day is a good first one.',
  )
  const create = h(
    'button',
    { type: 'button', class: 'primary', onclick: () => void openBudgetForm(app) },
    icon('plus'),
    h('span', {}, 'New budget'),
  )

  function renderStats() {
    if (!store.stats) return
    const { spentCostMicros, total, tokens, byStatus } = store.stats
    fillIfChanged(stats, store.stats, () => [
      vital('Spent today', money(spentCostMicros)),
      vital('Runs today', figure(total)),
      vital('Failed', figure(byStatus.failed)),
      vital('Tokens', figure(tokens)),
    ])
  }

  return {
    element: h(
      'div',
      { class: 'section' },
      h('div', { class: 'title-row' }, h('h1', {}, 'Budgets and spend'), store.may('admin') ? create : null),
      stats,
      nothing,
      list,
    ),
    topics: ['budgets', 'stats', 'agents', 'tasks'],
    render() {
      renderStats()
      nothing.hidden = store.budgets.length > 0
      reconcile(list, store.budgets, {
        key: ({ budget }) => budget.id,
        create: () => h('li', { class: 'budget-card' }),
        update: (card, detail) => {
          const names = detail.windows.map((window) => subjectName(store, detail.budget, window))
          fillIfChanged(card, [detail, names, budgetTitle(store, detail.budget)], () => content(app, detail))
        },
      })
    },
  }
}

/** @param {string} name @param {string} value */
const vital = (name, value) => h('div', {}, h('dt', {}, name), h('dd', {}, h('strong', {}, value)))

/** @param {import('../app.js').App} app @param {BudgetDetail} detail */
function content(app, detail) {
  const { store } = app
  const { budget } = detail
  const windows = windowsOfInterest(detail)
  const isOfOne = budget.scopeId !== null
  return [
    h(
      'header',
      {},
      h('h2', {}, budgetTitle(store, budget)),
      h('span', { class: 'limit' }, money(budget.limitCostMicros)),
      h('span', { class: 'muted' }, `warns at ${budget.warnAtPercent} %`),
      store.may('admin')
        ? h(
            'button',
            { type: 'button', class: 'plain small', onclick: () => void openLimitForm(app, budget) },
            'Change',
          )
        : null,
      store.may('admin')
        ? h('button', { type: 'button', class: 'quiet small', onclick: () => void removeBudget(app, budget) }, 'Remove')
        : null,
    ),
    windows.length === 0 ? emptyNote('Nothing was spent under it yet.') : null,
    h(
      'ul',
      { class: 'windows' },
      windows.slice(0, 12).map((window) => {
        const {
          spentCostMicros: spent,
          reservedCostMicros: reserved,
          limitCostMicros: limit,
          overageCostMicros: overage,
        } = window
        const label = subjectName(store, budget, window)
        return h(
          'li',
          { class: overage > 0 ? 'is-over' : null },
          h(
            'div',
            { class: 'window-head' },
            h('span', { class: 'clip' }, isOfOne ? '' : label),
            h('span', { class: 'figures' }, `${money(spent)} of ${money(limit)}`),
          ),
          moneyBar({ spent, reserved, limit, overage, label }),
          h('p', { class: 'muted' }, useWords(window)),
        )
      }),
    ),
  ]
}

/** @param {import('../app.js').App} app */
function openBudgetForm({ store, live }) {
  const agents = [...store.agents.values()].filter(({ status }) => status === 'active')
  return openForm({
    title: 'New budget',
    submit: 'Set the budget',
    fields: [
      field({
        name: 'scope',
        label: 'What it limits',
        input: h(
          'select',
          {},
          h('option', { value: 'agent' }, 'Each agent, per day'),
          agents.map(({ id, name }) => h('option', { value: `agent ${id}` }, `${name}, per day`)),
          h('option', { value: 'task' }, 'Each task, over all its runs'),
          h('option', { value: 'run' }, 'Each run'),
        ),
      }),
      field({
        name: 'limitCostMicros',
        label: 'Limit in dollars',
        input: h('input', { inputmode: 'decimal', required: true, placeholder: '5.00', autofocus: true }),
      }),
      field({
        name: 'warnAtPercent',
        label: 'Warn at percent of it',
        input: h('input', { type: 'number', min: 1, max: 100, value: 80, required: true }),
      }),
    ],
    async onSubmit({ scope, limitCostMicros, warnAtPercent }) {
      const [kind, scopeId = null] = scope.split(' ')
      const limit = dollarsOf('limitCostMicros', limitCostMicros)
      await post('/budgets', {
        scope: kind,
        scopeId,
        window: kind === 'agent' ? 'day' : 'none',
        limitCostMicros: limit,
        warnAtPercent: Number(warnAtPercent),
      })
      live.askForBudgets()
    },
  })
}

/** @param {import('../app.js').App} app @param {import('../lib/types.js').Budget} budget */
function openLimitForm({ store, live }, budget) {
  return openForm({
    title: budgetTitle(store, budget),
    submit: 'Change the limit',
    fields: field({
      name: 'limitCostMicros',
      label: 'Limit in dollars',
      hint: 'It holds for windows that are open, too.',
      input: h('input', {
        inputmode: 'decimal',
        required: true,
        autofocus: true,
        value: String(budget.limitCostMicros / 1_000_000),
      }),
    }),
    async onSubmit({ limitCostMicros }) {
      await call('PATCH', `/budgets/${budget.id}`, { limitCostMicros: dollarsOf('limitCostMicros', limitCostMicros) })
      live.askForBudgets()
    },
  })
}

/** @param {import('../app.js').App} app @param {import('../lib/types.js').Budget} budget */
function removeBudget({ store, live }, budget) {
  return openForm({
    title: `Remove: ${budgetTitle(store, budget)}`,
    submit: 'Remove the budget',
    danger: true,
    fields: h('p', {}, 'From then on this limit stops nobody. What was spent stays on the books.'),
    async onSubmit() {
      await call('DELETE', `/budgets/${budget.id}`)
      live.askForBudgets()
    },
  })
}
