// docs/task-states.md: the state machine of a task as a picture and as tables.
import type { Contract, TaskState, Transition } from '../contract/document.ts'
import { markdownFile, markdownTable } from './text.ts'

export function taskStatesPage(contract: Contract): string {
  const { states, transitions } = contract['x-mission-control'].taskStates
  return markdownFile(`
# Task states

\`\`\`mermaid
${diagram(states, transitions)}
\`\`\`

${markdownTable(
  ['state', 'lease', 'meaning'],
  states.map(({ name, leased, description }) => [`\`${name}\``, leased ? 'yes' : '', description]),
)}

## Moves

\`ready*\` means \`ready\`, or \`backlog\` while a dependency is open or the task is held. A move that is not here is refused with \`invalid_transition\`.

${markdownTable(
  ['move', 'from', 'to', 'by', 'operation', 'event', 'what happens'],
  transitions.map((it) => [
    it.name,
    it.from.map(codeWord).join(' '),
    codeWord(it.to),
    it.by.map((who) => who.replaceAll('_', ' ')).join(', '),
    it.operation ? codeWord(it.operation) : '',
    codeWord(it.event),
    it.description,
  ]),
)}
`)
}

const codeWord = (word: string): string => `\`${word}\``

/** From this many states on a move is told in a note: its arrows would hide all the others. */
const manyStates = 5

/** Moves between the same two states share one arrow, or nobody could read it. */
function diagram(states: TaskState[], transitions: Transition[]): string {
  const isDrawn = ({ from }: Transition) => from.length < manyStates
  const arrows = gather(transitions.filter(isDrawn), ({ from, to }) =>
    from.map((state) => `${state === 'new' ? '[*]' : state} --> ${withoutStar(to)}`),
  )
  const notes = gather(
    transitions.filter((it) => !isDrawn(it)),
    ({ from, to }) => [`note left of ${withoutStar(to)}: from ${from.join(', ')}`],
  )
  const ends = states.filter((state) => !leavesFrom(state.name, transitions)).map(({ name }) => `${name} --> [*]`)
  const lines = [
    ...arrows.map(([arrow, names]) => `${arrow}: ${names.join(', ')}`),
    ...ends,
    ...notes.map(([note, names]) => `${note} by ${names.join(', ')}`),
  ]
  return ['stateDiagram-v2', ...lines.map((line) => `  ${line}`)].join('\n')
}

function gather(transitions: Transition[], placesOf: (transition: Transition) => string[]): [string, string[]][] {
  const names = new Map<string, string[]>()
  for (const transition of transitions) {
    for (const place of placesOf(transition)) names.set(place, [...(names.get(place) ?? []), transition.name])
  }
  return [...names]
}

const withoutStar = (state: string): string => state.replace('*', '')

const leavesFrom = (state: string, transitions: Transition[]): boolean =>
  transitions.some(({ from, to }) => from.includes(state) && to !== state)
