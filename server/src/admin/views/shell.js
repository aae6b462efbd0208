// The frame of the page once signed in: header, sections, keyboard, and the task that is open beside them.
import { find, h, icon, setText } from '../lib/dom.js'
import { words } from '../lib/format.js'
import { createActivity } from './activity.js'
import { createAgents } from './agents.js'
import { createApprovals } from './approvals.js'
import { createBoard } from './board.js'
import { createBudgets } from './budgets.js'
import { createDrawer } from './drawer.js'
import { createFilter } from './filter.js'
import { openFromShell } from './from-shell.js'
import { createTaskForm } from './task-form.js'

/**
 * @typedef {object} View
 * @property {HTMLElement} element
 * @property {import('../lib/store.js').Topic[]} topics what makes it render again
 * @property {() => void} render
 * @property {() => void} [onOpen] asks for what no event tells of
 */

const sections = [
  { id: 'board', title: 'Board' },
  { id: 'agents', title: 'Agents' },
  { id: 'approvals', title: 'Approvals' },
  { id: 'budgets', title: 'Budgets' },
  { id: 'activity', title: 'Activity' },
]

/** @param {import('../app.js').App} app */
export function createShell(app) {
  const { store } = app
  let current = 'board'
  /** @type {Record<string, View>} */
  const views = {
    board: createBoard(app),
    agents: createAgents(app),
    approvals: createApprovals(app),
    budgets: createBudgets(app),
    activity: createActivity(app),
  }
  const drawer = createDrawer(app, () => `#/${current}`)
  const filter = createFilter(app)
  const links = new Map(sections.map(({ id, title }) => [id, sectionLink(id, title)]))
  const liveMark = h('span', { class: 'live', role: 'status' })
  const main = h(
    'main',
    { id: 'main', tabindex: -1 },
    Object.values(views).map(({ element }) => element),
  )
  const newTask = h(
    'button',
    { type: 'button', class: 'primary', title: 'New task (n)', onclick: () => openTaskForm() },
    icon('plus'),
    h('span', {}, 'New task'),
  )
  const element = h(
    'div',
    { class: 'shell' },
    h('a', { class: 'skip', href: '#main', onclick: skipToMain }, 'Skip to the content'),
    h(
      'header',
      { class: 'bar' },
      h('a', { class: 'brand', href: '#/board' }, icon('mark'), h('span', {}, 'Mission Control')),
      placeSwitch(app),
      h('nav', { 'aria-label': 'Sections' }, [...links.values()]),
      filter.element,
      liveMark,
      store.may('operator') ? newTask : null,
      userMenu(app),
    ),
    main,
    drawer.element,
  )

  /** @type {(() => void)[]} */
  const cleanUp = []

  function route() {
    const [, name = '', id = ''] = location.hash.split('/')
    if (name === 'tasks' && id !== '') return drawer.open(id)
    drawer.close()
    showSection(sections.some((section) => section.id === name) ? name : 'board')
  }

  /** @param {string} name */
  function showSection(name) {
    current = name
    for (const [id, view] of Object.entries(views)) view.element.hidden = id !== name
    for (const [id, link] of links) {
      if (id === name) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    }
    document.title = `${sections.find(({ id }) => id === name)?.title} · Mission Control`
    views[name].onOpen?.()
    views[name].render()
  }

  function openTaskForm() {
    if (store.may('operator')) void createTaskForm(app)
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === 'Escape' && !document.querySelector('dialog:modal')) return filter.clear() || drawer.dismiss()
    if (
      event.metaKey ||
      event.ctrlKey ||
      event.altKey ||
      isTyping(event.target) ||
      document.querySelector('dialog:modal')
    )
      return
    if (event.key === 'n') openTaskForm()
    else if (event.key === '/') {
      if (current !== 'board') location.hash = '#/board'
      filter.focus()
    } else return
    event.preventDefault()
  }

  function renderBadges() {
    const waiting = store.approvals.length + store.questions.length
    badge(/** @type {HTMLElement} */ (links.get('approvals')), waiting, 'waiting')
    badge(/** @type {HTMLElement} */ (links.get('agents')), store.registrations.length, 'asking to join')
  }

  function renderLive() {
    setText(liveMark, store.live === 'live' ? 'Live' : 'Connecting …')
    liveMark.classList.toggle('on', store.live === 'live')
  }

  for (const [id, view] of Object.entries(views)) {
    for (const topic of view.topics) cleanUp.push(store.on(topic, () => void (id === current && view.render())))
  }
  cleanUp.push(
    store.on('approvals', renderBadges),
    store.on('questions', renderBadges),
    store.on('registrations', renderBadges),
    store.on('live', renderLive),
    drawer.watch(),
  )
  addEventListener('hashchange', route)
  document.addEventListener('keydown', onKey)
  cleanUp.push(
    () => removeEventListener('hashchange', route),
    () => document.removeEventListener('keydown', onKey),
  )
  renderBadges()
  renderLive()
  showSection('board')
  route()

  return { element, close: () => cleanUp.forEach((effect) => void effect()) }
}

/** @param {string} id @param {string} title */
function sectionLink(id, title) {
  return h('a', { href: `#/${id}` }, icon(id), h('span', {}, title), h('span', { class: 'badge', hidden: true }))
}

/** @param {HTMLElement} link @param {number} count @param {string} what */
function badge(link, count, what) {
  const mark = find(link, '.badge')
  mark.hidden = count === 0
  setText(mark, String(count))
  mark.setAttribute('aria-label', `${count} ${what}`)
}

/** The fragment is the page's address, so the usual jump would change the section. @param {Event} event */
function skipToMain(event) {
  event.preventDefault()
  find(document, '#main').focus()
}

/** @param {import('../app.js').App} app */
function placeSwitch(app) {
  const { places, place } = app.store
  if (places.length < 2) return h('span', { class: 'place' }, place.name)
  const select = h(
    'select',
    {
      'aria-label': 'Workspace',
      class: 'place',
      onchange: () => app.openPlace(places[select.selectedIndex]),
    },
    places.map(({ id, name }) => h('option', { value: id, selected: id === place.id }, name)),
  )
  return select
}

/** @param {import('../app.js').App} app */
function userMenu(app) {
  const { store, leave } = app
  const { user, place } = store
  return h(
    'details',
    { class: 'menu' },
    h(
      'summary',
      { 'aria-label': `Signed in as ${user.name}` },
      h('span', { class: 'avatar person' }, user.name.slice(0, 1).toUpperCase()),
    ),
    h(
      'div',
      { class: 'menu-sheet' },
      h(
        'p',
        {},
        h('strong', {}, user.name),
        h('br'),
        h('span', { class: 'muted' }, `${words(place.role)} in ${place.name}`),
      ),
      h('a', { href: '/api-docs', target: '_blank', rel: 'noopener' }, 'API documentation'),
      h('button', { type: 'button', class: 'plain', onclick: () => void openFromShell(app) }, 'From a shell'),
      h('button', { type: 'button', class: 'plain', onclick: leave }, 'Sign out'),
    ),
  )
}

/** @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
