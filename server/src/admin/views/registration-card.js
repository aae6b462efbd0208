// An agent that asks to join: who it says it is, the code it shows its person, and the two answers.
import { post } from '../lib/api.js'
import { h } from '../lib/dom.js'
import { moment } from '../lib/format.js'
import { avatar } from './bits.js'
import { askText } from './dialogs.js'

/**
 * @param {import('../app.js').App} app
 * @param {import('../lib/types.js').Registration} registration
 */
export function createRegistrationCard({ store, live, act }, registration) {
  const { id, name, description, capabilities, provider, model, runtime, claimCode, createdAt } = registration
  const approve = h(
    'button',
    { type: 'button', class: 'good', onclick: () => void decide(() => post(`/registrations/${id}/approve`)) },
    'Let in',
  )
  const reject = h('button', { type: 'button', class: 'plain', onclick: turnAway }, 'Turn away')

  /** @param {() => Promise<unknown>} decision */
  async function decide(decision) {
    await act(decision, approve)
    live.askForRegistrations()
  }

  async function turnAway() {
    await askText({
      title: `Turn ${name} away`,
      label: 'Why',
      hint: 'The agent reads this on its next poll.',
      submit: 'Turn away',
      required: true,
      danger: true,
      onSubmit: (reason) => post(`/registrations/${id}/reject`, { reason }),
    })
    live.askForRegistrations()
  }

  const facts = [provider, model, runtime].filter((fact) => fact !== null).join(' · ')
  const element = h(
    'article',
    { class: 'approval joins', 'data-registration': id, 'aria-label': `${name} asks to join` },
    h(
      'div',
      { class: 'approval-head' },
      avatar(name),
      h('span', { class: 'clip' }, h('strong', {}, name), ' asks to join'),
      moment(createdAt),
    ),
    h('p', { class: 'claim-code' }, h('span', { class: 'muted' }, 'Claim code '), h('code', {}, claimCode ?? '–')),
    description ? h('p', {}, description) : null,
    facts ? h('p', { class: 'muted' }, facts) : null,
    capabilities.length > 0
      ? h(
          'p',
          { class: 'tags' },
          capabilities.map((capability) => h('span', { class: 'tag' }, capability)),
        )
      : null,
    store.may('operator') ? h('div', { class: 'buttons' }, approve, reject) : null,
  )
  return { element, update() {} }
}
