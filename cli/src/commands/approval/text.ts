// An approval as the person reads it who is to decide.
import type { Approval } from '@mission-control/sdk'
import { details, indented } from '../../output/details.ts'
import { stateText } from '../../output/style.ts'
import type { Column } from '../../output/table.ts'
import { oneLine } from '../../output/text.ts'
import { fullTime, money, shortId, when } from '../../output/values.ts'
import type { Session } from '../../session.ts'
import type { NameOf } from '../agent/names.ts'

export const approvalColumns = (session: Session, nameOf: NameOf): Column<Approval>[] => [
  { title: 'ID', value: ({ id }) => shortId(id) },
  {
    title: 'RISK',
    value: ({ risk }) => risk,
    look: (text, { risk }) => text.replace(risk, stateText(session.style, risk)),
  },
  { title: 'ACTION', value: ({ action }) => action, atLeast: 16 },
  { title: 'AGENT', value: ({ agentId }) => nameOf(agentId), atLeast: 8, spare: 1 },
  { title: 'ASKED', value: ({ createdAt }) => when(createdAt, session.now()), spare: 2 },
]

/** All that a decision rests on. */
export function approvalText(session: Session, approval: Approval, nameOf: NameOf): string {
  const { style } = session
  const { id, risk, state, action, agentId, taskId, justification, payload, budget, votes, expiresAt } = approval
  const now = session.now()
  const head = details(style, [
    ['id', id],
    ['risk', stateText(style, risk)],
    ['state', stateText(style, state)],
    ['agent', agentId === null ? null : nameOf(agentId)],
    ['task', taskId],
    ['used up', budget && `${money(budget.spentCostMicros)} of ${money(budget.limitCostMicros)}`],
    ['votes', votesText(approval)],
    ['expires', state === 'pending' ? fullTime(expiresAt, now) : null],
  ])
  const notes = votes.flatMap(({ userName, note }) => (note ? [`  ${oneLine(userName)}: ${oneLine(note)}`] : []))
  return [
    `${style('bold', oneLine(action))}\n${head}${notes.length > 0 ? `\n${notes.join('\n')}` : ''}`,
    ...(justification ? [`${style('bold', 'Why')}\n${indented(justification)}`] : []),
    ...(Object.keys(payload).length > 0
      ? [`${style('bold', 'Exactly this')}\n${indented(JSON.stringify(payload, null, 2))}`]
      : []),
  ].join('\n\n')
}

export function votesText({ votes, requiredVotes }: Approval): string {
  const given = votes.filter(({ decision }) => decision === 'approve').length
  const names = votes.map(({ userName, decision }) => `${oneLine(userName)} ${decision === 'approve' ? 'yes' : 'no'}`)
  return `${given} of ${requiredVotes}${names.length > 0 ? ` (${names.join(', ')})` : ''}`
}
