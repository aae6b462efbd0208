// Says in plain words what a request has and what is wanted there; only refusals come this way.
import type { z } from 'zod'
import { AppError, shorten } from './errors.ts'

export interface Issue {
  readonly path: string
  readonly message: string
}

type ZodIssue = z.core.$ZodIssue

const mostIssuesNamed = 20
const mostNamesListed = 12
const mostCharactersShown = 60

/** Fields whose values belong in no message, wherever it is read or kept. */
const secretName = /(key|secret|token|password|code)$/i

/** @param where names what has no name of its own: `body` or `parameters`. */
export function refusalOf(issues: readonly ZodIssue[], input: unknown, where: string): AppError {
  const telling = issues.filter((issue) => !isToldBetter(issue, issues))
  return validationFailed(telling.flatMap((issue) => describe(issue, input, where)).slice(0, mostIssuesNamed))
}

/** What a whole number can be at all, where the contract has a bound of its own that is passed too. */
const isToldBetter = (issue: ZodIssue, issues: readonly ZodIssue[]): boolean =>
  (issue.code === 'too_big' || issue.code === 'too_small') &&
  issue.origin === 'int' &&
  issues.some((other) => other !== issue && other.code === issue.code && other.path.join('.') === issue.path.join('.'))

export function validationFailed(issues: readonly Issue[]): AppError {
  const [first] = issues
  return new AppError('validation_failed', `${first!.path}: ${first!.message}`, { details: { issues } })
}

export const unknownNames = (names: readonly string[], where: string): string =>
  `unknown ${where === 'parameters' ? 'parameter' : 'field'}${names.length === 1 ? '' : 's'} ${listed(names, (name) => `'${shorten(name, mostCharactersShown)}'`)}`

/** The contract's pattern of a text that must not be blank. */
const notBlank = '/\\S/'

/** The contract's pattern of a text that must not be blank, in one line. */
const inOneLine = '/^(?!\\s*$)[^\\n-\\r\\u0085\\u2028\\u2029]*$/'

function describe(issue: ZodIssue, input: unknown, where: string): Issue[] {
  const branch = issue.code === 'invalid_union' ? tellingBranch(issue.errors) : undefined
  if (branch) return branch.flatMap((each) => describe({ ...each, path: [...issue.path, ...each.path] }, input, where))
  const value = issue.path.reduce<unknown>((at, step) => (at as Record<PropertyKey, unknown>)?.[step], input)
  // Said already, as empty.
  if (value === '' && isAboutBlanks(issue)) return []
  const isSecret = issue.path.some((step) => secretName.test(String(step)))
  return [{ path: issue.path.join('.') || where, message: messageOf(issue, { value, isSecret, where }) }]
}

/** Of the kinds a value may have, the one it was meant to be: what is wrong with it lies deeper than its type. */
const tellingBranch = (branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] | undefined =>
  branches.find((issues) =>
    issues.every(({ code, path }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value')),
  )

const isAboutBlanks = (issue: ZodIssue): boolean =>
  issue.code === 'invalid_format' && (issue.pattern === notBlank || issue.pattern === inOneLine)

interface Given {
  readonly value: unknown
  readonly isSecret: boolean
  readonly where: string
}

function messageOf(issue: ZodIssue, given: Given): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownNames(issue.keys, given.where)
    case 'too_small':
      return sizeMessage(
        issue.origin,
        Number(issue.minimum),
        issue.inclusive === false ? 'more than' : 'at least',
        given,
      )
    case 'too_big':
      return sizeMessage(
        issue.origin,
        Number(issue.maximum),
        issue.inclusive === false ? 'less than' : 'at most',
        given,
      )
    case 'custom':
      return issue.message.startsWith('Array items must be unique')
        ? `${shown(given)} stands there twice`
        : issue.message
    default: {
      if (isAboutBlanks(issue)) {
        return /^\s*$/.test(String(given.value)) ? 'must not be blank' : 'must be one line, but has a line break'
      }
      // What may be anything, but has to be there.
      if (issue.code === 'invalid_type' && (issue.expected as string) === 'nonoptional') return 'is missing'
      const wanted = wantedBy(issue)
      if (wanted === null) return issue.message
      return given.value === undefined
        ? `is missing: it must be ${wanted}`
        : `must be ${wanted}, but is ${shown(given)}`
    }
  }
}

function wantedBy(issue: ZodIssue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${listed(issue.values, String)}`
    case 'invalid_format':
      return (
        formatNames[issue.format] ??
        `text that fits ${issue.pattern?.replace(/^\/(.*)\/[a-z]*$/s, '$1') ?? issue.format}`
      )
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap((issues) => issues.map((each) => wantedBy(each) ?? each.message)))].join(
        ' or ',
      )
    default:
      return null
  }
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  nonoptional: 'any JSON',
}

const formatNames: Record<string, string> = {
  datetime: 'a time such as 2026-03-02T10:00:00Z',
  email: 'an e-mail address',
  url: 'an address such as https://example.com',
}

function sizeMessage(origin: string, size: number, bound: string, given: Given): string {
  const { value, isSecret } = given
  if (typeof value === 'string') {
    if (value === '') return 'must not be empty'
    const has = isSecret ? `has ${value.length}` : `${shown(given)} has ${value.length}`
    return `must have ${bound} ${counted(size, 'character')}, but ${has}`
  }
  if (Array.isArray(value)) return `must have ${bound} ${counted(size, 'entry', 'entries')}, but has ${value.length}`
  if (typeof value === 'object' && value !== null)
    return `must have ${bound} ${counted(size, 'field')}, but has ${Object.keys(value).length}`
  return `must be ${bound} ${size}${origin === 'int' ? ' to be exact' : ''}, but is ${shown(given)}`
}

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

function listed<T>(names: readonly T[], show: (name: T) => string): string {
  const some = names.slice(0, mostNamesListed).map(show).join(', ')
  return names.length > mostNamesListed ? `${some} and ${names.length - mostNamesListed} more` : some
}

function shown({ value, isSecret }: Given): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (isSecret) return 'something else'
  return typeof value === 'string' ? `'${shorten(value, mostCharactersShown)}'` : String(value)
}
