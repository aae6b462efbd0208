// Reads what people type into forms: lists of words and amounts of money.
import { ApiError } from './api.js'
import { parseDollars } from './format.js'

/** Words separated by commas or spaces, each once. @param {string} text */
export const listOf = (text) => [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))]

/** Names that may hold spaces, separated by commas, each once. @param {string} text */
export const namesOf = (text) => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/**
 * @param {string} field name on the wire
 * @param {string} text dollars
 * @returns {number} micro-dollars
 * @throws {ApiError} shaped like the server's refusal, so that the form marks the field
 */
export function dollarsOf(field, text) {
  const micros = parseDollars(text)
  if (micros !== null && micros > 0) return micros
  throw new ApiError({
    status: 0,
    code: 'validation_failed',
    message: `“${text.trim()}” is no amount`,
    hint: 'Write dollars above zero, such as 2.50.',
    details: { issues: [{ path: field }] },
  })
}
