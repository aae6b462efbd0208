// The columns of the board: which states each shows, and in which order its cards stand.

/** @typedef {import('./types.js').Task} Task */
/** @typedef {{ id: string, title: string, states: import('./types.js').TaskState[], most: number, order: (a: Task, b: Task) => number }} Column */

const priorities = ['low', 'normal', 'high', 'urgent']

/** @param {(task: Task) => string | null} field */
const newestBy = (field) => (/** @type {Task} */ a, /** @type {Task} */ b) =>
  (field(b) ?? '').localeCompare(field(a) ?? '')
/** @param {Task} a @param {Task} b */
const nextFirst = (a, b) =>
  priorities.indexOf(b.priority) - priorities.indexOf(a.priority) ||
  (a.readyAt ?? a.createdAt).localeCompare(b.readyAt ?? b.createdAt)
const latestFirst = newestBy((task) => task.updatedAt)
const lastFinishedFirst = newestBy((task) => task.finishedAt ?? task.updatedAt)

/** @type {{ id: string, title: string, columns: Column[] }[]} */
export const lanes = [
  {
    id: 'queue',
    title: 'Queue',
    columns: [
      { id: 'ready', title: 'Ready', states: ['ready'], most: 50, order: nextFirst },
      { id: 'backlog', title: 'Backlog', states: ['backlog'], most: 50, order: nextFirst },
    ],
  },
  {
    id: 'work',
    title: 'Work',
    columns: [
      {
        id: 'in_progress',
        title: 'In progress',
        states: ['in_progress'],
        most: 50,
        order: (a, b) => a.id.localeCompare(b.id),
      },
    ],
  },
  {
    id: 'people',
    title: 'People',
    columns: [
      { id: 'needs_approval', title: 'Needs approval', states: ['needs_approval'], most: 50, order: latestFirst },
      { id: 'review', title: 'Review', states: ['review'], most: 50, order: latestFirst },
      { id: 'stuck', title: 'Paused or blocked', states: ['paused', 'blocked'], most: 50, order: latestFirst },
    ],
  },
  {
    id: 'finished',
    title: 'Finished',
    columns: [
      { id: 'failed', title: 'Failed or canceled', states: ['failed', 'canceled'], most: 25, order: lastFinishedFirst },
      { id: 'done', title: 'Done', states: ['done', 'closed'], most: 25, order: lastFinishedFirst },
    ],
  },
]

export const columns = lanes.flatMap((lane) => lane.columns)
