// The agents of a workspace as a table.
import type { Agent } from '@mission-control/sdk'
import { type Command, Option } from 'commander'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { problemsOf } from '../../contract/check.ts'
import { inputOf, kebab, optionsOf } from '../../contract/option.ts'
import { wrongUsage } from '../../failure.ts'
import { stateText } from '../../output/style.ts'
import { type Column, table } from '../../output/table.ts'
import { shortId, when } from '../../output/values.ts'
import { type Session, take } from '../../session.ts'
import { limitOf, limitOption } from '../limit.ts'

/** Told of beside the table, so that nobody waits unseen. */
const mostWaiting = 20

export function addAgentList(parent: Command, building: Building): void {
  const entry = operation('agents.list')
  const fields = entry.fields.filter(({ name }) => !['limit', 'cursor'].includes(name))
  addCommand<Record<string, unknown>>(parent, building, {
    name: 'list',
    isDefault: true,
    summary: 'list the agents of the workspace; said alone, mission agents does it too',
    options: [
      ...fields.flatMap((field) => optionsOf(field, kebab(field.name))),
      limitOption(),
      new Option('--all', 'all of them'),
    ],
    examples: [
      ['mission agents', 'who is there, and who asks to join'],
      ['mission agents list --presence online --capability git', 'who could take such a task now'],
      ['mission agents --json | jq -r ".[] | select(.paused) | .name"', 'the paused ones, for a script'],
    ],
    async run(session, _args, options) {
      const most = options.all === true ? Infinity : limitOf(options.limit)
      const input = await inputOf(fields, options, kebab, session.terminal)
      const problems = problemsOf(entry, input)
      if (problems.length > 0) throw wrongUsage(`That list cannot be asked for: ${problems.join('; ')}.`)
      const client = await session.client()
      const query = { ...input, limit: Math.min(most, 200) }
      const agents = await session.waiting('reading agents', () =>
        take(client.agents.list(query, session.options), most),
      )
      session.show(agents, () => (agents.length === 0 ? 'No agent.' : agentsTable(session, agents)))
      // Agents may not see registrations, and a script has asked for agents alone.
      if (session.isJson || (await client.me.get({}, session.options)).kind === 'agent') return
      const waiting = await take(client.registrations.list({ state: 'pending' }, session.options), mostWaiting)
      if (waiting.length > 0) {
        const names = waiting.map(({ name, claimCode }) => `${name}${claimCode ? ` (${claimCode})` : ''}`)
        session.note(`\nAsking to join: ${names.join(', ')}. mission agents approve lets one in.`)
      }
    },
  })
}

function agentsTable(session: Session, agents: readonly Agent[]): string {
  const { style } = session
  const columns: Column<Agent>[] = [
    { title: 'ID', value: ({ id }) => shortId(id), spare: 5 },
    { title: 'NAME', value: ({ name }) => name, atLeast: 10 },
    {
      title: 'STATE',
      value: stateOf,
      look: (text, agent) => text.replace(stateOf(agent), stateText(style, stateOf(agent))),
    },
    {
      title: 'TASKS',
      value: ({ openLeases, maxConcurrentTasks }) => `${openLeases}/${maxConcurrentTasks}`,
      right: true,
    },
    { title: 'MODEL', value: ({ model }) => model ?? '', atLeast: 8, spare: 4 },
    { title: 'CAPABILITIES', value: ({ capabilities }) => capabilities.join(', '), atLeast: 12, spare: 2 },
    { title: 'SEEN', value: ({ lastSeenAt }) => when(lastSeenAt, session.now()), spare: 3 },
  ]
  return table(columns, agents, style, session.width)
}

/** What decides whether it works, first. */
function stateOf({ status, paused, draining, presence }: Agent): string {
  if (status === 'deactivated') return status
  if (paused) return 'paused'
  return draining ? 'draining' : presence
}
