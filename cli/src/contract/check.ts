// Holds what would be sent against the contract, so that a slip is named here, all of them at once, before anything travels.
import type { Field, OperationEntry } from './catalog.ts'
import { resolved, type Schema, typesOf } from './schema.ts'

/** @returns what is wrong, one line each */
export function problemsOf(
  { fields }: Pick<OperationEntry, 'fields'>,
  input: Readonly<Record<string, unknown>>,
): string[] {
  const properties = Object.fromEntries(fields.map(({ name, schema }: Field) => [name, schema]))
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  return objectProblems({ properties, required, additionalProperties: false }, input, '')
}

function problems(given: Schema, value: unknown, path: string): string[] {
  const schema = resolved(given)
  if (schema.oneOf) {
    const tries = schema.oneOf.map((one) => problems(one, value, path))
    return tries.some((one) => one.length === 0) ? [] : (tries.sort((one, other) => one.length - other.length)[0] ?? [])
  }
  if (schema.const !== undefined && value !== schema.const) return [`${path} must be ${JSON.stringify(schema.const)}`]
  if (schema.enum && !schema.enum.includes(value)) {
    return [`${path} is ${JSON.stringify(value)}, which is none of ${schema.enum.join(', ')}`]
  }
  if (!hasType(schema, value)) return [`${path} must be ${wordFor(schema)}`]
  if (typeof value === 'string') return textProblems(schema, value, path)
  if (typeof value === 'number') return numberProblems(schema, value, path)
  if (Array.isArray(value)) return listProblems(schema, value, path)
  if (typeof value === 'object' && value !== null) {
    return objectProblems(schema, value as Readonly<Record<string, unknown>>, path)
  }
  return []
}

function objectProblems(schema: Schema, value: Readonly<Record<string, unknown>>, path: string): string[] {
  const { properties = {}, required = [], additionalProperties } = schema
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const missing = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at(name)} is missing`)
  const found = Object.entries(value).flatMap(([name, entry]) => {
    if (Object.hasOwn(properties, name)) return problems(properties[name]!, entry, at(name))
    if (additionalProperties !== false) return []
    const names = Object.keys(properties)
    return [`${at(name)} is no field of it${names.length > 0 ? `; there are ${names.join(', ')}` : ''}`]
  })
  return [...missing, ...found]
}

function listProblems({ items, minItems = 0, maxItems = Infinity }: Schema, value: readonly unknown[], path: string) {
  if (value.length < minItems) return [`${path} needs at least ${minItems}`]
  if (value.length > maxItems) return [`${path} takes at most ${maxItems}, not ${value.length}`]
  return items ? value.flatMap((entry, index) => problems(items, entry, `${path}[${index}]`)) : []
}

function textProblems(schema: Schema, value: string, path: string): string[] {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema
  const { length } = [...value]
  if (length < minLength)
    return [minLength === 1 ? `${path} is empty` : `${path} needs at least ${minLength} characters`]
  if (length > maxLength) return [`${path} takes at most ${maxLength} characters, not ${length}`]
  if (pattern && !new RegExp(pattern, 'u').test(value)) return [`${path} ${misfit(pattern, value)}`]
  if (format === 'date-time' && !/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(value)) {
    return [`${path} must be a time such as 2026-03-20T17:00:00Z`]
  }
  return []
}

/** Patterns of the contract that have a plain name; the others tell more themselves. */
const inOneLine = '^(?!\\s*$)[^\\n-\\r\\u0085\\u2028\\u2029]*$'

function misfit(pattern: string, value: string): string {
  if (pattern !== '\\S' && pattern !== inOneLine) return `must match ${pattern}`
  return value.trim() === '' ? 'is blank' : 'must be one line, but has a line break'
}

function numberProblems(schema: Schema, value: number, path: string): string[] {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema
  if (value < minimum) return [`${path} must be at least ${minimum}`]
  if (value > maximum) return [`${path} must be at most ${maximum}`]
  return value <= exclusiveMinimum ? [`${path} must be more than ${exclusiveMinimum}`] : []
}

function hasType({ type }: Schema, value: unknown): boolean {
  if (type === undefined) return true
  const types = typeof type === 'string' ? [type] : type
  return types.some((one) => {
    if (one === 'null') return value === null
    if (one === 'array') return Array.isArray(value)
    if (one === 'integer') return Number.isInteger(value)
    if (one === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
    return typeof value === one
  })
}

const words: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
}

const wordFor = (schema: Schema): string =>
  typesOf(schema)
    .map((type) => words[type] ?? type)
    .join(' or ')
