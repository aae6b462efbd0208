// The runs of an open task, newest first, each opening to what it logged.
import { call } from '../lib/api.js'
import { fill, fillIfChanged, h, reconcile, setText } from '../lib/dom.js'
import { clockTime, duration, moment, money, words } from '../lib/format.js'
import { plainText } from '../lib/plain-text.js'
import { emptyNote } from './bits.js'

/**
 * @typedef {import('../lib/types.js').Run} Run
 * @typedef {import('../lib/types.js').LogEntry} LogEntry
 */

const linesAtOnce = 200
const levels = /** @type {const} */ ({ all: undefined, info: 'info,warn,error', warn: 'warn,error' })

/** @param {import('../app.js').App} app */
export function createRuns(app) {
  const list = h('ul', { class: 'runs' })
  const count = h('span', { class: 'muted' })
  const element = h('section', { hidden: true }, h('h3', {}, 'Runs', count), list)
  /** @type {Map<string, ReturnType<typeof createRun>>} */
  const parts = new Map()
  return {
    element,
    /** @param {Run[]} runs newest first */
    render(runs) {
      element.hidden = runs.length === 0
      setText(count, String(runs.length))
      reconcile(list, runs, {
        key: ({ id }) => id,
        create: (run) => {
          const part = createRun(app, run)
          parts.set(run.id, part)
          return part.element
        },
        update: (_element, run) => parts.get(run.id)?.update(run),
      })
    },
  }
}

/** @param {import('../app.js').App} app @param {Run} run */
function createRun(app, run) {
  const { store } = app
  const summary = h('summary', {})
  const failure = h('div')
  const log = createLog(app, run.id)
  let isRunning = true
  const details = h('details', { ontoggle: () => void (details.open && log.load()) }, summary, failure, log.element)

  /** @param {Run} now */
  function update(now) {
    const { status, endReason, attempt, agentId, startedAt, durationSeconds, spentCostMicros, error } = now
    const facts = [
      attempt === null ? null : `attempt ${attempt}`,
      durationSeconds === null ? null : duration(durationSeconds),
      money(spentCostMicros),
    ]
    fillIfChanged(summary, [now, store.agentName(agentId)], () => [
      h('span', { class: `verdict run-${status}` }, words(endReason ?? status)),
      h('strong', { class: 'clip' }, store.agentName(agentId)),
      h('span', { class: 'muted' }, facts.filter((fact) => fact !== null).join(' · ')),
      moment(startedAt),
    ])
    fillIfChanged(failure, error, () => [
      error &&
        h('p', { class: 'bad' }, plainText(error.code === null ? error.message : `${error.message} (${error.code})`)),
      error?.stack && h('pre', { class: 'payload', tabindex: 0, 'aria-label': 'Stack trace' }, plainText(error.stack)),
    ])
    // Lines write no event: while it runs, whoever looks sees more each time the task is read anew, and the last ones after.
    if (details.open && isRunning) void log.load()
    isRunning = status === 'running'
  }

  update(run)
  return { element: h('li', {}, details), update }
}

/** The last lines, and on demand those before. @param {import('../app.js').App} app @param {string} runId */
function createLog({ act }, runId) {
  /** By number. @type {Map<number, LogEntry>} */
  const known = new Map()
  /** @type {string | null} */
  let older = null
  const lines = h('ol', { class: 'log' })
  const nothing = emptyNote('This run has logged nothing.')
  nothing.hidden = true
  const more = h(
    'button',
    { type: 'button', class: 'plain small', hidden: true, onclick: () => void loadOlder() },
    'Earlier lines',
  )
  const level = h(
    'select',
    { class: 'small', 'aria-label': 'Lines to show', onchange: () => void startOver() },
    h('option', { value: 'all' }, 'All lines'),
    h('option', { value: 'info' }, 'Without debug'),
    h('option', { value: 'warn' }, 'Warnings and errors'),
  )

  /** @param {string | null} cursor */
  async function fetchLines(cursor) {
    const query = new URLSearchParams({ sort: '-number', limit: String(linesAtOnce) })
    const wanted = levels[/** @type {keyof typeof levels} */ (level.value)]
    if (wanted) query.set('level', wanted)
    if (cursor !== null) query.set('cursor', cursor)
    const asked = level.value
    const { data, page } = await call('GET', `/runs/${runId}/logs?${query}`)
    if (asked !== level.value) return
    const entries = /** @type {LogEntry[]} */ (data)
    // So much was written meanwhile that what is shown does not reach up to it.
    if (cursor === null && page?.hasMore && !entries.some(({ number }) => known.has(number))) known.clear()
    // Reading the newest lines again says nothing of how far back one has read.
    if (known.size === 0 || cursor !== null) older = page?.nextCursor ?? null
    for (const entry of entries) known.set(entry.number, entry)
    render()
  }

  const load = () => act(() => fetchLines(null))
  const loadOlder = () => act(() => fetchLines(older))
  const startOver = () => {
    known.clear()
    older = null
    return load()
  }

  function render() {
    nothing.hidden = known.size > 0 || level.value !== 'all'
    level.hidden = known.size === 0 && level.value === 'all'
    more.hidden = older === null
    reconcile(
      lines,
      [...known.values()].sort((a, b) => a.number - b.number),
      { key: ({ number }) => String(number), create: lineElement },
    )
  }

  return { element: h('div', { class: 'run-log' }, h('div', { class: 'buttons' }, level, more), nothing, lines), load }
}

/** @param {LogEntry} entry */
function lineElement({ at, level, message, data }) {
  const line = h('li', { class: level })
  fill(
    line,
    h('time', { datetime: at, title: new Date(at).toLocaleString() }, clockTime(at)),
    h('span', { class: 'level' }, level),
    h('span', { class: 'text' }, plainText(message), data === null ? null : h('code', {}, JSON.stringify(data))),
  )
  return line
}
