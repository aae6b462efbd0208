// What people write while the model works, until it has heard it.
import type { TaskContext } from '@mission-control/sdk'

interface Note {
  line: { role: 'user'; content: string }
  wasHeard: () => void
}

/** A message counts as read once the turn it was part of is kept; until then the next run would get it again. */
export function listenTo(ctx: TaskContext) {
  const waiting: Note[] = []
  const taken: Note[] = []
  ctx.onMessage(
    ({ authorName, body }) =>
      new Promise<void>((wasHeard) => {
        waiting.push({ line: { role: 'user', content: `${authorName} writes: ${body}` }, wasHeard })
      }),
  )
  return {
    take() {
      taken.push(...waiting.splice(0))
      return taken.map(({ line }) => line)
    },
    wereHeard() {
      for (const { wasHeard } of taken.splice(0)) wasHeard()
    },
  }
}
