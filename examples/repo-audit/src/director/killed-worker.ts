// Scene: an agent dies in the middle of its work. Its lease runs out, its card goes back and to another agent, and what the
// dead one had on its way is refused.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Event, LeaseLostError, MissionControl, type Task } from '@mission-control/sdk'
import { readKey } from '../worker/identity.ts'
import { type Actor, enter } from './cast.ts'
import type { Stage } from './stage.ts'
import { paint } from './terminal.ts'

export interface Victim {
  actor: Actor
  /** As it was when its holder died. */
  task: Task
}

/** After its first report of what it used; the rest of its work takes longer than this. */
const deathAfterMs = 500
const mostTries = 3

/** @throws Error if it never holds a task when it dies */
export async function killInTheMiddle(stage: Stage, actor: Actor): Promise<Victim> {
  const { admin, watch, terminal } = stage
  let victim = actor
  let lastSeq = 0
  for (let tries = 0; tries < mostTries; tries++) {
    const hasDone = (type: string) => (event: Event) =>
      event.type === type && event.agentId === actor.agent.id && event.seq > lastSeq
    const claimed = await watch.until(`${actor.role.name} to take a task`, hasDone('task.claimed'))
    await watch.until(`${actor.role.name} to tell what it used`, hasDone('usage.reported'))
    await sleep(deathAfterMs)
    const { pid } = victim.child
    await victim.child.kill()
    const { task } = await admin.tasks.get({ taskId: claimed.taskId ?? '' })
    if (task.state === 'in_progress' && task.lease?.agentId === actor.agent.id) {
      terminal.say(
        paint('red', `kill -9 ${pid}: ${actor.role.name} is dead in the middle of “${task.title}”.`) +
          ` Its lease lasts ${actor.role.leaseSeconds} seconds at most.`,
      )
      return { actor, task }
    }
    lastSeq = watch.events.at(-1)?.seq ?? 0
    // It was quicker than we: with its stored key it comes back as who it was, for another try.
    victim = await enter(stage, actor.role)
  }
  throw new Error(`${actor.role.name} was killed ${mostTries} times and never held a task.`)
}

/** Waits until another holds the card, then lets the dead one's last words arrive. */
export async function lateWrite(stage: Stage, { actor, task }: Victim): Promise<void> {
  const { watch, terminal, promises } = stage
  const isOfTask = (type: string) => (event: Event) => event.type === type && event.taskId === task.id
  await watch.until('the lease of the dead one to run out', isOfTask('task.expired'))
  terminal.say(paint('yellow', `The lease of ${actor.role.name} ran out: “${task.title}” is back in the queue.`))
  const heir = await watch.until(
    'another agent to take its card',
    (event) => isOfTask('task.claimed')(event) && event.agentId !== actor.agent.id,
  )
  const refusal = await handInAsTheDead(stage, { actor, task })
  terminal.say(paint('red', `The late hand-in of ${actor.role.name} is refused: ${refusal}`))
  promises.check(
    `${actor.role.name} was killed at work, its lease ran out and its card went to another`,
    heir.agentId !== null,
  )
  promises.check(`what the dead one wrote late was refused: ${refusal}`, refusal.startsWith('lease_lost'))
}

async function handInAsTheDead({ server }: Stage, { actor, task }: Victim): Promise<string> {
  const ghost = new MissionControl({ baseUrl: server.url, apiKey: (await readKey(actor.keyFile)) ?? '' })
  try {
    await ghost.tasks.complete({ taskId: task.id, fence: task.fence, summary: 'Done, said the dead.' })
    return 'it was taken'
  } catch (error) {
    if (error instanceof LeaseLostError) return `${error.code}, because its lease is over (${error.reason})`
    throw error
  }
}

/** At the end: what another did counts, and an attempt was counted. */
export async function checkHeir({ admin, promises }: Stage, { actor, task }: Victim): Promise<void> {
  const { task: now, deliverable } = await admin.tasks.get({ taskId: task.id })
  const isHeirs = deliverable !== null && deliverable.agentId !== actor.agent.id
  promises.check(
    `“${task.title}” was done by the other in its second attempt`,
    now.state === 'done' && isHeirs && now.attempts === 1 && now.fence > task.fence,
  )
}
