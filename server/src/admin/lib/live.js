// Keeps the store in step with the ledger: each event says what has changed, and that is fetched anew at a bounded pace.
import {
  addToFeed,
  loadAgents,
  loadApprovals,
  loadBoard,
  loadBudgets,
  loadBudgetUse,
  loadCounts,
  loadFeed,
  loadInfo,
  loadPeople,
  loadQuestions,
  loadRegistrations,
  loadStats,
  loadTasks,
} from './loads.js'
import { paced } from './paced.js'
import { followEvents } from './stream.js'

/** @typedef {import('./types.js').LedgerEvent} LedgerEvent */

const taskMilliseconds = 250
const mostTasksAtOnce = 6
/** When more tasks than this have changed, the columns are fetched instead: fewer requests, however busy the server. */
const mostTasksWaiting = 30
const boardMilliseconds = 2_000
/** Somebody asking to join writes no event before a person has decided. */
const registrationMilliseconds = 4_000
/** Nor does an agent that was heard of. */
const presenceMilliseconds = 15_000
/** A page nobody looks at gives its connection back: browsers open only six to one server. */
const hiddenMilliseconds = 60_000
const restartMilliseconds = 5_000

/** @param {import('./store.js').Store} store */
export function createLive(store) {
  /** @type {Set<string>} */
  const changedTasks = new Set()
  /** @type {Set<string>} */
  const usedBudgets = new Set()
  /** @type {Set<(event: LedgerEvent) => void>} */
  const listeners = new Set()
  let following = new AbortController()
  let isRunning = false

  const askForBoard = paced(() => loadBoard(store), boardMilliseconds)
  const askForTasks = paced(async () => {
    if (changedTasks.size > mostTasksWaiting) {
      changedTasks.clear()
      askForBoard()
      return
    }
    const taskIds = [...changedTasks].slice(0, mostTasksAtOnce)
    for (const id of taskIds) changedTasks.delete(id)
    if (changedTasks.size > 0) askForTasks()
    await loadTasks(store, taskIds).catch((error) => {
      for (const id of taskIds) changedTasks.add(id)
      throw error
    })
  }, taskMilliseconds)
  const askForCounts = paced(() => loadCounts(store), 1_000)
  const askForAgents = paced(() => loadAgents(store), 700)
  const askForApprovals = paced(() => loadApprovals(store), 400)
  const askForQuestions = paced(() => loadQuestions(store), 400)
  const askForRegistrations = paced(() => loadRegistrations(store), 1_000)
  const askForBudgets = paced(() => loadBudgets(store), 1_500)
  const askForBudgetUse = paced(async () => {
    const budgetIds = new Set(usedBudgets)
    usedBudgets.clear()
    await loadBudgetUse(store, budgetIds)
  }, 1_500)
  const askForStats = paced(() => loadStats(store), 3_000)
  const askForPeople = paced(() => loadPeople(store), 2_000)

  /** @param {LedgerEvent} event */
  function learn(event) {
    const { type, taskId, payload } = event
    if (taskId === null) return
    if (type === 'message.posted' && payload.progress) store.progress.set(taskId, /** @type {any} */ (payload.progress))
    if (type === 'task.claimed') store.progress.delete(taskId)
    if (type === 'task.expired' || (type === 'run.ended' && payload.reason === 'expired')) {
      store.lost.set(taskId, { agentId: event.agentId, at: event.at, seq: event.seq })
    }
    if (type === 'task.completed' || type === 'task.submitted') store.lost.delete(taskId)
  }

  /** @param {LedgerEvent} event */
  function noteChange(event) {
    const [subject] = event.type.split('.')
    if (event.taskId !== null && event.type !== 'message.posted') {
      changedTasks.add(event.taskId)
      askForTasks()
    }
    if (subject === 'task') askForCounts()
    if (subject === 'agent' || subject === 'hold' || event.type === 'run.started' || event.type === 'run.ended')
      askForAgents()
    if (subject === 'agent' || subject === 'registration') askForRegistrations()
    if (subject === 'approval' || event.type === 'task.canceled') askForApprovals()
    if (subject === 'question' || event.type === 'task.canceled') askForQuestions()
    if (subject === 'budget' || event.type === 'task.updated') askForBudgets()
    const budgetChanges = /** @type {{ budgetId: string }[] | undefined} */ (event.payload.budgetChanges)
    if (budgetChanges) {
      for (const { budgetId } of budgetChanges) usedBudgets.add(budgetId)
      askForBudgetUse()
    }
    if (subject === 'usage' || subject === 'run') askForStats()
    if (subject === 'user' || subject === 'membership') askForPeople()
  }

  /** @param {LedgerEvent[]} events */
  function receive(events) {
    for (const event of events) {
      learn(event)
      noteChange(event)
      for (const listener of listeners) listener(event)
    }
    addToFeed(store, events)
    store.changed('tasks')
  }

  /** Loads everything, then follows from there. */
  async function start() {
    following.abort()
    following = new AbortController()
    const { signal } = following
    isRunning = true
    const [after] = await Promise.all([loadFeed(store, learn), loadInfo(store)])
    await Promise.all(
      [
        loadPeople,
        loadBoard,
        loadCounts,
        loadAgents,
        loadApprovals,
        loadQuestions,
        loadRegistrations,
        loadBudgets,
        loadStats,
      ].map((load) => load(store)),
    )
    if (signal.aborted) return
    void followEvents({
      after,
      signal,
      onEvents: receive,
      onState(state) {
        if (store.live === state) return
        store.live = state
        store.changed('live')
      },
      onGap: () => void startOver(),
    })
  }

  /** What is on the page may be old; it is loaded anew as soon as the server answers. */
  async function startOver() {
    store.live = 'connecting'
    store.changed('live')
    await start().catch(() => setTimeout(() => void (isRunning && startOver()), restartMilliseconds))
  }

  function stop() {
    isRunning = false
    following.abort()
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let hiding
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding)
    if (!isRunning) return
    if (document.hidden) hiding = setTimeout(() => following.abort(), hiddenMilliseconds)
    else if (following.signal.aborted) void startOver()
  })
  setInterval(() => {
    if (isRunning && !document.hidden) askForRegistrations()
  }, registrationMilliseconds)
  setInterval(() => {
    if (isRunning && !document.hidden) askForAgents()
  }, presenceMilliseconds)

  return {
    start,
    stop,
    askForRegistrations,
    askForBudgets,
    /** @param {(event: LedgerEvent) => void} listener @returns {() => void} ends it */
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** @typedef {ReturnType<typeof createLive>} Live */
