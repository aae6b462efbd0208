// What an empty board shows: the ways to start a first agent, with a token in them, and a first task to give it.
import { firstAgentLines } from '../first-agent.js'
import { h, icon } from '../lib/dom.js'
import { firstAgentsToken } from '../lib/first-token.js'
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

const mostLooks = 20
const millisecondsBetweenLooks = 3_000

/** @param {import('../app.js').App} app */
export function createEmptyBoard(app) {
  const { store, act } = app
  const lines = h('div', { 'aria-live': 'polite' })
  // Seen only where the lines could not be had at once.
  const again = h(
    'button',
    { type: 'button', class: 'primary', hidden: true, onclick: () => void showLines() },
    'Show the lines',
  )
  const task = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => void createTaskForm(app) },
    icon('plus'),
    h('span', {}, 'Create a task'),
  )

  async function showLines() {
    again.hidden = await act(async () => {
      // The SDK's package may have been built since the page was opened.
      await loadInfo(store)
      const token = await firstAgentsToken(store)
      const fillLines = () =>
        lines.replaceChildren(
          h('p', { class: 'hint' }, 'The token in these lines lets ten agents in and works for an hour.'),
          waysElement(store, token),
        )
      fillLines()
      if (store.info?.sdkUrl === null) void waitForSdk(fillLines)
    }, again)
  }

  /** A first start builds the SDK's package for some seconds. @param {() => void} fillLines */
  async function waitForSdk(fillLines) {
    for (let looks = 0; looks < mostLooks; looks += 1) {
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenLooks))
      if (!lines.isConnected) return
      await loadInfo(store).catch(() => {})
      if (store.info?.sdkUrl !== null) return fillLines()
    }
  }

  if (store.may('operator')) void showLines()

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
      ? h('div', { class: 'buttons' }, again, task)
      : h('p', { class: 'hint' }, 'An operator of this workspace can make the token an agent joins with.'),
    lines,
  )
}
