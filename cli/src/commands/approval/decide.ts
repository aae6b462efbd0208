// Saying yes or no to what agents ask. With an id it is said at once; without one, the person sees what they decide on first.
import type { Approval, MissionControl } from '@mission-control/sdk'
import { Argument, type Command, type Option } from 'commander'
import { type Ask, withQuestions } from '../../ask.ts'
import { askForText, choose, confirmed, needsSomebody } from '../../choose.ts'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { inputOf, kebab, optionsOf } from '../../contract/option.ts'
import { interrupted, notFound, wrongUsage } from '../../failure.ts'
import { named, resolveId } from '../../ids.ts'
import { stateText } from '../../output/style.ts'
import { oneLine } from '../../output/text.ts'
import { type Session, take } from '../../session.ts'
import { canAsk } from '../../terminal.ts'
import { agentNames } from '../agent/names.ts'
import { approvalColumns, approvalText, votesText } from './text.ts'

interface Decision {
  /** The field that may not be missing, and how it is asked for. */
  readonly asks?: readonly [field: string, question: string]
  send(client: MissionControl, approvalId: string, input: Record<string, unknown>, session: Session): Promise<Approval>
}

const kinds = {
  approve: {
    send: (client, approvalId, input, session) => client.approvals.approve({ approvalId, ...input }, session.options),
  },
  deny: {
    asks: ['note', 'Why not, and what to do instead? '],
    send: (client, approvalId, input, session) =>
      client.approvals.deny({ approvalId, note: '', ...input }, session.options),
  },
} satisfies Record<string, Decision>

type Kind = keyof typeof kinds

export function addApprove(program: Command, building: Building): void {
  addDecision(program, building, 'approve', 'say yes to what an agent asks to do', [
    ['mission approve', 'shows what waits and asks which'],
    ['mission approve 6C9B1TE4 --note "Only on main."', 'the end of an id will do'],
    ['mission approve 7QZ2M4XC --grant-cost-micros 2000000', 'two dollars more for what used up its budget'],
  ])
}

export function addDeny(program: Command, building: Building): void {
  addDecision(program, building, 'deny', 'say no to what an agent asks to do', [
    ['mission deny', 'shows what waits and asks which, and why not'],
    ['mission deny 6C9B1TE4 --note "Write to the maintainers instead."', 'the agent reads the note'],
  ])
}

type Examples = readonly (readonly [string, string])[]

function addDecision(program: Command, building: Building, kind: Kind, summary: string, examples: Examples): void {
  const entry = operation(`approvals.${kind}`)
  const fields = entry.fields.filter(({ name }) => name !== 'approvalId')
  const options: Option[] = fields.flatMap((field) => optionsOf(field, kebab(field.name)))
  addCommand<Record<string, unknown>>(program, building, {
    name: kind,
    summary,
    description: `${entry.description}\nWithout an id it shows what waits and asks which; needs a terminal.`,
    args: [new Argument('[id]', 'id of the approval, or the end of it')],
    options,
    examples,
    async run(session, [id], given) {
      const input = await inputOf(fields, given, kebab, session.terminal)
      const client = await session.client()
      const approval = await decide(session, client, kind, id, input)
      session.show(approval, () => decidedText(session, approval))
    },
  })
}

async function decide(
  session: Session,
  client: MissionControl,
  kind: Kind,
  id: string | undefined,
  input: Record<string, unknown>,
): Promise<Approval> {
  const decision: Decision = kinds[kind]
  const [field, question] = decision.asks ?? []
  const isMissing = field !== undefined && input[field] === undefined
  if (id === undefined) {
    needsSomebody(session, `Name the approval to ${kind}.`, 'mission api approvals.list --state pending lists them.')
    return withQuestions(session.terminal, async (ask) => {
      const approvalId = await pick(session, client, ask)
      if (field && question && isMissing) input[field] = await askForText(ask, question)
      else if (!(await confirmed(ask, `Shall I ${kind} it?`))) throw interrupted()
      return decision.send(client, approvalId, input, session)
    })
  }
  if (field && question && isMissing) {
    if (!canAsk(session.terminal)) throw wrongUsage(`Say why with --${field}: the agent reads it.`)
    input[field] = await withQuestions(session.terminal, (ask) => askForText(ask, question))
  }
  const approvalId = await resolveId(id, 'approval', () =>
    named(client.approvals.list({ limit: 200 }, session.options), ({ action }) => action),
  )
  return session.waiting('deciding', () => decision.send(client, approvalId, input, session))
}

async function pick(session: Session, client: MissionControl, ask: Ask): Promise<string> {
  const query = { state: 'pending', sort: 'createdAt', limit: 100 } as const
  const { pending, nameOf } = await session.waiting('reading what waits', async () => {
    const pending = await take(client.approvals.list(query, session.options), 100)
    const nameOf = await agentNames(
      session,
      client,
      pending.map(({ agentId }) => agentId),
    )
    return { pending, nameOf }
  })
  if (pending.length === 0) throw notFound('No approval waits.')
  const approval = await choose(session, ask, pending, approvalColumns(session, nameOf))
  session.note(`\n${approvalText(session, approval, nameOf)}\n`)
  return approval.id
}

function decidedText({ style }: Session, approval: Approval): string {
  const { state, action } = approval
  const more = state === 'pending' ? `; ${votesText(approval)} votes, it waits for a second person` : ''
  return `${stateText(style, state)}: ${oneLine(action)}${more}`
}
