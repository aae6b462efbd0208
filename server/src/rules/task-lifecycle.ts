// Which moves a task may make: a reading of the contract's table, and nothing beside it.
import { type EventType, type TaskState, taskTransitions } from '../generated/rules.ts'

export type Move = (typeof taskTransitions)[number]['name']
export type MoveActor = (typeof taskTransitions)[number]['by'][number]

/** What decides between ready and backlog where the table says `ready*`. */
export interface Readiness {
  readonly openDependencies: number
  readonly held: boolean
}

export interface Decision {
  readonly from: TaskState
  readonly to: TaskState
  readonly event: EventType
}

export interface Refusal {
  readonly from: TaskState
  readonly allowed: readonly {
    readonly to: string
    readonly by: readonly string[]
    readonly operation: string | null
  }[]
}

interface TableRow {
  readonly name: Move
  readonly from: readonly string[]
  readonly to: string
  readonly by: readonly MoveActor[]
  readonly operation: string | null
  readonly event: EventType
}

const table = taskTransitions as readonly TableRow[]
const rowOf = new Map(table.map((row) => [row.name, row]))

/** @returns where the move leads, or what would be possible instead. */
export function decideMove(state: TaskState, move: Move, readiness: Readiness): Decision | Refusal {
  const row = rowOf.get(move)!
  if (!row.from.includes(state)) return { from: state, allowed: movesFrom(state) }
  return { from: state, to: destination(row.to, readiness), event: row.event }
}

export function initialState(readiness: Readiness): TaskState {
  return destination(rowOf.get('create')!.to, readiness)
}

/** Every way out of a state that somebody can ask for, and by whom. */
export function movesFrom(state: TaskState) {
  return table
    .filter((row) => row.from.includes(state))
    .map(({ name, to, by, operation }) => ({ name, to, by, operation }))
}

export const isRefusal = (decision: Decision | Refusal): decision is Refusal => 'allowed' in decision

/** A dependency is met once its task is accepted; closing it later changes nothing. */
export const meetsDependents = (state: TaskState): boolean => state === 'done' || state === 'closed'

/** Nothing more happens to it unless a person reopens it. */
export const isOver = (state: TaskState): boolean =>
  meetsDependents(state) || state === 'failed' || state === 'canceled'

/** Only here may a lease exist; leaving for any other state ends it. */
export const mayHoldLease = (state: TaskState): boolean => state === 'in_progress' || state === 'needs_approval'

function destination(to: string, { openDependencies, held }: Readiness): TaskState {
  if (to !== 'ready*') return to as TaskState
  return openDependencies > 0 || held ? 'backlog' : 'ready'
}
