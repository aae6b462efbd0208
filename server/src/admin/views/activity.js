// The whole log: every event in words, as far back as one likes.
import { h } from '../lib/dom.js'
import { loadOlderEvents } from '../lib/loads.js'
import { createFeed } from './feed.js'

const mostOlder = 2_000

/**
 * @param {import('../app.js').App} app
 * @returns {import('./shell.js').View}
 */
export function createActivity(app) {
  const { store, act } = app
  const feed = createFeed(app, { most: 200 + mostOlder, withDetail: true })
  /** @type {import('../lib/types.js').LedgerEvent[]} */
  let older = []
  /** @type {string | null} */
  let cursor = null
  const more = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => void act(loadMore, more) },
    'Show older events',
  )

  /** Pages begin at the newest event, so the first ones may hold only what is shown already. */
  async function loadMore() {
    do {
      const page = await loadOlderEvents(cursor)
      cursor = page.nextCursor
      older = [...older, ...page.events.filter(({ seq }) => seq < oldestShown())].slice(0, mostOlder)
    } while (older.length === 0 && cursor !== null)
    more.hidden = cursor === null || older.length >= mostOlder
    render()
  }

  const oldestShown = () => (older.at(-1) ?? store.feed.at(-1))?.seq ?? Infinity

  function render() {
    const last = store.feed.at(-1)?.seq ?? 0
    // The newest events are kept to a number; where they have moved on, what is older starts afresh behind them.
    if (older.length > 0 && older[0].seq < last - 1) {
      older = []
      cursor = null
      more.hidden = false
    }
    feed.render([...store.feed, ...older.filter(({ seq }) => seq < last)])
  }

  return {
    element: h(
      'div',
      { class: 'section' },
      h('h1', {}, 'Activity'),
      h('div', { class: 'surface' }, feed.element),
      more,
    ),
    topics: ['feed', 'tasks', 'agents'],
    render,
  }
}
