// Fetches each part of what the page shows, in pages of bounded size, into the store.
import { ApiError, call, get } from './api.js'
import { columns } from './columns.js'
import { serverNow, setServerTime } from './format.js'

/** @typedef {import('./store.js').Store} Store */

const mostTasksKept = 1_500
/** Each task may have a budget of its own: these must not crowd out the others. */
const mostBudgets = { agent: 8, run: 2, task: 6 }
const feedLength = 200

/** @param {Store} store */
export async function loadInfo(store) {
  store.info = await get('/info')
  setServerTime(/** @type {import('./types.js').ServerInfo} */ (store.info).time)
}

/**
 * For each board on its way, the tasks that came by themselves meanwhile: it may not know of them yet.
 * @type {Set<Map<string, import('./types.js').Task>>}
 */
const boardsOnTheirWay = new Set()

/** The cards of every column. @param {Store} store */
export async function loadBoard(store) {
  /** @type {Map<string, import('./types.js').Task>} */
  const meanwhile = new Map()
  boardsOnTheirWay.add(meanwhile)
  try {
    const lists = await Promise.all(
      columns.flatMap(({ states, most }) => states.map((state) => get('/tasks', { state, limit: most }))),
    )
    store.tasks = new Map(lists.flat().map((task) => [task.id, task]))
    for (const task of meanwhile.values()) putNewer(store.tasks, task)
  } finally {
    boardsOnTheirWay.delete(meanwhile)
  }
  store.changed('tasks')
}

/**
 * Answers may overtake each other.
 * @param {Map<string, import('./types.js').Task>} tasks
 * @param {import('./types.js').Task} task
 */
function putNewer(tasks, task) {
  const known = tasks.get(task.id)
  if (!known || known.version <= task.version) tasks.set(task.id, task)
}

/** @param {Store} store @param {string[]} taskIds */
export async function loadTasks(store, taskIds) {
  await Promise.all(taskIds.map((taskId) => loadTask(store, taskId)))
  forgetOldest(store)
  store.changed('tasks')
}

/** @param {Store} store @param {string} taskId */
async function loadTask(store, taskId) {
  try {
    const { task } = await get(`/tasks/${taskId}`)
    for (const tasks of [store.tasks, ...boardsOnTheirWay]) putNewer(tasks, task)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'not_found') throw error
  }
}

/** Tasks beyond those of the columns that the filter asks for. @param {Store} store @param {string} text */
export async function searchTasks(store, text) {
  for (const task of await get('/tasks', { q: text.slice(0, 200), limit: 50 })) store.tasks.set(task.id, task)
  store.changed('tasks')
}

/** A page left open for weeks must not grow without end. @param {Store} store */
function forgetOldest({ tasks }) {
  if (tasks.size <= mostTasksKept) return
  const finished = [...tasks.values()].filter(({ finishedAt }) => finishedAt !== null)
  finished.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt))
  for (const { id } of finished.slice(0, tasks.size - mostTasksKept / 2)) tasks.delete(id)
}

/** @param {Store} store */
export async function loadCounts(store) {
  store.counts = (await get('/tasks/counts')).states
  store.changed('counts')
}

/** @param {Store} store */
export async function loadAgents(store) {
  /** @type {import('./types.js').Agent[]} */
  const agents = await get('/agents', { limit: 200, sort: 'createdAt' })
  store.agents = new Map(agents.map((agent) => [agent.id, agent]))
  store.changed('agents')
}

/** @param {Store} store */
export async function loadPeople(store) {
  for (const { id, name } of await get('/users', { limit: 200 })) store.people.set(id, name)
  store.people.set(store.user.id, store.user.name)
}

/** @param {Store} store */
export async function loadApprovals(store) {
  store.approvals = await get('/approvals', { state: 'pending', sort: 'createdAt', limit: 100 })
  store.changed('approvals')
}

/** @param {Store} store */
export async function loadQuestions(store) {
  store.questions = await get('/questions', { state: 'pending', sort: 'createdAt', limit: 100 })
  store.changed('questions')
}

/** @param {Store} store */
export async function loadRegistrations(store) {
  const before = JSON.stringify(store.registrations)
  store.registrations = await get('/registrations', { state: 'pending', sort: 'createdAt', limit: 100 })
  if (JSON.stringify(store.registrations) !== before) store.changed('registrations')
}

/** @param {Store} store */
export async function loadBudgets(store) {
  const lists = await Promise.all(
    Object.entries(mostBudgets).map(([scope, limit]) => get('/budgets', { scope, limit })),
  )
  /** @type {import('./types.js').Budget[]} */
  const budgets = lists.flat()
  store.budgets = await Promise.all(budgets.map(({ id }) => get(`/budgets/${id}`)))
  store.changed('budgets')
}

/** Of those shown, the ones named. @param {Store} store @param {Set<string>} budgetIds */
export async function loadBudgetUse(store, budgetIds) {
  store.budgets = await Promise.all(
    store.budgets.map((detail) => (budgetIds.has(detail.budget.id) ? get(`/budgets/${detail.budget.id}`) : detail)),
  )
  store.changed('budgets')
}

/** @param {Store} store */
export async function loadStats(store) {
  const midnight = new Date(serverNow())
  midnight.setHours(0, 0, 0, 0)
  store.stats = await get('/runs/stats', { since: midnight.toISOString() })
  store.changed('stats')
}

/**
 * What happened last, and what it says of progress and lost leases.
 * @param {Store} store
 * @param {(event: import('./types.js').LedgerEvent) => void} learn
 * @returns {Promise<number>} the number of the newest event
 */
export async function loadFeed(store, learn) {
  /** @type {import('./types.js').LedgerEvent[][]} */
  const [newest, telling] = await Promise.all([
    get('/events', { limit: 100 }),
    get('/events', { limit: 200, types: 'message.posted,task.expired,task.completed,task.submitted' }),
  ])
  store.feed = newest
  for (const event of telling.toReversed()) learn(event)
  store.changed('feed')
  return newest[0]?.seq ?? 0
}

/** @param {Store} store @param {import('./types.js').LedgerEvent[]} events oldest first */
export function addToFeed(store, events) {
  store.feed = [...events.slice(-feedLength).reverse(), ...store.feed].slice(0, feedLength)
  store.changed('feed')
}

/** @param {string | null} cursor */
export async function loadOlderEvents(cursor) {
  const { data, page } = await call('GET', `/events?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
  return { events: /** @type {import('./types.js').LedgerEvent[]} */ (data), nextCursor: page?.nextCursor ?? null }
}
