// Something an agent needs to know: a button for each answer it suggests, and room for one's own words.
import { get, post } from '../lib/api.js'
import { fillIfChanged, h, setText } from '../lib/dom.js'
import { moment } from '../lib/format.js'
import { markdown } from '../lib/markdown.js'
import { questionPill, taskLink } from './bits.js'

/** @typedef {import('../lib/types.js').Question} Question */

/**
 * @param {import('../app.js').App} app
 * @param {Question} question
 */
export function createQuestionCard(app, question) {
  const { store, act } = app
  const heading = h('div', { class: 'approval-head' })
  const standing = h('p', { class: 'muted' })
  const text = h('textarea', {
    rows: 1,
    maxlength: 5000,
    'aria-label': 'Answer in your own words',
    placeholder: question.options.length > 0 ? 'Or in your own words …' : 'Your answer …',
  })
  const send = h('button', { type: 'submit', class: 'plain' }, 'Answer')
  const options = question.options.map((option) => {
    const button = h(
      'button',
      { type: 'button', class: 'plain option', onclick: () => void say(button, option) },
      option,
    )
    return button
  })
  const form = h(
    'form',
    {
      class: 'answer',
      onsubmit(/** @type {Event} */ event) {
        event.preventDefault()
        if (text.value.trim() === '') return text.focus()
        void say(send)
      },
      onkeydown(/** @type {KeyboardEvent} */ event) {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.requestSubmit(send)
      },
    },
    options.length > 0 && h('div', { class: 'buttons', role: 'group', 'aria-label': 'Suggested answers' }, options),
    h('div', { class: 'own-words' }, text, send),
  )
  const element = h(
    'article',
    { class: 'approval question', 'data-question': question.id, 'aria-label': `Question: ${question.question}` },
    heading,
    h('p', { class: 'action' }, question.question),
    question.context ? h('div', { class: 'why' }, markdown(question.context)) : null,
    store.may('operator') && form,
    standing,
  )

  /** What was written goes along with the option that is chosen. @param {HTMLButtonElement} button @param {string} [option] */
  async function say(button, option) {
    const words = text.value.trim()
    const answer = { ...(option === undefined ? {} : { option }), ...(words === '' ? {} : { text: words }) }
    const taken = await act(async () => update(await post(`/questions/${question.id}/answer`, answer)), button)
    // Somebody else may have been faster.
    if (!taken) await act(async () => update(await get(`/questions/${question.id}`)))
  }

  /** @param {Question} now */
  function update(now) {
    const asker = store.agentName(now.agentId)
    fillIfChanged(heading, [asker, store.taskTitle(now.taskId), now.state], () => [
      questionPill(),
      h('span', { class: 'clip' }, h('strong', {}, asker), ' on ', taskLink(now.taskId, store.taskTitle(now.taskId))),
      moment(now.createdAt),
    ])
    form.hidden = now.state !== 'pending'
    standing.hidden = now.state === 'pending'
    setText(standing, now.answer ? `${now.answer.userName}: ${answerWords(now)}` : `Already ${now.state}`)
  }

  update(question)
  return { element, update }
}

/** @param {Question} question */
export const answerWords = ({ answer }) => [answer?.option, answer?.text].filter((part) => part != null).join(' — ')
