// One thing that must not happen before a person says so: everything needed to decide, and the two answers.
import { get, post } from '../lib/api.js'
import { fillIfChanged, h, setText } from '../lib/dom.js'
import { moment, money, parseDollars } from '../lib/format.js'
import { markdown } from '../lib/markdown.js'
import { riskPill, taskLink } from './bits.js'
import { showNote } from './notices.js'

/** @typedef {import('../lib/types.js').Approval} Approval */

/**
 * @param {import('../app.js').App} app
 * @param {Approval} approval
 * @param {{ isCompact?: boolean }} [options]
 */
export function createApprovalCard(app, approval, { isCompact = false } = {}) {
  const { store, act } = app
  const isOperator = store.may('operator')
  const heading = h('div', { class: 'approval-head' })
  const votes = h('div', { class: 'votes' })
  const count = h('span', { class: 'vote-count' })
  const note = h('textarea', {
    rows: 2,
    maxlength: 2000,
    'aria-label': 'Note for the agent',
    placeholder: 'Note for the agent (needed to deny)',
  })
  const grant = grantField(app, approval)
  const noteBox = h('div', { class: 'note-box', hidden: isCompact }, note)
  const approve = h('button', { type: 'button', class: 'good', onclick: () => void sayYes() }, 'Approve')
  const deny = h('button', { type: 'button', class: 'plain', onclick: () => void sayNo() }, 'Deny')
  const element = h(
    'article',
    {
      class: `approval risk-${approval.risk.toLowerCase()}`,
      'data-approval': approval.id,
      'aria-label': `Approval: ${approval.action}`,
    },
    heading,
    h('p', { class: 'action' }, approval.action),
    isCompact ? shortPayload(approval) : payloadElement(approval),
    approval.justification ? h('div', { class: 'why' }, markdown(approval.justification)) : null,
    budgetFacts(approval),
    votes,
    h(
      'div',
      { class: 'answer' },
      isOperator && grant?.element,
      isOperator && noteBox,
      h('div', { class: 'buttons' }, isOperator && [approve, deny], count),
    ),
  )

  async function sayYes() {
    /** @type {{ note?: string, grantCostMicros?: number }} */
    const body = note.value.trim() === '' ? {} : { note: note.value.trim() }
    const granted = grant?.micros()
    if (granted === null) return showNote('The grant is no amount: write dollars, such as 2.50.')
    if (granted !== undefined) body.grantCostMicros = granted
    const taken = await act(async () => {
      const after = /** @type {Approval} */ (await post(`/approvals/${approval.id}/approve`, body))
      if (after.state === 'pending') showNote('Your vote is in. Another person has to agree.')
      update(after)
    }, approve)
    if (!taken) await refresh()
  }

  async function sayNo() {
    if (note.value.trim() === '') {
      noteBox.hidden = false
      note.setAttribute('aria-invalid', 'true')
      note.placeholder = 'Why not, and what to do instead?'
      return note.focus()
    }
    const taken = await act(() => post(`/approvals/${approval.id}/deny`, { note: note.value.trim() }), deny)
    if (!taken) await refresh()
  }

  /** Somebody else may have been faster. */
  const refresh = () => act(async () => update(await get(`/approvals/${approval.id}`)))

  /** @param {Approval} now */
  function update(now) {
    const asker = now.agentId ? store.agentName(now.agentId) : 'The server'
    fillIfChanged(heading, [asker, store.taskTitle(now.taskId), now.state], () => [
      riskPill(now.risk),
      h('span', { class: 'clip' }, h('strong', {}, asker), ' on ', taskLink(now.taskId, store.taskTitle(now.taskId))),
      moment(now.createdAt),
    ])
    fillIfChanged(votes, now.votes, () =>
      now.votes.map(({ userName, decision, note }) =>
        h(
          'p',
          { class: 'muted' },
          `${userName} ${decision === 'approve' ? 'agreed' : 'refused'}${note ? `: ${note}` : ''}`,
        ),
      ),
    )
    setText(count, standing(now))
    approve.hidden = now.state !== 'pending'
    deny.hidden = now.state !== 'pending'
  }

  update(approval)
  return { element, update }
}

/** @param {Approval} approval */
function standing({ risk, requiredVotes, votes, state }) {
  if (state !== 'pending') return `Already ${state}`
  return risk === 'RED' ? `${votes.length} of ${requiredVotes} votes` : ''
}

/** @param {Approval} approval */
function payloadElement({ payload, kind }) {
  if (kind === 'budget' || Object.keys(payload).length === 0) return null
  return h(
    'pre',
    { class: 'payload', tabindex: 0, 'aria-label': 'What would be executed' },
    JSON.stringify(payload, null, 2),
  )
}

/** The first lines of it, opening to all of it: nobody should say yes to what they have not seen. @param {Approval} approval */
function shortPayload(approval) {
  const whole = payloadElement(approval)
  if (whole === null) return null
  const lines = Object.entries(approval.payload).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return h('details', { class: 'short-payload' }, h('summary', {}, h('code', {}, lines.join('\n'))), whole)
}

/** @param {Approval} approval */
function budgetFacts({ budget }) {
  if (!budget) return null
  return h(
    'p',
    { class: 'facts' },
    `${money(budget.spentCostMicros)} spent of a limit of ${money(budget.limitCostMicros)}`,
  )
}

/**
 * Only the budget of a task can be added to: that of a run starts afresh with the next run.
 * @param {import('../app.js').App} app @param {Approval} approval
 */
function grantField({ store }, { id, kind, budget }) {
  if (kind !== 'budget' || !budget) return null
  const scope = store.budgets.find((detail) => detail.budget.id === budget.budgetId)?.budget.scope ?? 'task'
  if (scope !== 'task') return null
  const overrun = Math.max(0, budget.spentCostMicros - budget.limitCostMicros)
  const usual = budget.limitCostMicros + overrun
  const input = h('input', { id: `grant-${id}`, inputmode: 'decimal', value: String(usual / 1_000_000) })
  return {
    element: h('label', { class: 'grant', for: `grant-${id}` }, 'Grant in dollars, on top', input),
    micros: () => parseDollars(input.value),
  }
}
