// What the page knows at the moment, and who wants to hear when a part of it changes.

/**
 * @typedef {'tasks' | 'counts' | 'agents' | 'approvals' | 'questions' | 'registrations' | 'budgets' | 'stats' | 'feed' | 'live' | 'filter'} Topic
 * @typedef {{ agentId: string | null, at: string, seq: number }} LostLease
 */

export class Store {
  /** @type {{ id: string, name: string, instanceAdmin: boolean }} */
  user = { id: '', name: '', instanceAdmin: false }
  /** @type {import('./types.js').Place} */
  place = { id: '', slug: '', name: '', role: 'viewer' }
  /** @type {import('./types.js').Place[]} */
  places = []
  /** @type {import('./types.js').ServerInfo | null} */
  info = null
  /** @type {Map<string, import('./types.js').Task>} */
  tasks = new Map()
  /** @type {import('./types.js').TaskCounts | null} */
  counts = null
  /** @type {Map<string, import('./types.js').Agent>} */
  agents = new Map()
  /** Names of people by id. @type {Map<string, string>} */
  people = new Map()
  /** Pending, oldest first. @type {import('./types.js').Approval[]} */
  approvals = []
  /** Pending, oldest first. @type {import('./types.js').Question[]} */
  questions = []
  /** Pending, oldest first. @type {import('./types.js').Registration[]} */
  registrations = []
  /** @type {import('./types.js').BudgetDetail[]} */
  budgets = []
  /** Runs since midnight. @type {import('./types.js').RunStats | null} */
  stats = null
  /** Newest first. @type {import('./types.js').LedgerEvent[]} */
  feed = []
  /** The newest word of each task on how far it is. @type {Map<string, import('./types.js').Progress>} */
  progress = new Map()
  /** Tasks whose lease ran out: they need a look until they are finished. @type {Map<string, LostLease>} */
  lost = new Map()
  /** @type {'connecting' | 'live'} */
  live = 'connecting'
  filter = ''

  /** @type {Map<Topic, Set<() => void>>} */
  #listeners = new Map()
  /** @type {Set<Topic>} */
  #changed = new Set()

  /** @param {Topic} topic @param {() => void} listener @returns {() => void} ends it */
  on(topic, listener) {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  /** Listeners hear once a frame, however much has changed. @param {...Topic} topics */
  changed(...topics) {
    if (this.#changed.size === 0) requestAnimationFrame(() => this.#tell())
    for (const topic of topics) this.#changed.add(topic)
  }

  #tell() {
    const listeners = new Set([...this.#changed].flatMap((topic) => [...(this.#listeners.get(topic) ?? [])]))
    this.#changed.clear()
    for (const listener of listeners) listener()
  }

  /** @param {import('./types.js').WorkspaceRole} least */
  may(least) {
    const order = ['viewer', 'operator', 'admin']
    return order.indexOf(this.place.role) >= order.indexOf(least)
  }

  /** @param {string | null} agentId */
  agentName(agentId) {
    return (agentId && this.agents.get(agentId)?.name) || 'an agent'
  }

  /** @param {{ kind: string, id: string | null }} actor */
  actorName({ kind, id }) {
    if (kind === 'agent') return this.agentName(id)
    if (kind === 'user') return (id && this.people.get(id)) || 'Someone'
    return 'The server'
  }

  /** @param {string | null} taskId */
  taskTitle(taskId) {
    return (taskId && this.tasks.get(taskId)?.title) || 'a task'
  }

  /** Forgets one workspace before the next. */
  clear() {
    for (const map of [this.tasks, this.agents, this.people, this.progress, this.lost]) map.clear()
    this.approvals = []
    this.questions = []
    this.registrations = []
    this.budgets = []
    this.feed = []
    this.counts = null
    this.stats = null
    this.filter = ''
  }
}
