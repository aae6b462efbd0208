// The parts of an open task that only show: facts, description, deliverable, neighbours, and the list of what it waits for.
import { call } from '../lib/api.js'
import { h, reconcile } from '../lib/dom.js'
import { moment, money } from '../lib/format.js'
import { markdown } from '../lib/markdown.js'
import { downloadAddress } from '../lib/upload.js'
import { avatar, statePill, taskLink } from './bits.js'

/** @typedef {import('../lib/types.js').Task} Task */
/** @typedef {import('../lib/types.js').TaskDetail} TaskDetail */

/**
 * What a task waits for, each to be decided or answered.
 * @template {{ id: string }} T
 * @param {(item: T) => { element: HTMLElement, update: (now: T) => void }} createCard
 */
export function createCardList(createCard) {
  const element = h('ul', { class: 'stack' })
  /** @type {Map<string, ReturnType<typeof createCard>>} */
  const cards = new Map()
  return {
    element,
    /** @param {T[]} items */
    render(items) {
      reconcile(element, items, {
        key: ({ id }) => id,
        create: (item) => {
          const card = createCard(item)
          cards.set(item.id, card)
          return h('li', {}, card.element)
        },
        update: (_element, item) => cards.get(item.id)?.update(item),
      })
    },
  }
}

/** @param {import('../app.js').App} app @param {Task} task */
export function factsElement({ store, act }, task) {
  const { lease } = task
  const holder = lease && store.agentName(lease.agentId)
  const spent =
    task.budgetCostMicros === null
      ? money(task.spentCostMicros)
      : `${money(task.spentCostMicros)} of ${money(task.budgetCostMicros)}`
  return h(
    'dl',
    { class: 'facts' },
    fact(
      'Held by',
      lease && holder
        ? [
            avatar(holder),
            h('strong', {}, holder),
            h('span', { class: 'muted' }, ' lease ends ', moment(lease.expiresAt)),
          ]
        : h('span', { class: 'muted' }, 'nobody'),
    ),
    fact('Priority', store.may('operator') && isOpen(task) ? prioritySelect(act, task) : task.priority),
    fact(
      'Assigned to',
      store.may('operator') && isOpen(task)
        ? assigneeSelect(store, act, task)
        : task.assigneeAgentId
          ? store.agentName(task.assigneeAgentId)
          : 'any that fits',
    ),
    fact('Type', task.type),
    fact('Attempts', `${task.attempts} of ${task.maxAttempts} used up`),
    fact('Spent', spent),
    fact('Estimate per run', task.estimateCostMicros === null ? 'default' : money(task.estimateCostMicros)),
    fact('Review', task.requiresReview ? 'by a person' : 'none'),
    task.requiredCapabilities.length > 0 &&
      fact(
        'Requires',
        task.requiredCapabilities.map((capability) => h('span', { class: 'tag' }, capability)),
      ),
    task.labels.length > 0 &&
      fact(
        'Labels',
        task.labels.map((label) => h('span', { class: 'tag' }, label)),
      ),
    task.dueAt && fact('Due', moment(task.dueAt)),
    task.notBefore && fact('Not before', moment(task.notBefore)),
    fact('Created', [moment(task.createdAt), ' by ', store.actorName(task.createdBy)]),
    task.blocked && fact(`Blocked: ${task.blocked.kind}`, task.blocked.reason ?? 'no reason given', 'bad'),
    task.error && fact('Last failure', task.error.message, 'bad'),
  )
}

/** @param {string} name @param {import('../lib/dom.js').Child} value @param {string} [tone] */
const fact = (name, value, tone) => h('div', { class: tone }, h('dt', {}, name), h('dd', {}, value))

/** @param {Task} task */
const isOpen = ({ state }) => !['closed', 'canceled', 'done'].includes(state)

/** @param {import('../app.js').App['act']} act @param {Task} task */
function prioritySelect(act, task) {
  const select = h(
    'select',
    { class: 'small', 'aria-label': 'Priority', onchange: () => void change(act, task, { priority: select.value }) },
    ['low', 'normal', 'high', 'urgent'].map((priority) =>
      h('option', { selected: priority === task.priority }, priority),
    ),
  )
  return select
}

/** @param {import('../lib/store.js').Store} store @param {import('../app.js').App['act']} act @param {Task} task */
function assigneeSelect(store, act, task) {
  const agents = [...store.agents.values()].filter(
    ({ id, status }) => status === 'active' || id === task.assigneeAgentId,
  )
  const select = h(
    'select',
    {
      class: 'small',
      'aria-label': 'Assigned to',
      onchange: () => void change(act, task, { assigneeAgentId: select.value === '' ? null : select.value }),
    },
    h('option', { value: '' }, 'any that fits'),
    agents.map(({ id, name }) => h('option', { value: id, selected: id === task.assigneeAgentId }, name)),
  )
  return select
}

/** @param {import('../app.js').App['act']} act @param {Task} task @param {object} edit */
const change = (act, task, edit) =>
  act(() => call('PATCH', `/tasks/${task.id}`, { ...edit, expectedVersion: task.version }))

/** @param {Task} task */
export function descriptionElement({ description, input }) {
  const hasInput = Object.keys(input).length > 0
  if (description === null && !hasInput) return null
  return h(
    'section',
    {},
    h('h3', {}, 'Description'),
    description === null ? null : markdown(description),
    hasInput
      ? h('details', {}, h('summary', {}, 'Input'), h('pre', { class: 'payload' }, JSON.stringify(input, null, 2)))
      : null,
  )
}

/** What the result must have before the task can be completed. @param {Task} task */
export function acceptanceElement({ outputSchema, requiredArtifacts }) {
  if (outputSchema === null && requiredArtifacts.length === 0) return null
  return h(
    'section',
    { class: 'acceptance' },
    h('h3', {}, 'What the result must have'),
    requiredArtifacts.length > 0
      ? h(
          'p',
          {},
          'Artifacts: ',
          requiredArtifacts.map((name) => h('span', { class: 'tag' }, name)),
        )
      : null,
    outputSchema === null
      ? null
      : h(
          'details',
          {},
          h('summary', {}, 'Data that fits a schema'),
          h('pre', { class: 'payload' }, JSON.stringify(outputSchema, null, 2)),
        ),
  )
}

/** @param {import('../app.js').App} app @param {TaskDetail['deliverable']} deliverable */
export function deliverableElement({ store }, deliverable) {
  if (deliverable === null) return null
  const { summary, content, output, files, agentId, createdAt } = deliverable
  return h(
    'section',
    { class: 'deliverable' },
    h('h3', {}, 'Deliverable', h('span', { class: 'muted' }, store.agentName(agentId), ', ', moment(createdAt))),
    h('p', { class: 'summary' }, summary),
    content === null ? null : h('div', { class: 'document' }, markdown(content)),
    output === null
      ? null
      : h('details', {}, h('summary', {}, 'Data'), h('pre', { class: 'payload' }, JSON.stringify(output, null, 2))),
    files.length === 0
      ? null
      : h(
          'p',
          { class: 'handed-in' },
          'Files: ',
          files.map(({ id, name }) => h('a', { href: downloadAddress(id), download: name, class: 'file-name' }, name)),
        ),
  )
}

/** @param {TaskDetail} detail */
export function neighboursElement({ blockedBy, blocks, children }) {
  const list = (/** @type {string} */ title, /** @type {{ taskId: string, title: string, state: string }[]} */ tasks) =>
    tasks.length > 0 &&
    h(
      'section',
      {},
      h('h3', {}, title),
      h(
        'ul',
        { class: 'rows' },
        tasks.map((task) => h('li', { class: 'neighbour' }, statePill(task.state), taskLink(task.taskId, task.title))),
      ),
    )
  return [list('Waits for', blockedBy), list('Is waited for by', blocks), list('Parts', children)]
}
