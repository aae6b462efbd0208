// One task in full.

import type { Command } from 'commander'
import { Argument } from 'commander'
import { addCommand, type Building } from '../../command.ts'
import { findTask } from './find.ts'
import { taskDetailText } from './text.ts'

export function addTaskShow(parent: Command, building: Building): void {
  addCommand(parent, building, {
    name: 'show',
    summary: 'show one task: state, result, what it waits for',
    args: [new Argument('<id>', 'id of the task, or the end of it')],
    examples: [
      ['mission task show 6C9B1TE4', 'the end of an id will do'],
      ['mission task show tsk_… --json | jq -r .deliverable.content > report.md', 'its result, into a file'],
    ],
    async run(session, [id]) {
      const client = await session.client()
      const detail = await session.waiting('reading the task', async () =>
        client.tasks.get({ taskId: await findTask(session, client, id!) }, session.options),
      )
      session.show(detail, () => taskDetailText(session, detail))
    },
  })
}
