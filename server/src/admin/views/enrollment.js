// An enrollment token: made here, shown once, with the lines that start an agent with it.
import { post } from '../lib/api.js'
import { h } from '../lib/dom.js'
import { listOf } from '../lib/input.js'
import { copyLine } from './copy.js'
import { field, openDialog, openForm } from './dialogs.js'
import { waysElement } from './empty-board.js'

/** @param {import('../app.js').App} app */
export async function openEnrollment({ store }) {
  /** @type {string | null} */
  let secret = null
  const taken = await openForm({
    title: 'New enrollment token',
    submit: 'Make the token',
    fields: [
      h(
        'p',
        { class: 'hint' },
        'An agent that shows this token joins at once, without anybody approving it. It works for a day.',
      ),
      field({
        name: 'name',
        label: 'What it is for',
        input: h('input', { required: true, maxlength: 100, value: 'New agents' }),
      }),
      field({
        name: 'uses',
        label: 'How many agents may join with it',
        input: h('input', { type: 'number', min: 1, max: 10_000, value: 1, required: true }),
      }),
      field({
        name: 'capabilities',
        label: 'Capabilities granted',
        hint: 'Separated by commas or spaces; left empty, each agent gets what it asks for.',
        input: h('input', { placeholder: 'typescript, lang:de' }),
      }),
    ],
    async onSubmit({ name, uses, capabilities }) {
      const granted = listOf(capabilities)
      const created = await post('/enrollment-tokens', {
        name,
        uses: Number(uses),
        ...(granted.length > 0 ? { capabilities: granted } : {}),
      })
      secret = created.secret
    },
  })
  if (!taken || secret === null) return
  openDialog({
    title: 'Enrollment token',
    wide: true,
    content: h(
      'div',
      { class: 'dialog-body' },
      h('p', {}, h('strong', {}, 'Copy it now: '), 'it is shown only this once and stored only as a hash.'),
      copyLine(secret, 'Copy the token'),
      waysElement(store, secret),
    ),
  })
}
