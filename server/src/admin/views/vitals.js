// The four figures one wants to know first.
import { fillIfChanged, h } from '../lib/dom.js'
import { figure, money, plural } from '../lib/format.js'

/** @param {import('../app.js').App} app */
export function createVitals({ store }) {
  const element = h('dl', { class: 'vitals' })

  function agents() {
    const all = [...store.agents.values()].filter(({ status }) => status === 'active')
    const online = all.filter(({ presence }) => presence === 'online')
    const working = online.filter(({ openLeases }) => openLeases > 0)
    const paused = all.filter((agent) => agent.paused || agent.draining)
    const parts = [`${working.length} working`, paused.length > 0 && `${paused.length} paused`, `${all.length} in all`]
    return vital('Agents online', figure(online.length), parts)
  }

  function waiting() {
    const { approvals, questions, registrations } = store
    const reviews = count('review')
    const parts = [
      approvals.length > 0 && plural(approvals.length, 'approval'),
      questions.length > 0 && plural(questions.length, 'question'),
      reviews > 0 && plural(reviews, 'review'),
      registrations.length > 0 && `${figure(registrations.length)} to let in`,
    ]
    const total = approvals.length + questions.length + registrations.length + reviews
    return vital(
      'Waiting for people',
      figure(total),
      total === 0 ? ['nothing to decide'] : parts,
      total > 0 ? 'ask' : '',
    )
  }

  const work = () =>
    vital('In progress', figure(count('in_progress')), [
      `${figure(count('ready'))} ready`,
      `${figure(count('backlog'))} in the backlog`,
    ])

  function spend() {
    const { stats } = store
    if (!stats) return vital('Spent today', '–', [])
    const { failed } = stats.byStatus
    return vital('Spent today', money(stats.spentCostMicros), [
      plural(stats.total, 'run'),
      failed > 0 && `${figure(failed)} failed`,
    ])
  }

  /** @param {import('../lib/types.js').TaskState} state */
  const count = (state) => store.counts?.[state].count ?? 0

  return {
    element,
    render() {
      const all = [agents(), work(), waiting(), spend()]
      fillIfChanged(element, all, () =>
        all.map(({ name, value, parts, tone }) =>
          h(
            'div',
            { class: tone },
            h('dt', {}, name),
            h('dd', {}, h('strong', {}, value), h('span', {}, parts.join(' · '))),
          ),
        ),
      )
    },
  }
}

/** @param {string} name @param {string} value @param {(string | false)[]} parts @param {string} [tone] */
const vital = (name, value, parts, tone = '') => ({ name, value, parts: parts.filter((part) => part !== false), tone })
