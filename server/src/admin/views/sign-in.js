// The way in: a sign-in link brings one here with its token, everybody else pastes a key.
import { fill, h, icon } from '../lib/dom.js'
import { errorWords } from './notices.js'

/**
 * @param {import('../app.js').App} _app
 * @param {unknown} error why one is here, or null
 * @param {(key: string) => Promise<void>} signInByKey
 */
export function createSignIn(_app, error, signInByKey) {
  const problem = h('div', { class: 'problem', role: 'alert' })
  if (error) fill(problem, errorWords(error))
  const key = h('input', {
    id: 'key',
    name: 'key',
    type: 'password',
    placeholder: 'mc_user_…',
    autocomplete: 'current-password',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'key-hint',
  })
  const button = h('button', { class: 'primary wide', type: 'submit' }, 'Sign in')
  const form = h(
    'form',
    {
      async onsubmit(/** @type {Event} */ event) {
        event.preventDefault()
        button.disabled = true
        await signInByKey(key.value.trim())
        button.disabled = false
      },
    },
    h('label', { for: 'key' }, 'Your key'),
    key,
    h('p', { id: 'key-hint', class: 'hint' }, 'It goes to this server once and is not kept in the browser.'),
    problem,
    button,
  )
  const screen = h(
    'main',
    { class: 'entrance' },
    h(
      'div',
      { class: 'sheet' },
      h('div', { class: 'brand large' }, icon('mark'), h('h1', {}, 'Mission Control')),
      form,
      h(
        'div',
        { class: 'aside' },
        h('p', {}, 'The server prints a sign-in link each time it starts; it works once, for ten minutes.'),
        h('p', {}, 'Lost your key? On the server’s machine, stop the server, make a new one and start it again:'),
        h('pre', {}, h('code', {}, 'npm run admin-key')),
      ),
    ),
  )
  queueMicrotask(() => key.focus())
  return screen
}
