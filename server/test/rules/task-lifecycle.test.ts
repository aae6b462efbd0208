import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type TaskState, taskStates, taskTransitions } from '../../src/generated/rules.ts'
import {
  type Decision,
  decideMove,
  initialState,
  isOver,
  isRefusal,
  type Move,
  mayHoldLease,
  meetsDependents,
  movesFrom,
  type Readiness,
} from '../../src/rules/task-lifecycle.ts'

/** The model's table, written down by hand: the contract's must not say more and not less. */
const model = `
  backlog → ready: system, operator
  backlog → canceled: operator, system
  ready → backlog: system, operator
  ready → in_progress: agent
  ready → needs_approval: system
  ready → canceled: operator, system
  in_progress → review: lease_holder
  in_progress → done: lease_holder
  in_progress → blocked: lease_holder
  in_progress → needs_approval: lease_holder, system
  in_progress → paused: operator, system
  in_progress → ready*: lease_holder, system
  in_progress → failed: lease_holder, system
  in_progress → canceled: operator, system
  needs_approval → needs_approval: lease_holder, system
  needs_approval → in_progress: system
  needs_approval → ready*: system
  needs_approval → blocked: system
  needs_approval → canceled: operator, system
  paused → ready*: operator, system
  paused → canceled: operator, system
  blocked → ready*: operator, system
  blocked → canceled: operator, system
  review → done: operator, reviewer
  review → ready*: operator, reviewer
  review → canceled: operator, system
  done → closed: operator
  done → ready*: operator
  failed → ready*: operator
  failed → canceled: operator, system
  canceled → ready*: operator
`

const states = taskStates.map(({ name }) => name)
const moves = taskTransitions.map(({ name }) => name)
const free: Readiness = { openDependencies: 0, held: false }
const anyReadiness = fc.record({ openDependencies: fc.nat(3), held: fc.boolean() })

const decided = (state: TaskState, move: Move, readiness: Readiness = free): Decision => {
  const decision = decideMove(state, move, readiness)
  if (isRefusal(decision)) throw new Error(`${move} is refused in ${state}`)
  return decision
}

describe('the moves of a task', () => {
  test('TK-2: they are those of the model, by whom the model says', () => {
    const written = model.match(/\S+ → .*/g)!.flatMap((line) => {
      const [way, actors] = line.split(': ') as [string, string]
      return actors.split(', ').map((actor) => `${way} by ${actor}`)
    })
    const contract = states.flatMap((state) =>
      movesFrom(state).flatMap(({ to, by }) => by.map((actor) => `${state} → ${to} by ${actor}`)),
    )
    expect([...new Set(contract)].sort()).toEqual(written.sort())
  })

  test.each(states)('TK-2: from %s every move that is not in the table is refused, naming those that are', (state) => {
    for (const move of moves) {
      const row = taskTransitions.find(({ name }) => name === move)!
      const decision = decideMove(state, move, free)
      if ((row.from as readonly string[]).includes(state)) {
        expect(decision).toMatchObject({ from: state, event: row.event })
        continue
      }
      expect(isRefusal(decision)).toBe(true)
      expect(decision).toEqual({ from: state, allowed: movesFrom(state) })
    }
  })

  test('TK-5: whatever leads to ready leads to backlog while a dependency is open or a person holds the task', () => {
    fc.assert(
      fc.property(fc.constantFrom(...moves), anyReadiness, (move, readiness) => {
        const row = taskTransitions.find(({ name }) => name === move)!
        if (row.to !== 'ready*') return
        const expected = readiness.openDependencies > 0 || readiness.held ? 'backlog' : 'ready'
        expect(initialState(readiness)).toBe(expected)
        for (const from of row.from) {
          if (from !== 'new') expect(decided(from as TaskState, move, readiness).to).toBe(expected)
        }
      }),
    )
  })

  test('TK-2: a walk along the table never leaves the states, and only closed is a dead end', () => {
    const walk = fc.array(fc.tuple(fc.nat(), anyReadiness), { maxLength: 40 })
    fc.assert(
      fc.property(walk, (steps) => {
        let state: TaskState = initialState(free)
        for (const [choice, readiness] of steps) {
          const ways = movesFrom(state)
          if (ways.length === 0) break
          state = decided(state, ways[choice % ways.length]!.name, readiness).to
          expect(states).toContain(state)
        }
        expect(movesFrom(state).length === 0).toBe(state === 'closed')
      }),
    )
  })

  test('TK-2: from each state but closed, people and agents alone can bring a task to done or take it up anew', () => {
    const people = new Set<string>(['operator', 'agent', 'lease_holder'])
    const waits = new Set<TaskState>(['needs_approval', 'backlog'])
    for (const state of states.filter((name) => name !== 'closed' && !waits.has(name))) {
      expect(reachable(state, (by) => by.some((actor) => people.has(actor)))).toContain('done')
    }
    // What waits goes on by what the server does after a decision or a dependency; a person can always call it off.
    for (const state of waits) {
      expect(movesFrom(state).some(({ to, by }) => to === 'canceled' && by.includes('operator'))).toBe(true)
      expect(reachable(state, () => true)).toContain('done')
    }
  })
})

function reachable(start: TaskState, mayMake: (by: readonly string[]) => boolean): Set<TaskState> {
  const seen = new Set<TaskState>([start])
  const open = [start]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const { name, by } of movesFrom(state)) {
      if (!mayMake(by)) continue
      const { to } = decided(state, name)
      if (!seen.has(to)) {
        seen.add(to)
        open.push(to)
      }
    }
  }
  return seen
}

describe('what a state means', () => {
  test.each(taskStates)('TK-4: $name is told of as the contract says', ({ name, terminal, leased }) => {
    expect(isOver(name)).toBe(terminal)
    expect(mayHoldLease(name)).toBe(leased)
  })

  test('TK-5: a dependency is met by done and closed, and by nothing else', () => {
    expect(states.filter(meetsDependents)).toEqual(['done', 'closed'])
  })
})
