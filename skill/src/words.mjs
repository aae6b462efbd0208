// What stands behind the verb on the command line, checked: options the verb knows, numbers that are numbers, JSON that is.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Failure } from './failure.mjs'

/** @typedef {Record<string, 'text' | 'number' | 'json' | 'flag'>} Options */

export class Words {
  /**
   * @param {string} usage what is shown where the words do not fit
   * @param {Options} options
   * @param {string[]} args
   */
  constructor(usage, options, args) {
    this.usage = usage
    const types = Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string' },
    ])
    try {
      const parsed = parseArgs({ args, options: Object.fromEntries(types), allowPositionals: true })
      /** @type {Record<string, any>} */
      this.values = Object.fromEntries(
        Object.entries(parsed.values).map(([name, value]) => [name, this.#read(name, options[name], value)]),
      )
      this.positionals = parsed.positionals
    } catch (error) {
      throw error instanceof Failure ? error : this.wrong(/** @type {Error} */ (error).message)
    }
  }

  /**
   * @param {string} name
   * @param {Options[string] | undefined} kind
   * @param {unknown} value
   */
  #read(name, kind, value) {
    if (kind === 'number') {
      const number = Number(value)
      if (value === '' || !Number.isFinite(number)) throw this.wrong(`--${name} ${value} is no number`)
      return number
    }
    return kind === 'json' ? this.json(`--${name}`, String(value)) : value
  }

  /**
   * @param {string} what
   * @param {string} text
   */
  json(what, text) {
    try {
      return JSON.parse(text)
    } catch {
      throw this.wrong(`${what} is no JSON: ${text.slice(0, 60)}`)
    }
  }

  /**
   * The text the verb is about, given in its place or by name.
   * @param {string} name
   * @param {number} [place]
   */
  text(name, place = 0) {
    const text = this.values[name] ?? this.positionals[place]
    if (text === undefined || text === '') throw this.wrong(`${name} is missing`)
    return String(text)
  }

  /** @param {string} problem */
  wrong(problem) {
    return new Failure('usage', problem, `Usage: node scripts/mission.mjs ${this.usage}`)
  }
}

/** @param {string} path a file, or - for what is piped in */
export function readText(path) {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new Failure('usage', `cannot read ${path}: ${/** @type {Error} */ (error).message}`)
  }
}

/**
 * Leaves out what was not given: the server fills in its defaults.
 * @param {Record<string, unknown>} fields
 */
export const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** @param {string | undefined} text parted by commas */
export const listOf = (text) =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)
