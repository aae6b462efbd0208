// Options made from the fields of the contract: their names, choices and descriptions stand there and nowhere else.
import { Option } from 'commander'
import type { Terminal } from '../terminal.ts'
import type { Field } from './catalog.ts'
import { choicesOf } from './schema.ts'
import { notationOf, placeholderOf, readValue } from './value.ts'

/** What completion may offer for an option: commander's own choices would refuse lists of them. */
const offered = new WeakMap<Option, readonly string[]>()

export const offerChoices = (option: Option, choices: readonly string[]): Option => {
  offered.set(option, choices)
  return option
}

export const choicesFor = (option: Option): readonly string[] => option.argChoices ?? offered.get(option) ?? []

export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/**
 * @param flag its name without dashes
 * @returns one option, or two for what can be true or false
 */
export function optionsOf({ description, isRequired, schema }: Field, flag: string): Option[] {
  const firstLine = (description || schema.description || '').replace(/\s+/g, ' ')
  const choices = choicesOf(schema)
  const facts = [
    choices ? `one of ${choices.join(', ')}` : '',
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    isRequired ? 'required' : '',
  ].filter((fact) => fact !== '')
  const text = `${firstLine}${facts.length > 0 ? ` [${facts.join('; ')}]` : ''}`
  if (notationOf(schema) === 'boolean') {
    return [new Option(`--${flag}`, `${text} (--no-${flag} for false)`), new Option(`--no-${flag}`).hideHelp()]
  }
  const option = new Option(`--${flag} <${placeholderOf(schema)}>`, text)
  return [offerChoices(option, choices ?? [])]
}

/** The fields that were given, as the values they take. */
export async function inputOf(
  fields: readonly Field[],
  options: Readonly<Record<string, unknown>>,
  flagOf: (name: string) => string,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  for (const { name, schema } of fields) {
    const given = options[name]
    if (given === undefined) continue
    input[name] = typeof given === 'string' ? await readValue(schema, given, `--${flagOf(name)}`, terminal) : given
  }
  return input
}
