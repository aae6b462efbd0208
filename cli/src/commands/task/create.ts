// A task from the shell: every field of the contract is an option.
import type { CreateTask } from '@mission-control/sdk'
import type { Command } from 'commander'
import { Argument, Option } from 'commander'
import { addCommand, type Building } from '../../command.ts'
import { operation } from '../../contract/catalog.ts'
import { problemsOf } from '../../contract/check.ts'
import { inputOf, kebab, optionsOf } from '../../contract/option.ts'
import { wrongUsage } from '../../failure.ts'
import { parseTime } from '../../output/values.ts'
import { tailTask } from './tail.ts'
import { taskText } from './text.ts'

export function addTaskCreate(parent: Command, building: Building): void {
  const entry = operation('tasks.create')
  const fields = entry.fields.filter(({ name }) => name !== 'title')
  const times = fields.filter(({ schema }) => schema.format === 'date-time').map(({ name }) => name)
  addCommand<Record<string, unknown>>(parent, building, {
    name: 'create',
    summary: 'create a task',
    description: `${entry.description}\nTimes may also be a day (2026-03-20) or a span from now (2h, 3d). JSON may be @file.json, or - for what comes in.`,
    args: [new Argument('<title>', 'what is to be done, in one line')],
    options: [
      ...fields.flatMap((field) => optionsOf(field, kebab(field.name))),
      new Option('--tail', 'then follow it until it is over, as mission task tail does'),
    ],
    examples: [
      ['mission task create "Audit the licenses" --type audit --priority high --labels legal,q2', 'ready at once'],
      [
        'mission task create "Nightly report" --input @report.json --not-before 8h --budget-cost-micros 1500000',
        'later, with a limit of $1.50',
      ],
      [
        'git log -1 --format=%B | jq -Rs "{message: .}" | mission task create "Review" --input - --requires-review',
        'input from a pipe',
      ],
    ],
    async run(session, [title], options) {
      const { terminal } = session
      for (const name of times) {
        const given = options[name]
        if (typeof given === 'string') options[name] = parseTime(given, session.now(), 1) ?? given
      }
      const input = { title, ...(await inputOf(fields, options, kebab, terminal)) }
      const problems = problemsOf(entry, input)
      if (problems.length > 0)
        throw wrongUsage(`The task is not right: ${problems.join('; ')}.`, 'mission task create --help')
      const client = await session.client()
      const task = await session.waiting('creating the task', () =>
        client.tasks.create(input as CreateTask, session.options),
      )
      if (options.tail === true) {
        session.note(`Created ${task.id}.`)
        return tailTask(session, client, task.id)
      }
      session.show(task, () => taskText(session, task))
    },
  })
}
