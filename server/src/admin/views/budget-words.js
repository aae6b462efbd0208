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
  for (const { title, lease } of store.tasks.values()) if (lease?.runId === subjectId) return title
  return `Run ${subjectId.slice(-6)}`
}

/**
 * Runs that are over and kept to their limit are of no interest.
 * @param {import('../lib/types.js').BudgetDetail} detail
 */
export function windowsOfInterest({ budget, windows }) {
  if (budget.scope !== 'run') return windows
  return windows.filter(({ reservedCostMicros, overageCostMicros }) => reservedCostMicros + overageCostMicros > 0)
}

/** The most used first; a run has its place there only where it went too far. @param {Store} store */
export function windowsByUse(store) {
  return store.budgets
    .flatMap(({ budget, windows }) => windows.map((window) => ({ budget, window })))
    .filter(({ budget, window }) => budget.scope !== 'run' || window.overageCostMicros > 0)
    .map(({ budget, window }) => ({ key: `${budget.id} ${window.subjectId} ${window.startAt}`, budget, window }))
    .sort((a, b) => use(b.window) - use(a.window))
}

/** @param {BudgetWindow} window */
const use = ({ spentCostMicros, limitCostMicros }) => spentCostMicros / Math.max(1, limitCostMicros)

/** What the bar's two figures leave open. @param {BudgetWindow} window */
export function useWords({ reservedCostMicros, remainingCostMicros, overageCostMicros }) {
  const rest =
    overageCostMicros > 0 ? `${money(overageCostMicros)} over the limit` : `${money(remainingCostMicros)} left`
  return reservedCostMicros > 0 ? `${money(reservedCostMicros)} reserved · ${rest}` : rest
}
