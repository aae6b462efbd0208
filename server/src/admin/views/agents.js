// The agents of the workspace: who is here, what each may do and does, and who asks to join.
import { post } from '../lib/api.js'
import { fillIfChanged, h, icon, reconcile } from '../lib/dom.js'
import { moment } from '../lib/format.js'
import { avatar, emptyNote, taskLink } from './bits.js'
import { askText } from './dialogs.js'
import { openEnrollment } from './enrollment.js'
import { createRegistrationCard } from './registration-card.js'

/** @typedef {import('../lib/types.js').Agent} Agent */

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createAgents(app) {
  const { store } = app
  const waiting = h('ul', { class: 'stack wide' })
  const waitingPart = h('section', { 'aria-label': 'Agents asking to join' }, h('h2', {}, 'Asking to join'), waiting)
  const rows = h('tbody')
  const table = h(
    'table',
    { class: 'agents' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Agent', 'Presence', 'Capabilities', 'Works on', 'Last heard', ''].map((title) =>
          h('th', { scope: 'col' }, title || h('span', { class: 'sr-only' }, 'Actions')),
        ),
      ),
    ),
    rows,
  )
  const nothing = emptyNote('No agent yet. Make an enrollment token and start one with the lines it comes with.')
  const enroll = h(
    'button',
    { type: 'button', class: 'primary', onclick: () => void openEnrollment(app) },
    icon('plus'),
    h('span', {}, 'Enrollment token'),
  )
  /** @type {Map<string, { element: HTMLElement, update: () => void }>} */
  const cards = new Map()

  return {
    element: h(
      'div',
      { class: 'section' },
      h('div', { class: 'title-row' }, h('h1', {}, 'Agents'), store.may('operator') ? enroll : null),
      waitingPart,
      nothing,
      h('div', { class: 'table-scroll surface' }, table),
    ),
    topics: ['agents', 'registrations', 'tasks'],
    onOpen: app.live.askForRegistrations,
    render() {
      waitingPart.hidden = store.registrations.length === 0
      reconcile(waiting, store.registrations, {
        key: ({ id }) => id,
        create: (registration) => {
          const card = createRegistrationCard(app, registration)
          cards.set(registration.id, card)
          return h('li', {}, card.element)
        },
      })
      nothing.hidden = store.agents.size > 0
      table.hidden = store.agents.size === 0
      const tasksOf = heldTasks(store)
      reconcile(
        rows,
        [...store.agents.values()].sort((a, b) => a.name.localeCompare(b.name)),
        {
          key: ({ id }) => id,
          create: () => h('tr'),
          update: (row, agent) => {
            const tasks = tasksOf.get(agent.id) ?? []
            fillIfChanged(row, [agent, tasks.map(({ id, title }) => [id, title])], () => cells(app, agent, tasks))
          },
        },
      )
    },
  }
}

/** @param {import('../lib/store.js').Store} store */
function heldTasks({ tasks }) {
  return Map.groupBy(
    [...tasks.values()].filter(({ lease }) => lease !== null),
    ({ lease }) => /** @type {{ agentId: string }} */ (lease).agentId,
  )
}

/** @param {import('../app.js').App} app @param {Agent} agent @param {import('../lib/types.js').Task[]} tasks */
function cells(app, agent, tasks) {
  const about = [agent.description, [agent.provider, agent.model].filter(Boolean).join(' '), agent.runtime]
    .filter(Boolean)
    .join(' · ')
  return [
    h(
      'th',
      { scope: 'row' },
      h(
        'span',
        { class: 'who' },
        avatar(agent.name),
        h('span', {}, h('strong', {}, agent.name), about ? h('span', { class: 'muted clip' }, about) : null),
      ),
    ),
    h('td', {}, standing(agent)),
    h(
      'td',
      { class: 'tags' },
      agent.capabilities.length > 0
        ? agent.capabilities.map((capability) => h('span', { class: 'tag' }, capability))
        : h('span', { class: 'muted' }, 'none'),
    ),
    h(
      'td',
      {},
      h('span', { class: 'muted' }, `${agent.openLeases} of ${agent.maxConcurrentTasks}`),
      tasks.slice(0, 4).map(({ id, title }) => h('div', { class: 'clip' }, taskLink(id, title))),
    ),
    h('td', {}, agent.lastSeenAt ? moment(agent.lastSeenAt) : h('span', { class: 'muted' }, 'never')),
    h('td', { class: 'actions' }, app.store.may('operator') ? actions(app, agent) : null),
  ]
}

/** @param {Agent} agent */
function standing({ status, presence, paused, draining, holds }) {
  if (status === 'deactivated') return h('span', { class: 'pill' }, 'deactivated')
  return [
    h('span', { class: `pill presence-${presence}` }, presence),
    paused &&
      h(
        'span',
        { class: 'pill state-paused', title: holds.map(({ reason }) => reason ?? '').join('; ') },
        `paused${holds[0] ? ` (${holds[0].cause})` : ''}`,
      ),
    draining && h('span', { class: 'pill state-paused' }, 'draining'),
  ]
}

/** @param {import('../app.js').App} app @param {Agent} agent */
function actions({ act }, { id, name, status, paused, draining, holds }) {
  const button = (/** @type {string} */ label, /** @type {() => unknown} */ onclick, kind = 'plain') =>
    h('button', { type: 'button', class: `${kind} small`, onclick, 'aria-label': `${label} ${name}` }, label)
  if (status === 'deactivated') return button('Reactivate', () => act(() => post(`/agents/${id}/reactivate`)))
  const isHeldByPerson = holds.some(({ cause }) => cause === 'operator')
  return [
    isHeldByPerson || draining
      ? button('Resume', () => act(() => post(`/agents/${id}/resume`)))
      : button('Pause', () =>
          askText({
            title: `Pause ${name}`,
            label: 'Why',
            hint: 'Its tasks are taken from it without counting an attempt, and wait until it is resumed.',
            submit: 'Pause',
            required: true,
            onSubmit: (reason) => post(`/agents/${id}/pause`, { reason }),
          }),
        ),
    !draining && !paused && button('Drain', () => act(() => post(`/agents/${id}/drain`))),
    button(
      'Deactivate',
      () =>
        askText({
          title: `Deactivate ${name}`,
          label: 'Why (optional)',
          hint: 'It stops at once; its tasks go back to the queue. It can be reactivated.',
          submit: 'Deactivate',
          danger: true,
          onSubmit: (reason) => post(`/agents/${id}/deactivate`, reason === '' ? {} : { reason }),
        }),
      'quiet',
    ),
  ]
}
