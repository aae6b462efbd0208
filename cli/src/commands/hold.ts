// Stopping a task or an agent for a while, and letting it go on.
import type { Agent, MissionControl, Task } from '@mission-control/sdk'
import { Argument, type Command, Option } from 'commander'
import { withQuestions } from '../ask.ts'
import { askForText } from '../choose.ts'
import { addCommand, type Building } from '../command.ts'
import { wrongUsage } from '../failure.ts'
import { type Named, resolveId } from '../ids.ts'
import { stateText } from '../output/style.ts'
import { oneLine } from '../output/text.ts'
import type { Session } from '../session.ts'
import { canAsk } from '../terminal.ts'

const target = () =>
  new Argument('<task or agent>', 'id of a task or an agent, or the end of it; or the name of an agent')

export function addPause(program: Command, building: Building): void {
  addCommand<{ reason?: string }>(program, building, {
    name: 'pause',
    summary: 'stop a task, or an agent with all it works on',
    description:
      'A task that is being worked on is taken from its agent and waits, no attempt is counted. An agent gets no more tasks,\n' +
      'and those it works on wait. Lasts until mission resume.',
    args: [target()],
    options: [new Option('--reason <text>', 'why; the agent is told [required]')],
    examples: [
      ['mission pause auditor --reason "Its last pull requests broke the build."', 'an agent, by its name'],
      ['mission pause 6C9B1TE4 --reason "Wait for the new lock file."', 'a task, by the end of its id'],
    ],
    async run(session, [text], { reason: given }) {
      if (given === undefined && !canAsk(session.terminal))
        throw wrongUsage('Say why with --reason: the agent is told.')
      const client = await session.client()
      const id = await find(session, client, text!)
      const reason = given ?? (await withQuestions(session.terminal, (ask) => askForText(ask, 'Why? ')))
      const paused = await session.waiting(
        'pausing',
        async (): Promise<Agent | Task> =>
          isAgent(id)
            ? client.agents.pause({ agentId: id, reason }, session.options)
            : client.tasks.pause({ taskId: id, reason }, session.options),
      )
      session.show(paused, () => stateLine(session, paused))
    },
  })
}

export function addResume(program: Command, building: Building): void {
  addCommand(program, building, {
    name: 'resume',
    summary: 'let a paused task or agent go on',
    description:
      'Lifts what mission pause did, of an agent also its draining. Where something else holds it too, such as a budget, it\n' +
      'stays paused, and the answer says by what.',
    args: [target()],
    examples: [
      ['mission resume auditor', 'an agent, by its name'],
      ['mission resume 6C9B1TE4', 'a task, by the end of its id'],
    ],
    async run(session, [text]) {
      const client = await session.client()
      const id = await find(session, client, text!)
      if (isAgent(id)) return resumeAgent(session, client, id)
      const resumed = await session.waiting('resuming', () => client.tasks.resume({ taskId: id }, session.options))
      session.show(resumed, () => stateLine(session, resumed))
    },
  })
}

/** An agent that nothing holds is no error, for the end is what was wanted; it is said. */
async function resumeAgent(session: Session, client: MissionControl, agentId: string): Promise<void> {
  const { before, after } = await session.waiting('resuming', async () => ({
    before: await client.agents.get({ agentId }, session.options),
    after: await client.agents.resume({ agentId }, session.options),
  }))
  const isIdle = !before.paused && !before.draining
  session.show(after, () => `${stateLine(session, after)}${isIdle ? ' (it was not paused)' : ''}`)
}

const isAgent = (id: string): boolean => id.startsWith('agt_')

function find(session: Session, client: MissionControl, text: string): Promise<string> {
  return resolveId(
    text,
    'task or agent',
    async function* (): AsyncGenerator<Named> {
      for await (const { id, name } of client.agents.list({ limit: 200 }, session.options)) yield { id, label: name }
      for await (const { id, title } of client.tasks.list({ limit: 200 }, session.options)) yield { id, label: title }
    },
    'its id, or the end of it; or the name of an agent',
  )
}

function stateLine({ style }: Session, held: Agent | Task): string {
  if (!('name' in held)) return `${stateText(style, held.state)}: ${oneLine(held.title)}`
  const { name, paused, draining, presence, holds } = held
  const state = paused ? 'paused' : draining ? 'draining' : presence
  const causes = holds.map(({ cause, reason }) => `${cause}${reason === null ? '' : `: ${oneLine(reason)}`}`)
  return `${stateText(style, state)}: ${oneLine(name)}${causes.length > 0 ? ` (${causes.join('; ')})` : ''}`
}
