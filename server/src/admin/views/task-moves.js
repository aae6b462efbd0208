// The moves a person may make with a task now, as the server lists them, each as a button.
import { call, post } from '../lib/api.js'
import { h } from '../lib/dom.js'
import { askText } from './dialogs.js'

/** @typedef {import('../lib/types.js').Task} Task */
/** @typedef {import('../lib/types.js').TaskTransition} TaskTransition */
/** @typedef {{ label: string, kind?: string, run: (button: HTMLButtonElement) => unknown }} Move */

/** @param {import('../app.js').App} app @param {Task} task @param {TaskTransition[]} transitions */
export function movesElement(app, task, transitions) {
  const allowed = transitions.filter(({ allowed, operation }) => allowed && operation !== null)
  return allowed
    .map((transition) => moveOf(app, task, transition))
    .filter((move) => move !== null)
    .map(({ label, kind = 'plain', run }) => {
      const button = h('button', { type: 'button', class: kind, onclick: () => run(button) }, label)
      return button
    })
}

/**
 * @param {import('../app.js').App} app @param {Task} task @param {TaskTransition} transition
 * @returns {Move | null} null where agents make the move, or another part of the page does
 */
function moveOf({ act }, task, { operation, to }) {
  const path = `/tasks/${task.id}`
  const text = (/** @type {Parameters<typeof askText>[0]} */ question) => () => askText(question)
  switch (`${operation} ${to}`) {
    case 'tasks.review done':
      return {
        label: 'Approve the work',
        kind: 'good',
        run: text({
          title: 'Approve the work',
          label: 'What you think of it (optional)',
          submit: 'Approve',
          onSubmit: (body) => post(`${path}/reviews`, { decision: 'approve', ...optional('body', body) }),
        }),
      }
    case 'tasks.review ready':
      return {
        label: 'Request changes',
        run: text({
          title: 'Request changes',
          label: 'What must change',
          hint: 'The author goes first for the next run and reads this.',
          submit: 'Request changes',
          required: true,
          onSubmit: (body) => post(`${path}/reviews`, { decision: 'request_changes', body }),
        }),
      }
    case 'tasks.pause paused':
      return {
        label: 'Pause',
        run: text({
          title: 'Pause the task',
          label: 'Why',
          hint: 'The agent at work is told and loses its lease; no attempt is counted.',
          submit: 'Pause',
          required: true,
          onSubmit: (reason) => post(`${path}/pause`, { reason }),
        }),
      }
    case 'tasks.resume ready':
      return { label: 'Resume', kind: 'primary', run: (button) => act(() => post(`${path}/resume`), button) }
    case 'tasks.unblock ready':
      return {
        label: 'Unblock',
        kind: 'primary',
        run: text({
          title: 'Unblock the task',
          label: 'What the next agent should know (optional)',
          submit: 'Unblock',
          onSubmit: (note) => post(`${path}/unblock`, optional('note', note)),
        }),
      }
    case 'tasks.reopen ready':
      return {
        label: 'Reopen',
        run: text({
          title: 'Reopen the task',
          label: 'Why (optional)',
          hint: 'It is done once more; attempts start at 0.',
          submit: 'Reopen',
          onSubmit: (reason) => post(`${path}/reopen`, optional('reason', reason)),
        }),
      }
    case 'tasks.close closed':
      return { label: 'Close for good', run: (button) => act(() => post(`${path}/close`), button) }
    case 'tasks.update backlog':
      return { label: 'Hold back', run: (button) => act(() => call('PATCH', path, { hold: true }), button) }
    case 'tasks.update ready':
      return task.held
        ? {
            label: 'Let it go',
            kind: 'primary',
            run: (button) => act(() => call('PATCH', path, { hold: false }), button),
          }
        : null
    case 'tasks.cancel canceled':
      return {
        label: 'Cancel',
        kind: 'quiet danger',
        run: text({
          title: 'Cancel the task',
          label: 'Why',
          hint: 'The agent at work is told; children are canceled too.',
          submit: 'Cancel the task',
          required: true,
          danger: true,
          onSubmit: (reason) => post(`${path}/cancel`, { reason }),
        }),
      }
    default:
      return null
  }
}

/** @param {string} name @param {string} text */
const optional = (name, text) => (text === '' ? {} : { [name]: text })
