// What a person wants to know of an event, in a line or two.
import { stripVTControlCharacters } from 'node:util'
import type { Event, EventType, MissionControl, Task } from '@mission-control/sdk'

export interface Notification {
  kind: 'done' | 'failed' | 'waits' | 'budget'
  text: string
  /** What to do about it. */
  hint?: string
}

type Teller = (event: Event, task: Task | undefined) => Notification | undefined

const tellers: Partial<Record<EventType, Teller>> = {
  'task.completed': (event, task) => ({ kind: 'done', text: name(event, task) }),
  'task.failed': (event, task) => ({ kind: 'failed', text: `${name(event, task)}: ${oneLine(task?.error?.message)}` }),
  'task.blocked': (event, task) => ({ kind: 'waits', text: `${name(event, task)} is blocked` }),
  'task.submitted': (event, task) => ({ kind: 'waits', text: `${name(event, task)} is handed in for review` }),

  'approval.requested'({ payload, ...event }, task) {
    // GREEN waits for nobody.
    if (payload.risk === 'GREEN') return undefined
    const asked = `${payload.risk}: ${oneLine(payload.action)}`
    return { kind: 'waits', text: `${name(event, task)}: ${asked}`, hint: `mission approve ${payload.approvalId}` }
  },

  'question.asked': ({ payload, ...event }, task) => ({
    kind: 'waits',
    text: `${name(event, task)}: ${oneLine(payload.question)}`,
    hint: `mission answer ${payload.questionId}`,
  }),

  'budget.warned'({ payload }) {
    const { scope, spentCostMicros, limitCostMicros } = payload
    return { kind: 'budget', text: `${dollars(spentCostMicros)} of ${dollars(limitCostMicros)} of the ${scope} budget` }
  },
}

/** The events it takes to tell. */
export const types = Object.keys(tellers) as EventType[]

/** @returns undefined if there is nothing to tell */
export async function notificationOf(event: Event, missionControl: MissionControl): Promise<Notification | undefined> {
  const { taskId } = event
  // A server that is away just now is no reason to stay silent.
  const found = taskId === null ? undefined : await missionControl.tasks.get({ taskId }).catch(() => undefined)
  return tellers[event.type as EventType]?.(event, found?.task)
}

const name = ({ taskId }: Pick<Event, 'taskId'>, task: Task | undefined): string => oneLine(task?.title ?? taskId)

const dollars = (micros: unknown): string => `$${(Number(micros) / 1_000_000).toFixed(2)}`

/** Agents wrote it: nothing of it may move the cursor, colour the screen or fill it. */
const oneLine = (text: unknown): string =>
  stripVTControlCharacters(String(text ?? ''))
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .slice(0, 200)
