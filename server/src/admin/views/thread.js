// What agents and people say about a task, oldest first, and a box to join in.
import { post } from '../lib/api.js'
import { fillIfChanged, h, reconcile, setText } from '../lib/dom.js'
import { moment, words } from '../lib/format.js'
import { markdown } from '../lib/markdown.js'
import { avatar, progressBar } from './bits.js'

/** @param {import('../app.js').App} app @param {string} taskId */
export function createThread({ store, act }, taskId) {
  const list = h('ol', { class: 'thread' })
  const count = h('span', { class: 'muted' })
  const text = h('textarea', {
    rows: 2,
    maxlength: 50_000,
    placeholder: 'Write a comment …',
    'aria-label': 'Comment',
    required: true,
  })
  const send = h('button', { type: 'submit', class: 'plain' }, 'Comment')
  const form = h(
    'form',
    {
      class: 'comment',
      async onsubmit(/** @type {Event} */ event) {
        event.preventDefault()
        if (await act(() => post(`/tasks/${taskId}/messages`, { body: text.value }), send)) text.value = ''
      },
      onkeydown(/** @type {KeyboardEvent} */ event) {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.requestSubmit(send)
      },
    },
    text,
    send,
  )

  return {
    element: h('section', {}, h('h3', {}, 'Thread', count), list, store.may('operator') ? form : null),
    /** @param {import('../lib/types.js').Message[]} messages newest first */
    render(messages) {
      setText(count, messages.length === 0 ? 'nothing said yet' : String(messages.length))
      reconcile(list, messages.toReversed(), {
        key: ({ id }) => id,
        create: ({ type }) => h('li', { class: `message kind-${type.toLowerCase()}` }),
        update: (item, { type, author, body, progress, createdAt, deliveredAt, readAt }) =>
          fillIfChanged(item, [author.name, deliveredAt, readAt], () => {
            const name = author.name ?? 'Mission Control'
            return [
              avatar(name),
              h(
                'div',
                {},
                h(
                  'p',
                  { class: 'by' },
                  h('strong', {}, name),
                  type === 'COMMENT' ? null : h('span', { class: 'tag' }, words(type.toLowerCase())),
                  moment(createdAt),
                  type === 'COMMENT' && author.kind === 'user' ? receipt(deliveredAt, readAt) : null,
                ),
                markdown(body),
                progress ? progressBar(progress) : null,
              ),
            ]
          }),
      })
    },
  }
}

/**
 * Whether what a person wrote has reached the agent.
 * @param {string | null} deliveredAt @param {string | null} readAt
 */
function receipt(deliveredAt, readAt) {
  if (readAt) return h('span', { class: 'receipt read', title: `Read ${new Date(readAt).toLocaleString()}` }, 'read')
  if (!deliveredAt) return h('span', { class: 'receipt', title: 'No agent has taken this up yet' }, 'sent')
  return h('span', { class: 'receipt', title: `Delivered ${new Date(deliveredAt).toLocaleString()}` }, 'delivered')
}
