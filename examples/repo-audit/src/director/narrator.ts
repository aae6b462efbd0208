// Tells at the terminal how the cards move: one line when an agent takes a task, one when it hands it in.
import type { Event } from '@mission-control/sdk'
import type { Actor } from './cast.ts'
import type { Board } from './board.ts'
import type { Stage } from './stage.ts'
import { paint, plain } from './terminal.ts'

const longestSummary = 140

export function narrate({ watch, terminal }: Stage, actors: Actor[], { audits, summary }: Board): void {
  const titles = new Map([...audits, summary].map(({ id, title }) => [id, title]))
  const names = new Map(actors.map(({ agent }) => [agent.id, agent.name]))
  const longestName = Math.max(...actors.map(({ agent }) => agent.name.length))
  const tell = (event: Event) => {
    const title = titles.get(event.taskId ?? '')
    if (title === undefined) return
    const words = sentenceFor(event, title)
    const name = names.get(event.agentId ?? '') ?? ''
    if (words !== undefined) terminal.say(`${paint('cyan', name.padEnd(longestName))}  ${words}`)
  }
  for (const event of watch.events) tell(event)
  watch.listen(tell)
}

function sentenceFor({ type, payload }: Event, title: string): string | undefined {
  switch (type) {
    case 'task.claimed':
      return `takes    ${title}`
    case 'task.completed':
      return `${paint('green', 'hands in')} ${shorten(plain(String(payload.summary ?? title)))}`
    case 'task.retried':
    case 'task.failed':
      return `${paint('red', 'fails   ')} ${title}: ${plain(String((payload.error as { message?: string })?.message))}`
    default:
      return undefined
  }
}

const shorten = (text: string): string =>
  text.length > longestSummary ? `${text.slice(0, longestSummary - 1)}…` : text
