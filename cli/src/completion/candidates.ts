// What may come next on the command line, found in the tree of commands itself: nothing is listed twice.
import type { Command, Option } from 'commander'
import { catalog } from '../contract/catalog.ts'
import { choicesFor } from '../contract/option.ts'

export interface Candidate {
  readonly value: string
  readonly description: string
}

/** What only the machine knows, such as the names of profiles. */
export interface Known {
  readonly profiles: readonly string[]
}

/** @param words after the name of the program; the last one is being typed, and may be empty */
export function candidatesFor(program: Command, words: readonly string[], known: Known): Candidate[] {
  // bash takes --priority=high for three words.
  const given = words.filter((word, index) => word !== '=' || index === words.length - 1)
  const typed = given.at(-1) === '=' ? '' : (given.at(-1) ?? '')
  const { command, waiting } = placeOf(program, given.slice(0, -1))
  if (waiting) return startingWith(typed, valuesOf(waiting, typed, known))

  const [, name, start] = /^(--[^=]+)=(.*)$/.exec(typed) ?? []
  if (name !== undefined && start !== undefined) {
    const option = command.options.find(({ long }) => long === name)
    const values = option ? startingWith(start, valuesOf(option, start, known)) : []
    return values.map(({ value, description }) => ({ value: `${name}=${value}`, description }))
  }
  return startingWith(typed, typed.startsWith('-') ? optionsOf(command) : wordsOf(program, command, known))
}

const startingWith = (start: string, candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({ value }) => value.startsWith(start))

/** The command that the words lead to, and the option that waits for its value. */
function placeOf(program: Command, words: readonly string[]): { command: Command; waiting: Option | undefined } {
  let command = program
  let waiting: Option | undefined
  for (const word of words) {
    if (waiting) {
      waiting = undefined
      continue
    }
    if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => long === word || short === word)
      if (option?.required) waiting = option
      continue
    }
    command = command.commands.find((child) => child.name() === word) ?? command
  }
  return { command, waiting }
}

function valuesOf(option: Option, typed: string, { profiles }: Known): Candidate[] {
  if (option.long === '--profile') return profiles.map((value) => ({ value, description: 'profile' }))
  // Of a list only the last entry is being typed.
  const before = typed.slice(0, typed.lastIndexOf(',') + 1)
  return choicesFor(option).map((choice) => ({ value: before + choice, description: '' }))
}

function optionsOf(command: Command): Candidate[] {
  const help = { value: '--help', description: 'say what it does and takes' }
  const options = command.options.flatMap(({ long, description }) => (long ? [{ value: long, description }] : []))
  return [...options, help]
}

function wordsOf(program: Command, command: Command, { profiles }: Known): Candidate[] {
  if (command.name() === 'api') return catalog.map(({ id, summary }) => ({ value: id, description: summary }))
  if (command.name() === 'profiles') return profiles.map((value) => ({ value, description: 'profile' }))
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  return [
    ...command
      .createHelp()
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help' || command === program)
      .map((child) => ({ value: child.name(), description: child.summary() || child.description() })),
    ...choices.map((value) => ({ value, description: '' })),
  ]
}
