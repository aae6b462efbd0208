// The board: every task in the column of its state, moving as agents and people move it, and beside it what wants attention.
import { columns, lanes } from '../lib/columns.js'
import { fill, fillIfChanged, find, h, reconcile, setText } from '../lib/dom.js'
import { figure } from '../lib/format.js'
import { createCard, updateCard } from './card.js'
import { createEmptyBoard } from './empty-board.js'
import { createFeed } from './feed.js'
import { fitsFilter } from './filter.js'
import { createRail } from './rail.js'
import { createVitals } from './vitals.js'

/** @typedef {import('../lib/types.js').Task} Task */

const moveMilliseconds = 420

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createBoard(app) {
  const { store } = app
  const vitals = createVitals(app)
  const rail = createRail(app)
  const feed = createFeed(app, { most: 80, withDetail: false })
  const start = h('div', { class: 'start', hidden: true })
  const board = h('div', { class: 'lanes' }, lanes.map(laneElement))
  const element = h(
    'div',
    { class: 'board-view' },
    h('h1', { class: 'sr-only' }, 'Board'),
    h('div', { class: 'board-main' }, vitals.element, start, board),
    rail.element,
    h(
      'section',
      { class: 'console', 'aria-labelledby': 'console-title' },
      h(
        'h2',
        { id: 'console-title' },
        'Live feed',
        h('a', { href: '#/activity', 'aria-label': 'All of the live feed' }, 'All'),
      ),
      feed.element,
    ),
  )
  /** @type {Map<string, HTMLElement>} */
  const cards = new Map()
  /** @type {Map<string, string>} */
  let placed = new Map()

  function renderStart() {
    // The lines stay while the first agent joins by them, until there is a task to look at.
    const hasLines = start.querySelector('.ways') !== null
    const isEmpty = store.tasks.size === 0 && (store.agents.size === 0 || hasLines)
    start.hidden = !isEmpty
    board.hidden = isEmpty
    if (!isEmpty) fill(start)
    else if (start.childElementCount === 0) start.append(createEmptyBoard(app))
  }

  function renderColumns() {
    const shown = columns.map((column) => ({ column, tasks: tasksOf(column) }))
    const now = new Map(shown.flatMap(({ column, tasks }) => tasks.map(({ id }) => [id, column.id])))
    const movers = [...now].filter(([id, columnId]) => placed.has(id) && placed.get(id) !== columnId).map(([id]) => id)
    const arrivals = placed.size === 0 ? [] : [...now.keys()].filter((id) => !placed.has(id))
    const from = new Map(movers.map((id) => [id, cards.get(id)?.getBoundingClientRect()]))
    const focused = document.activeElement
    for (const { column, tasks } of shown) renderColumn(column, tasks)
    if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected)
      focused.focus({ preventScroll: true })
    for (const id of cards.keys()) if (!now.has(id)) cards.delete(id)
    for (const [id, rectangle] of from) showMove(/** @type {HTMLElement} */ (cards.get(id)), rectangle)
    for (const id of arrivals) highlight(/** @type {HTMLElement} */ (cards.get(id)))
    placed = now
  }

  /** @param {import('../lib/columns.js').Column} column */
  function tasksOf({ states, order, most }) {
    const tasks = [...store.tasks.values()].filter((task) => states.includes(task.state) && fitsFilter(task, store))
    return tasks.sort(order).slice(0, most)
  }

  /** @param {import('../lib/columns.js').Column} column @param {Task[]} tasks */
  function renderColumn(column, tasks) {
    const section = find(board, `[data-column="${column.id}"]`)
    reconcile(find(section, 'ul'), tasks, {
      key: ({ id }) => id,
      create: cardOf,
      update: (card, task) => updateCard(card, task, store),
    })
    const total = totalOf(column)
    section.classList.toggle('is-empty', tasks.length === 0)
    setText(find(section, '.count'), store.filter === '' ? total : String(tasks.length))
    const hidden = store.filter === '' && store.counts ? countOf(column) - tasks.length : 0
    fillIfChanged(find(section, '.more'), hidden, () => [
      hidden > 0 && `and ${figure(hidden)} more: filter to find them`,
    ])
  }

  /** A card keeps its element from column to column. @param {Task} task */
  function cardOf(task) {
    const card = cards.get(task.id) ?? createCard(task)
    cards.set(task.id, card)
    return card
  }

  /** @param {import('../lib/columns.js').Column} column */
  const countOf = ({ states }) => states.reduce((sum, state) => sum + (store.counts?.[state].count ?? 0), 0)

  /** @param {import('../lib/columns.js').Column} column */
  function totalOf(column) {
    const more = column.states.some((state) => store.counts?.[state].more)
    return store.counts ? `${figure(countOf(column))}${more ? '+' : ''}` : ''
  }

  return {
    element,
    topics: [
      'tasks',
      'counts',
      'agents',
      'approvals',
      'questions',
      'registrations',
      'budgets',
      'stats',
      'feed',
      'filter',
    ],
    render() {
      vitals.render()
      rail.render()
      feed.render()
      renderStart()
      renderColumns()
    },
  }
}

/** @param {(typeof lanes)[number]} lane */
function laneElement(lane) {
  return h('div', { class: 'lane', 'data-lane': lane.id }, lane.columns.map(columnElement))
}

/** @param {import('../lib/columns.js').Column} column */
function columnElement({ id, title }) {
  return h(
    'section',
    { class: 'column', 'data-column': id, 'aria-labelledby': `column-${id}` },
    h('h2', { id: `column-${id}` }, h('span', { class: 'dot' }), title, h('span', { class: 'count' })),
    h('ul', { class: 'cards' }),
    h('p', { class: 'more' }),
  )
}

/** @param {HTMLElement} card @param {DOMRect | undefined} from */
function showMove(card, from) {
  highlight(card)
  if (!from || matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const to = card.getBoundingClientRect()
  const transform = `translate(${from.left - to.left}px, ${from.top - to.top}px)`
  card.animate(
    [
      { transform, zIndex: 5 },
      { transform: 'none', zIndex: 5 },
    ],
    { duration: moveMilliseconds, easing: 'cubic-bezier(.2,.7,.2,1)' },
  )
}

/** @param {HTMLElement} card */
function highlight(card) {
  card.classList.remove('has-moved')
  // Reading the layout restarts the animation for a card that moves twice.
  void card.offsetWidth
  card.classList.add('has-moved')
}
