// The filter of the board: what is loaded is narrowed at once, and the server is asked for more that fits.
import { h, icon } from '../lib/dom.js'
import { searchTasks } from '../lib/loads.js'

const pauseMilliseconds = 250

/** @param {import('../app.js').App} app */
export function createFilter({ store, act }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let asking
  const input = h('input', {
    type: 'search',
    placeholder: 'Filter tasks',
    'aria-label': 'Filter tasks',
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    oninput() {
      // The board is what it filters.
      if (location.hash !== '#/board') location.hash = '#/board'
      set(input.value)
    },
  })

  /** @param {string} text */
  function set(text) {
    store.filter = text.trim().toLowerCase()
    store.changed('filter')
    clearTimeout(asking)
    if (store.filter.length > 1)
      asking = setTimeout(() => void act(() => searchTasks(store, store.filter)), pauseMilliseconds)
  }

  return {
    element: h('label', { class: 'filter' }, icon('search'), input, h('kbd', { 'aria-hidden': 'true' }, '/')),
    focus: () => input.focus(),
    /** @returns {boolean} whether there was anything to clear */
    clear() {
      if (document.activeElement !== input && store.filter === '') return false
      input.value = ''
      set('')
      input.blur()
      return true
    },
  }
}

/**
 * @param {import('../lib/types.js').Task} task
 * @param {import('../lib/store.js').Store} store
 */
export function fitsFilter(task, store) {
  if (store.filter === '') return true
  const holder = task.lease ? store.agentName(task.lease.agentId) : ''
  const text = [task.title, task.type, task.id, task.priority, holder, ...task.labels, ...task.requiredCapabilities]
    .join('\n')
    .toLowerCase()
  return store.filter.split(/\s+/).every((word) => text.includes(word))
}
