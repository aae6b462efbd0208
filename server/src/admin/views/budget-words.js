// What a budget limits, in words, and its windows with the fullest first.
import { money } from '../lib/format.js'

/** @typedef {import('../lib/types.js').Budget} Budget */
/** @typedef {import('../lib/types.js').BudgetWindow} BudgetWindow */
/** @typedef {import('../lib/store.js').Store} Store */

/** @param {Store} store @param {Budget} budget */
export function budgetTitle(store, { scope, scopeId }) {
  if (scope === 'agent') return scopeId ? `${store.agentName(scopeId)}, per day` : 'Each agent, per day'
  if (scope === 'task') return scopeId ? store.taskTitle(scopeId) : 'Each task, over all its runs'
  return 'Each run'
}

/** @param {Store} store @param {Budget} budget @param {BudgetWindow} window */
export function subjectName(store, { scope }, { subjectId }) {
  if (scope === 'agent') return `${store.agentName(subjectId)}, today`
  if (scope === 'task') return store.taskTitle(subjectId)
  return `Run ${subjectId.slice(-6)}`
}

/** @param {Store} store */
export function windowsByUse(store) {
  return store.budgets
    .flatMap(({ budget, windows }) =>
      windows.map((window) => ({ key: `${budget.id} ${window.subjectId} ${window.startAt}`, budget, window })),
    )
    .sort((a, b) => use(b.window) - use(a.window))
}

/** @param {BudgetWindow} window */
const use = ({ spentCostMicros, reservedCostMicros, limitCostMicros }) =>
  (spentCostMicros + reservedCostMicros) / Math.max(1, limitCostMicros)

/** @param {BudgetWindow} window */
export function useWords({ spentCostMicros, reservedCostMicros, remainingCostMicros, overageCostMicros }) {
  const parts = [`${money(spentCostMicros)} spent`]
  if (reservedCostMicros > 0) parts.push(`${money(reservedCostMicros)} reserved`)
  parts.push(
    overageCostMicros > 0 ? `${money(overageCostMicros)} over the limit` : `${money(remainingCostMicros)} left`,
  )
  return parts.join(' · ')
}
