// The contract's rules as data the server decides by: error codes, event types, task states and transitions.
import type { Contract } from '../contract/document.ts'
import { listLiteral, recordLiteral, typescriptFile } from './text.ts'

export function serverRules(contract: Contract): string {
  const { errors, events, taskStates } = contract['x-mission-control']
  return typescriptFile(
    'The rules that are data: error codes, event types, task states and the moves between them.',
    `
export const errorCodes = ${recordLiteral(errors)} as const

export type ErrorCode = keyof typeof errorCodes

export const eventTypes = ${recordLiteral(events)} as const

export type EventType = keyof typeof eventTypes

export const taskStates = ${listLiteral(taskStates.states)} as const

export type TaskState = (typeof taskStates)[number]['name']

/** \`ready*\` means \`ready\`, or \`backlog\` while a dependency is open or the task is held. */
export const taskTransitions = ${listLiteral(taskStates.transitions)} as const
`,
  )
}
