// What happens to one task, as it happens, until it is over. The timeline has the words; the stream says when to look.
import type { MissionControl, TaskDetail, TimelineEntry } from '@mission-control/sdk'
import type { Command } from 'commander'
import { Argument } from 'commander'
import { addCommand, type Building } from '../../command.ts'
import { terminalTaskStates } from '../../contract/catalog.ts'
import { exitCodes } from '../../exit-codes.ts'
import { interrupted } from '../../failure.ts'
import { indented } from '../../output/details.ts'
import { stateText } from '../../output/style.ts'
import { oneLine } from '../../output/text.ts'
import { clockTime, money } from '../../output/values.ts'
import type { Session } from '../../session.ts'
import { findTask } from './find.ts'
import { resultText } from './text.ts'

export function addTaskTail(parent: Command, building: Building): void {
  addCommand(parent, building, {
    name: 'tail',
    summary: 'follow one task until it is over',
    description:
      'Prints what happened to the task and what is written in its thread, then what happens, until it is done, closed, failed or canceled.\n' +
      'Ends with 0 if it is done or closed, with 1 if it failed or was canceled. With --json each line is {"entry": …}, the last one {"outcome": …}.',
    args: [new Argument('<id>', 'id of the task, or the end of it')],
    examples: [
      ['mission task tail 6C9B1TE4 && make deploy', 'goes on once the task is done'],
      ['mission task tail tsk_… --json | jq -c .entry.type', 'as JSON lines'],
    ],
    async run(session, [id]) {
      const client = await session.client()
      return tailTask(session, client, await findTask(session, client, id!))
    },
  })
}

/** @returns the exit code that stands for how the task ended */
export async function tailTask(session: Session, client: MissionControl, taskId: string): Promise<number> {
  let seen = 0
  const showNew = async () => {
    for (const entry of await entriesAfter(session, client, taskId, seen)) {
      session.showNext({ entry }, () => entryText(session, entry))
      seen = entry.seq
    }
    return client.tasks.get({ taskId }, session.options)
  }

  let detail = await showNew()
  if (!isOver(detail)) {
    const ended = new AbortController()
    const signal = AbortSignal.any([session.terminal.signal, ended.signal])
    for await (const event of client.events.stream({ taskId, after: seen, signal })) {
      if (event.seq <= seen) continue
      detail = await showNew()
      if (isOver(detail)) break
    }
    ended.abort()
    if (!isOver(detail)) throw interrupted()
  }
  session.showNext({ outcome: detail }, () => outcomeText(session, detail))
  return ['done', 'closed'].includes(detail.task.state) ? exitCodes.fine : exitCodes.refused
}

const isOver = ({ task }: TaskDetail): boolean => terminalTaskStates.has(task.state)

/** Newest first, until one that is known: a long history is read once. */
async function entriesAfter(session: Session, client: MissionControl, taskId: string, seen: number) {
  const fresh: TimelineEntry[] = []
  const limit = seen === 0 ? 200 : 20
  for await (const entry of client.tasks.timeline({ taskId, sort: '-seq', limit }, session.options)) {
    if (entry.seq <= seen) break
    fresh.push(entry)
  }
  return fresh.reverse()
}

function entryText({ style }: Session, { at, type, summary, message }: TimelineEntry): string {
  const head = `${style('dim', clockTime(at))}  ${oneLine(summary) || type}`
  if (!message) return head
  const { progress, body } = message
  const share = progress
    ? ` ${progress.done}/${progress.total}${progress.label ? ` ${oneLine(progress.label)}` : ''}`
    : ''
  return `${head}${style('cyan', share)}\n${indented(body, 10)}`
}

function outcomeText(session: Session, detail: TaskDetail): string {
  const { task, deliverable } = detail
  const head = `${stateText(session.style, task.state)}, ${money(task.spentCostMicros)} spent`
  const failure = task.error && task.state === 'failed' ? `\n${oneLine(task.error.message)}` : ''
  return `${head}${failure}${deliverable ? `\n\n${resultText(session, deliverable)}` : ''}`
}
