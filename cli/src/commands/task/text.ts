// A task as people read it.
import type { Task, TaskDetail } from '@mission-control/sdk'
import { details, indented } from '../../output/details.ts'
import { stateText } from '../../output/style.ts'
import { oneLine } from '../../output/text.ts'
import { fullTime, money } from '../../output/values.ts'
import type { Session } from '../../session.ts'

export function taskText(session: Session, task: Task): string {
  const { style } = session
  const now = session.now()
  const blocked = task.blocked && [task.blocked.kind, task.blocked.reason].map((text) => oneLine(text ?? '')).join(': ')
  const budget = task.budgetCostMicros === null ? '' : ` of ${money(task.budgetCostMicros)}`
  const words = (list: readonly string[]) => (list.length > 0 ? list.map(oneLine).join(', ') : null)
  return `${style('bold', oneLine(task.title))}\n${details(style, [
    ['id', task.id],
    ['state', stateText(style, task.state)],
    ['blocked by', blocked],
    ['type', task.type],
    ['priority', stateText(style, task.priority)],
    ['labels', words(task.labels)],
    ['needs', words(task.requiredCapabilities)],
    ['parent', task.parentId],
    ['agent', task.lease?.agentId],
    ['attempts', `${task.attempts} of ${task.maxAttempts} failed`],
    ['spent', `${money(task.spentCostMicros)}${budget}`],
    ['last error', task.error && oneLine(task.error.message)],
    ['due', task.dueAt && fullTime(task.dueAt, now)],
    ['not before', task.notBefore && fullTime(task.notBefore, now)],
    ['created', fullTime(task.createdAt, now)],
    ['finished', task.finishedAt && fullTime(task.finishedAt, now)],
  ])}`
}

export function taskDetailText(session: Session, detail: TaskDetail): string {
  const { style } = session
  const { task, deliverable, blockedBy, children, approvals, questions } = detail
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [`${style('bold', title)}\n${lines.join('\n')}`] : []
  const line = (state: string, text: string) => `  ${stateText(style, state)}  ${oneLine(text)}`
  return [
    taskText(session, task),
    ...section('Description', task.description ? [indented(task.description)] : []),
    ...section(
      'Waits for',
      blockedBy.map(({ state, title }) => line(state, title)),
    ),
    ...section(
      'Parts',
      children.map(({ state, title }) => line(state, title)),
    ),
    ...section(
      'Approvals that wait',
      approvals.map(({ id, risk, action }) => `  ${id}  ${line(risk, action).trim()}`),
    ),
    ...section(
      'Questions that wait',
      questions.map(({ id, question }) => `  ${id}  ${oneLine(question)}`),
    ),
    ...(deliverable ? [resultText(session, deliverable)] : []),
  ].join('\n\n')
}

export function resultText(
  { style }: Session,
  { summary, content, output }: NonNullable<TaskDetail['deliverable']>,
): string {
  const parts = [summary, content, output && JSON.stringify(output, null, 2)].filter((part) => typeof part === 'string')
  return `${style('bold', 'Result')}\n${parts.map((part) => indented(part)).join('\n\n')}`
}
