// A line to copy. Over plain http the clipboard API is missing, so the old way is kept.
import { h, icon } from '../lib/dom.js'
import { showNote } from './notices.js'

/** @param {string} text @param {string} [label] what it is, for those who do not see it */
export function copyLine(text, label = 'Copy') {
  const code = h('code', {}, text)
  return h(
    'div',
    { class: 'copy-line' },
    code,
    h(
      'button',
      {
        type: 'button',
        class: 'quiet square',
        'aria-label': label,
        title: label,
        onclick: () => void copy(text, code),
      },
      icon('copy'),
    ),
  )
}

/** @param {string} text @param {HTMLElement} shown */
async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    getSelection()?.selectAllChildren(shown)
    document.execCommand('copy')
  }
  showNote('Copied.')
}
