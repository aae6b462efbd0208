// Dialogs: the browser's own, so that Esc closes them and focus stays inside and comes back. One form shape for all of them.
import { ApiError } from '../lib/api.js'
import { fill, h, icon } from '../lib/dom.js'
import { errorWords } from './notices.js'

/**
 * @param {{ title: string, content: import('../lib/dom.js').Child, wide?: boolean }} options
 * @returns {{ dialog: HTMLDialogElement, close: () => void }}
 */
export function openDialog({ title, content, wide = false }) {
  /** At once: the browser's own way leaves the dialog, and the focus in it, for a moment longer. */
  const close = () => {
    dialog.close()
    // Messages shown inside go back to the page.
    const notices = dialog.querySelector('#notices')
    if (notices) document.body.append(notices)
    dialog.remove()
  }
  const dialog = h(
    'dialog',
    {
      class: wide ? 'sheet wide' : 'sheet',
      'aria-label': title,
      oncancel(/** @type {Event} */ event) {
        event.preventDefault()
        close()
      },
    },
    h(
      'header',
      {},
      h('h2', {}, title),
      h('button', { type: 'button', class: 'quiet square', 'aria-label': 'Close', onclick: close }, icon('close')),
    ),
    content,
  )
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) close()
  })
  document.body.append(dialog)
  dialog.showModal()
  return { dialog, close }
}

/**
 * A field with its label; `name` is the name on the wire, so that a refused field is found again.
 * @param {{ name: string, label: string, hint?: string, input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement }} options
 */
export function field({ name, label, hint, input }) {
  const id = `field-${name}`
  input.id = id
  input.setAttribute('name', name)
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`)
  return h(
    'div',
    { class: 'field', 'data-field': name },
    h('label', { for: id }, label),
    input,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null,
  )
}

/**
 * @param {{
 *   title: string, submit: string, fields: import('../lib/dom.js').Child, danger?: boolean, wide?: boolean,
 *   onSubmit: (data: Record<string, string>) => Promise<unknown>,
 * }} options
 * @returns {Promise<boolean>} whether it was sent and taken
 */
export function openForm({ title, submit, fields, danger = false, wide = false, onSubmit }) {
  const { promise, resolve } = Promise.withResolvers()
  const problem = h('div', { class: 'problem', role: 'alert' })
  const button = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, submit)
  const form = h(
    'form',
    {
      method: 'dialog',
      async onsubmit(/** @type {SubmitEvent} */ event) {
        event.preventDefault()
        button.disabled = true
        fill(problem)
        try {
          await onSubmit(valuesOf(form))
          resolve(true)
          close()
        } catch (error) {
          fill(problem, errorWords(error))
          markFields(form, error)
        } finally {
          button.disabled = false
        }
      },
      onkeydown(/** @type {KeyboardEvent} */ event) {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.requestSubmit(button)
      },
    },
    fields,
    problem,
    h('footer', {}, h('button', { type: 'button', class: 'plain', onclick: () => close() }, 'Cancel'), button),
  )
  const { dialog, close } = openDialog({ title, content: form, wide })
  dialog.addEventListener('close', () => resolve(false))
  return promise
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
const valuesOf = (form) => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))

/** @param {HTMLFormElement} form @param {unknown} error */
function markFields(form, error) {
  /** @type {{ path: string }[]} */
  const issues = (error instanceof ApiError && error.details?.issues) || []
  const refused = new Set(issues.map(({ path }) => path.split('.')[0]))
  for (const element of form.querySelectorAll('[data-field]')) {
    const isRefused = refused.has(element.getAttribute('data-field') ?? '')
    element.querySelector('input, textarea, select')?.setAttribute('aria-invalid', String(isRefused))
  }
}

/**
 * Asks for a line or two of text.
 * @param {{ title: string, label: string, hint?: string, submit: string, required?: boolean, danger?: boolean, onSubmit: (text: string) => Promise<unknown> }} options
 */
export function askText({ title, label, hint, submit, required = false, danger = false, onSubmit }) {
  const input = h('textarea', { rows: 3, required, autofocus: true, maxlength: 2000 })
  return openForm({
    title,
    submit,
    danger,
    fields: field({ name: 'text', label, hint, input }),
    onSubmit: ({ text }) => onSubmit(text.trim()),
  })
}
