// The tasks of a workspace as a table.
import type { Task } from '@mission-control/sdk'
import type { Command } from 'commander'
import { Option } from 'commander'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { problemsOf } from '../../contract/check.ts'
import { inputOf, kebab, optionsOf } from '../../contract/option.ts'
import { wrongUsage } from '../../failure.ts'
import { stateText } from '../../output/style.ts'
import { type Column, table } from '../../output/table.ts'
import { money, shortId, when } from '../../output/values.ts'
import { type Session, take } from '../../session.ts'
import { agentNames, type NameOf } from '../agent/names.ts'
import { limitOf, limitOption } from '../limit.ts'

export function addTaskList(parent: Command, building: Building): void {
  const entry = operation('tasks.list')
  const fields = entry.fields.filter(({ name }) => !['limit', 'cursor'].includes(name))
  addCommand<Record<string, unknown>>(parent, building, {
    name: 'list',
    summary: 'list tasks, newest first',
    options: [
      ...fields.flatMap((field) => optionsOf(field, kebab(field.name))),
      limitOption(),
      new Option('--all', 'all of them'),
    ],
    examples: [
      ['mission task list --state ready,blocked', 'what waits'],
      ['mission task list --q license --limit 5', 'the newest five whose title has the word'],
      ['mission task list --state failed --all --json | jq -r ".[].id"', 'ids, for a script'],
    ],
    async run(session, _args, options) {
      const most = options.all === true ? Infinity : limitOf(options.limit)
      const input = await inputOf(fields, options, kebab, session.terminal)
      const problems = problemsOf(entry, input)
      if (problems.length > 0) throw wrongUsage(`That list cannot be asked for: ${problems.join('; ')}.`)
      const client = await session.client()
      const query = { ...input, limit: Math.min(most, 200) }
      const tasks = await session.waiting('reading tasks', () => take(client.tasks.list(query, session.options), most))
      const holders = session.isJson ? [] : tasks.map(({ lease }) => lease?.agentId)
      const nameOf = await agentNames(session, client, holders)
      session.show(tasks, () => (tasks.length === 0 ? 'No task.' : tasksTable(session, tasks, nameOf)))
    },
  })
}

/** Ready, but not to be had yet, is as good as not ready. */
const stateWords = ({ state, notBefore }: Task, now: number): string =>
  state === 'ready' && notBefore !== null && Date.parse(notBefore) > now ? `${state} ${when(notBefore, now)}` : state

function tasksTable(session: Session, tasks: readonly Task[], nameOf: NameOf): string {
  const { style } = session
  const columns: Column<Task>[] = [
    { title: 'ID', value: ({ id }) => shortId(id) },
    {
      title: 'STATE',
      value: (task) => stateWords(task, session.now()),
      look: (text, { state }) => text.replace(state, stateText(style, state)),
    },
    { title: 'PRIORITY', value: ({ priority }) => priority, spare: 3, look: (text) => stateText(style, text) },
    { title: 'TITLE', value: ({ title }) => title, atLeast: 12 },
    {
      title: 'AGENT',
      value: ({ lease }) => nameOf(lease?.agentId),
      atLeast: 8,
      spare: 2,
    },
    { title: 'SPENT', value: ({ spentCostMicros }) => money(spentCostMicros), spare: 4, right: true },
    { title: 'CREATED', value: ({ createdAt }) => when(createdAt, session.now()), spare: 5 },
  ]
  return table(columns, tasks, style, session.width)
}
