// Events in words, newest first.
import { fillIfChanged, h, reconcile } from '../lib/dom.js'
import { sentenceOf } from '../lib/event-words.js'
import { clockTime } from '../lib/format.js'
import { emptyNote, taskLink } from './bits.js'

/**
 * @param {import('../app.js').App} app
 * @param {{ most: number, withDetail: boolean }} options
 */
export function createFeed({ store }, { most, withDetail }) {
  const list = h('ol')
  const nothing = emptyNote('Nothing has happened yet.')
  const element = h(
    'div',
    { class: 'feed', role: 'log', 'aria-live': 'polite', 'aria-label': 'Events, newest first' },
    nothing,
    list,
  )
  return {
    element,
    /** @param {import('../lib/types.js').LedgerEvent[]} [events] */
    render(events = store.feed) {
      const told = events.map((event) => ({ event, sentence: sentenceOf(event) }))
      const shown = told.filter(({ sentence }) => withDetail || !sentence.isDetail).slice(0, most)
      nothing.hidden = shown.length > 0
      reconcile(list, shown, {
        key: ({ event }) => event.id,
        create: () => h('li'),
        update: (line, { event, sentence }) => {
          const parts = sentence.parts.map((part) => named(store, event, part))
          fillIfChanged(line, parts, () => [
            h('span', { class: `mark ${sentence.tone}` }),
            h('p', { class: sentence.tone }, parts.map(partElement)),
            h('time', { datetime: event.at, title: new Date(event.at).toLocaleString() }, clockTime(event.at)),
          ])
        },
      })
    },
  }
}

/**
 * @param {import('../lib/store.js').Store} store
 * @param {import('../lib/types.js').LedgerEvent} event
 * @param {import('../lib/event-words.js').Part} part
 */
function named(store, event, part) {
  if (typeof part === 'string') return { text: part }
  if ('task' in part) return { taskId: part.task, text: store.taskTitle(part.task) }
  if ('agent' in part) return { text: store.agentName(part.agent), isName: true }
  return { text: store.actorName(event.actor), isName: true }
}

/** @param {{ text: string, taskId?: string, isName?: boolean }} part */
function partElement({ text, taskId, isName }) {
  if (taskId) return taskLink(taskId, text)
  return isName ? h('strong', {}, text) : text
}
