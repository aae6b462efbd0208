// Tells at the terminal how the cards move: one line when an agent takes a task, one when it hands it in.
import type { Event } from '@mission-control/sdk'
import type { Board } from './board.ts'
import type { Actor } from './cast.ts'
import type { Stage } from './stage.ts'
import { type Format, paint, plain } from './terminal.ts'

/** With the spaces around it. */
const widthOfVerb = 8

export function narrate({ watch, terminal }: Stage, actors: Actor[], { audits, summary }: Board): void {
  const titles = new Map([...audits, summary].map(({ id, title }) => [id, title]))
  const names = new Map(actors.map(({ agent }) => [agent.id, agent.name]))
  const longestName = Math.max(...actors.map(({ agent }) => agent.name.length))
  const tell = (event: Event) => {
    const title = titles.get(event.taskId ?? '')
    const words = title === undefined ? undefined : wordsFor(event, title)
    if (!words) return
    const name = (names.get(event.agentId ?? '') ?? '').padEnd(longestName)
    const { verb, format, text } = words
    // What is said is cut to one line; what was found stands in the reports.
    const room = terminal.width - longestName - widthOfVerb
    terminal.say(`${paint('cyan', name)}  ${paint(format, verb.padEnd(5))} ${shorten(plain(text), room)}`)
  }
  for (const event of watch.events) tell(event)
  watch.listen(tell)
}

function wordsFor({ type, payload }: Event, title: string): { verb: string; format: Format; text: string } | undefined {
  switch (type) {
    case 'task.claimed':
      return { verb: 'takes', format: 'yellow', text: title }
    case 'task.completed':
      return { verb: 'done:', format: 'green', text: String(payload.summary ?? title) }
    case 'task.retried':
    case 'task.failed':
      return { verb: 'fails', format: 'red', text: `${title}: ${(payload.error as { message?: string })?.message}` }
    default:
      return undefined
  }
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
