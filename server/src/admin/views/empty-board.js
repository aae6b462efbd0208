// What an empty board shows: the ways to start a first agent, with a token in them, and a first task to give it.
import { firstAgentLines } from '../first-agent.js'
import { post } from '../lib/api.js'
import { h, icon } from '../lib/dom.js'
import { loadInfo } from '../lib/loads.js'
import { copyLine } from './copy.js'
import { createTaskForm } from './task-form.js'

/** @param {import('../lib/store.js').Store} store @param {string} enrollmentToken */
export function waysElement({ info }, enrollmentToken) {
  const ways = firstAgentLines({ url: location.origin, enrollmentToken, sdkUrl: info?.sdkUrl ?? null })
  return h(
    'div',
    { class: 'ways' },
    ways.map(({ title, commands }) =>
      h('section', {}, h('h3', {}, title), copyLine(commands.join('\n'), `Copy: ${title}`)),
    ),
  )
}

/** @param {import('../app.js').App} app */
export function createEmptyBoard(app) {
  const { store, act } = app
  const lines = h('div', { 'aria-live': 'polite' })
  const make = h(
    'button',
    { type: 'button', class: 'primary', onclick: () => void makeToken() },
    'Make a token and show the lines',
  )
  const task = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => void createTaskForm(app) },
    icon('plus'),
    h('span', {}, 'Create a task'),
  )

  async function makeToken() {
    await act(async () => {
      // The SDK's package may have been built since the page was opened.
      await loadInfo(store)
      const { secret } = await post('/enrollment-tokens', { name: 'First agents', uses: 10 })
      lines.replaceChildren(
        h('p', { class: 'hint' }, 'The token lets ten agents in and works for a day. It is shown only this once.'),
        waysElement(store, secret),
      )
      make.hidden = true
    }, make)
  }

  return h(
    'section',
    { class: 'start-sheet', 'aria-labelledby': 'start-title' },
    h('h2', { id: 'start-title' }, 'Start your first agent'),
    h(
      'p',
      {},
      'Agents run wherever you like and join over HTTP. They claim tasks, report what they cost, and ask before they do anything risky; you watch and decide here.',
    ),
    store.may('operator')
      ? h('div', { class: 'buttons' }, make, task)
      : h('p', { class: 'hint' }, 'An operator of this workspace can make the token an agent joins with.'),
    lines,
  )
}
