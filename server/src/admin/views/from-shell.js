// Working from a shell instead of here: the lines to paste, and a key to sign in with.

import { post } from '../lib/api.js'
import { h } from '../lib/dom.js'
import { loadInfo } from '../lib/loads.js'
import { missionLines } from '../mission-lines.js'
import { copyLine } from './copy.js'
import { openDialog } from './dialogs.js'

/** @param {import('../app.js').App} app */
export async function openFromShell({ store, act }) {
  const key = h('div', { 'aria-live': 'polite' })
  const make = h('button', { type: 'button', class: 'primary', onclick: () => void makeKey() }, 'Make a key for it')

  async function makeKey() {
    await act(async () => {
      const { secret } = await post('/keys', { name: 'mission' })
      key.replaceChildren(
        h('p', {}, h('strong', {}, 'Copy it now: '), 'it is shown only this once. It may do what you may do.'),
        copyLine(secret, 'Copy the key'),
      )
      make.hidden = true
    }, make)
  }

  // The package may have been built since the page was opened.
  await act(() => loadInfo(store))
  const cliUrl = store.info?.cliUrl
  openDialog({
    title: 'From a shell',
    wide: true,
    content: h(
      'div',
      { class: 'dialog-body' },
      ...(cliUrl
        ? [
            h(
              'p',
              {},
              'The command line mission does what this page does, for people and scripts. Node 22 is all it needs.',
            ),
            copyLine(missionLines({ url: location.origin, cliUrl }).join('\n'), 'Copy the lines'),
            h(
              'p',
              { class: 'hint' },
              'The first line asks for a key, keeps it in a file that only you can read, and never shows it.',
            ),
            h('div', { class: 'buttons' }, make),
            key,
          ]
        : [
            h(
              'p',
              {},
              'This server has no command line to hand out now: it is still being built, or its log says why not.',
            ),
          ]),
    ),
  })
}
