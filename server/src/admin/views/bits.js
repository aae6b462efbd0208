// Small pieces that several views show: states, risks, agents, tasks by name, bars.
import { h, icon } from '../lib/dom.js'
import { hueOf, initials, money, words } from '../lib/format.js'

/** @param {string} state */
export const statePill = (state) => h('span', { class: `pill state-${state}` }, words(state))

/** @param {string} risk */
export const riskPill = (risk) => h('span', { class: `pill risk-${risk.toLowerCase()}` }, risk)

export const questionPill = () => h('span', { class: 'pill asks' }, 'Question')

/** @param {string} name @param {boolean} [isOnline] left out where it does not matter */
export function avatar(name, isOnline) {
  const dot = isOnline === undefined ? null : h('span', { class: isOnline ? 'presence online' : 'presence offline' })
  return h('span', { class: `avatar hue-${hueOf(name)}`, 'aria-hidden': 'true' }, initials(name), dot)
}

/** @param {string} taskId @param {string} title */
export const taskLink = (taskId, title) => h('a', { href: `#/tasks/${taskId}`, class: 'task-link' }, title)

/** @param {string} priority */
export function priorityMark(priority) {
  if (priority === 'normal') return null
  return h(
    'span',
    { class: `priority ${priority}`, title: `Priority: ${priority}` },
    icon(priority),
    h('span', { class: 'sr-only' }, `${priority} priority`),
  )
}

/** @param {{ done: number, total: number, label?: string | null }} progress */
export function progressBar({ done, total, label }) {
  const words = `${Math.min(done, total)}/${total}${label ? ` ${label}` : ''}`
  return h(
    'div',
    { class: 'progress' },
    h('progress', { max: total, value: Math.min(done, total), 'aria-label': `Progress: ${words}` }),
    h('span', {}, words),
  )
}

/**
 * Spent and reserved of a limit; what went beyond is red.
 * @param {{ spent: number, reserved: number, limit: number, overage: number, label: string }} use in micro-dollars
 */
export function moneyBar({ spent, reserved, limit, overage, label }) {
  const whole = Math.max(limit, spent + reserved, 1)
  const part = (/** @type {string} */ name, /** @type {number} */ amount) => {
    const segment = h('span', { class: name })
    segment.style.width = `${(100 * amount) / whole}%`
    return segment
  }
  return h(
    'div',
    {
      class: 'money-bar',
      role: 'meter',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': limit,
      'aria-valuenow': Math.min(spent, limit),
      'aria-valuetext': `${money(spent)} spent, ${money(reserved)} reserved, of ${money(limit)}`,
    },
    part(spent / Math.max(limit, 1) >= 0.8 ? 'spent high' : 'spent', Math.max(0, spent - overage)),
    part('reserved', reserved),
    part('overage', overage),
  )
}

/** @param {string} text */
export const emptyNote = (text) => h('p', { class: 'empty' }, text)
