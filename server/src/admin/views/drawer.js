// One task, opened beside the board: what it is, what came of it, what was said, what happened, and what one can do.
import { get } from '../lib/api.js'
import { fill, fillIfChanged, find, h, icon } from '../lib/dom.js'
import { paced } from '../lib/paced.js'
import { createApprovalCard } from './approval-card.js'
import { statePill } from './bits.js'
import { createFileList } from './files.js'
import { createQuestionCard } from './question-card.js'
import { createRuns } from './runs.js'
import { movesElement } from './task-moves.js'
import {
  acceptanceElement,
  createCardList,
  deliverableElement,
  descriptionElement,
  factsElement,
  neighboursElement,
} from './task-parts.js'
import { createThread } from './thread.js'
import { createTimeline } from './timeline.js'

const refreshMilliseconds = 400
/** A lease that is renewed writes no event. */
const leaseMilliseconds = 10_000
const mostRuns = 20

/**
 * @param {import('../app.js').App} app
 * @param {() => string} home the address of the section it lies over
 */
export function createDrawer(app, home) {
  const { store, live, act } = app
  let taskId = ''
  /** What had the focus before. @type {Element | null} */
  let opener = null
  /** @type {ReturnType<typeof createParts>} */
  let parts
  const body = h('div', { class: 'drawer-body' })
  const element = h('div', { class: 'drawer', hidden: true, tabindex: -1, role: 'dialog', 'aria-label': 'Task' }, body)

  /** @param {string} id */
  function open(id) {
    if (element.hidden) opener = document.activeElement
    taskId = id
    parts = createParts(app, id, dismiss)
    fill(body, parts.element)
    element.hidden = false
    element.focus({ preventScroll: true })
    void act(load)
  }

  async function load() {
    const id = taskId
    if (id === '') return
    const [detail, { transitions }, messages, timeline, runs, files] = await Promise.all([
      get(`/tasks/${id}`),
      get(`/tasks/${id}/transitions`),
      get(`/tasks/${id}/messages`, { sort: '-createdAt', limit: 100 }),
      get(`/tasks/${id}/timeline`, { sort: '-seq', limit: 100 }),
      get('/runs', { taskId: id, limit: mostRuns }),
      get(`/tasks/${id}/files`, { sort: 'createdAt', limit: 200 }),
    ])
    if (id !== taskId) return
    store.tasks.set(id, detail.task)
    store.changed('tasks')
    parts.render(detail, { transitions, messages, entries: timeline, runs, files })
  }

  const refresh = paced(load, refreshMilliseconds)

  function close() {
    if (element.hidden) return
    element.hidden = true
    taskId = ''
    fill(body)
    const focus = opener?.isConnected ? opener : find(document, '#main')
    if (focus instanceof HTMLElement) focus.focus({ preventScroll: true })
  }

  /** Closes it by going back to the section it lies over. */
  function dismiss() {
    if (!element.hidden) location.hash = home()
  }

  return {
    element,
    open,
    close,
    dismiss,
    /** @returns {() => void} ends it */
    watch() {
      const timer = setInterval(() => {
        if (taskId !== '' && !document.hidden) refresh()
      }, leaseMilliseconds)
      const stopListening = live.onEvent((event) => {
        if (event.taskId !== null && event.taskId === taskId) refresh()
      })
      return () => {
        clearInterval(timer)
        stopListening()
      }
    },
  }
}

/** @param {import('../app.js').App} app @param {string} taskId @param {() => void} dismiss */
function createParts(app, taskId, dismiss) {
  const head = h('div', { class: 'drawer-title' })
  const moves = h('div', { class: 'moves' })
  const facts = h('div')
  const approvals = createCardList((/** @type {import('../lib/types.js').Approval} */ approval) =>
    createApprovalCard(app, approval),
  )
  const questions = createCardList((/** @type {import('../lib/types.js').Question} */ question) =>
    createQuestionCard(app, question),
  )
  const description = h('div')
  const acceptance = h('div')
  const deliverable = h('div')
  const files = createFileList(app, taskId)
  const neighbours = h('div')
  const thread = createThread(app, taskId)
  const runs = createRuns(app)
  const timeline = createTimeline(app)
  const element = h(
    'div',
    {},
    h(
      'div',
      { class: 'drawer-bar' },
      h('code', { class: 'muted' }, taskId),
      h(
        'button',
        { type: 'button', class: 'quiet square', 'aria-label': 'Close the task (Esc)', onclick: dismiss },
        icon('close'),
      ),
    ),
    head,
    moves,
    approvals.element,
    questions.element,
    facts,
    description,
    acceptance,
    deliverable,
    files.element,
    neighbours,
    thread.element,
    runs.element,
    timeline.element,
  )

  return {
    element,
    /**
     * @param {import('../lib/types.js').TaskDetail} detail
     * @param {{
     *   transitions: import('../lib/types.js').TaskTransition[],
     *   messages: import('../lib/types.js').Message[],
     *   entries: import('../lib/types.js').TimelineEntry[],
     *   runs: import('../lib/types.js').Run[],
     *   files: import('../lib/types.js').TaskFile[],
     * }} around all newest first but files, which are oldest first
     */
    render(detail, around) {
      const { task } = detail
      fillIfChanged(head, [task.title, task.state], () => [h('h2', {}, task.title), statePill(task.state)])
      fillIfChanged(moves, [task.state, task.held, around.transitions], () =>
        movesElement(app, task, around.transitions),
      )
      approvals.render(detail.approvals)
      questions.render(detail.questions)
      fillIfChanged(facts, [task, app.store.agentName(task.lease?.agentId ?? null)], () => [factsElement(app, task)])
      fillIfChanged(description, [task.description, task.input], () => [descriptionElement(task)])
      fillIfChanged(acceptance, [task.outputSchema, task.requiredArtifacts], () => [acceptanceElement(task)])
      fillIfChanged(deliverable, detail.deliverable, () => [deliverableElement(app, detail.deliverable)])
      fillIfChanged(neighbours, [detail.blockedBy, detail.blocks, detail.children], () => [neighboursElement(detail)])
      files.render(around.files, task)
      thread.render(around.messages)
      runs.render(around.runs)
      timeline.render(around.entries)
    },
  }
}
