// Errors and short confirmations, at the edge of the page: what happened and what to do.
import { ApiError } from '../lib/api.js'
import { find, h, icon } from '../lib/dom.js'

const noteMilliseconds = 4_000
const errorMilliseconds = 20_000

/** @param {unknown} error */
export function showError(error) {
  show('error', errorWords(error), errorMilliseconds)
}

/** @param {string} text */
export function showNote(text) {
  show('note', [h('p', { class: 'message' }, text)], noteMilliseconds)
}

export function clearNotices() {
  place().replaceChildren()
}

/**
 * The envelope's message and hint; also used inside dialogs.
 * @param {unknown} error
 * @returns {HTMLElement[]}
 */
export function errorWords(error) {
  if (!(error instanceof ApiError)) {
    const text = error instanceof Error ? error.message : String(error)
    return [
      h('p', { class: 'message' }, `The page failed: ${text}`),
      h('p', { class: 'hint' }, 'Reload the page to go on.'),
    ]
  }
  return [
    h('p', { class: 'message' }, sentence(error.message)),
    h('p', { class: 'hint' }, error.hint),
    ...(error.requestId ? [h('p', { class: 'reference' }, `${error.code} · ${error.requestId}`)] : []),
  ]
}

/** @param {string} text */
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')

/** @param {string} kind @param {HTMLElement[]} content @param {number} milliseconds */
function show(kind, content, milliseconds) {
  const close = h(
    'button',
    { type: 'button', class: 'quiet square', 'aria-label': 'Close this message', onclick: () => notice.remove() },
    icon('close'),
  )
  const notice = h('div', { class: `notice ${kind}` }, h('div', {}, content), close)
  place().append(notice)
  while (place().childElementCount > 4) place().firstElementChild?.remove()
  setTimeout(() => notice.remove(), milliseconds)
}

/** A modal dialog covers the rest of the page, so that the notice has to stand within it. */
function place() {
  const notices = find(document, '#notices')
  const modal = document.querySelector('dialog:modal')
  const home = modal ?? document.body
  if (notices.parentElement !== home) home.append(notices)
  return notices
}
