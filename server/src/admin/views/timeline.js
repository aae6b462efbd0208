// What happened to a task, newest first, as the ledger has it.
import { fillIfChanged, h, reconcile } from '../lib/dom.js'
import { clockTime } from '../lib/format.js'

const bad = /^(task\.(expired|failed|dependency_failed)|approval\.(denied|expired)|budget\.exceeded)$/

/** @param {import('../app.js').App} app */
export function createTimeline({ store }) {
  const list = h('ol', { class: 'timeline' })
  return {
    element: h('details', { class: 'history' }, h('summary', {}, h('h3', {}, 'Timeline')), list),
    /** @param {import('../lib/types.js').TimelineEntry[]} entries newest first */
    render(entries) {
      reconcile(list, entries, {
        key: ({ seq }) => String(seq),
        create: ({ type, payload }) =>
          h('li', { class: bad.test(type) || payload.reason === 'expired' ? 'bad' : null }),
        update: (line, { at, summary, actor }) =>
          fillIfChanged(line, [summary, store.actorName(actor)], () => [
            h('time', { datetime: at, title: new Date(at).toLocaleString() }, clockTime(at)),
            h('span', {}, summary, h('span', { class: 'muted' }, ` · ${store.actorName(actor)}`)),
          ]),
      })
    },
  }
}
