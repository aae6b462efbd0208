// What is typed after an option, as the value its field takes.
import { readFile } from 'node:fs/promises'
import { readInput } from '../ask.ts'
import { wrongUsage } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { choicesOf, isNullable, resolved, type Schema, typesOf } from './schema.ts'

/** How a value is written on the command line. */
export type Notation = 'text' | 'number' | 'boolean' | 'list' | 'json'

export function notationOf(schema: Schema): Notation {
  const type = typesOf(schema)[0]
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'boolean'
  if (type === 'array') return schema.items && typesOf(resolved(schema.items))[0] === 'string' ? 'list' : 'json'
  return type === 'object' || schema.oneOf ? 'json' : 'text'
}

/** The word that stands for it in the help. */
export function placeholderOf(schema: Schema): string {
  if (choicesOf(schema) && notationOf(schema) === 'text') return 'choice'
  if (schema.format === 'date-time') return 'time'
  const words = { text: 'text', number: 'number', boolean: 'boolean', list: 'a,b,…', json: 'json' } as const
  return words[notationOf(schema)]
}

/**
 * @param flag for the message
 * @throws Failure where it cannot be read as what the field takes
 */
export async function readValue(schema: Schema, text: string, flag: string, terminal: Terminal): Promise<unknown> {
  if (text === 'null' && isNullable(schema)) return null
  switch (notationOf(schema)) {
    case 'number': {
      const number = Number(text)
      if (text.trim() === '' || !Number.isFinite(number)) throw wrongUsage(`${flag} takes a number, not '${text}'.`)
      return number
    }
    case 'boolean': {
      if (text !== 'true' && text !== 'false') throw wrongUsage(`${flag} takes true or false, not '${text}'.`)
      return text === 'true'
    }
    case 'list':
      return text === '' ? [] : text.split(',').map((entry) => entry.trim())
    case 'json':
      return readJson(text, flag, terminal)
    case 'text':
      return text
  }
}

/** JSON itself, `@file` with it, or `-` for what comes in. */
export async function readJson(text: string, flag: string, terminal: Terminal): Promise<unknown> {
  const isFile = text.startsWith('@')
  const json = text === '-' ? await readInput(terminal) : isFile ? await readText(text.slice(1), flag) : text
  try {
    return JSON.parse(json)
  } catch (error) {
    const source = text === '-' ? 'What came in' : isFile ? `The file ${text.slice(1)}` : 'It'
    const reason = (error as Error).message.replace(/, "[\s\S]*$/, '')
    throw wrongUsage(
      `${flag} takes JSON. ${source} is none: ${reason}.`,
      `Such as ${flag} '{"name":"value"}', ${flag} @file.json, or ${flag} - for what comes in.`,
    )
  }
}

async function readText(path: string, flag: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrongUsage(`${flag} names the file ${path}, which cannot be read: ${error.code}.`)
  })
}
