// Schemas: described, bounded, and without the words our validators, type generators or readers cannot follow.
import type { Contract, Schema } from '../contract/document.ts'
import { type Breach, breaches, type Finding, type Rule } from './breach.ts'
import { allSchemas, type Place } from './walk.ts'

/** The validator that is built from the contract refuses or ignores these. */
const forbiddenWords = [
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
]

export const schemaRules: Rule[] = [
  eachSchema(({ schema }) => forbiddenWords.filter((word) => word in schema).map((word) => `${word} is forbidden`)),
  eachSchema(({ schema }) => {
    const anyOf = Array.isArray(schema.anyOf) ? (schema.anyOf as Schema[]) : []
    return anyOf.some((branch) => branch.required) && 'anyOf of required is ignored by the validator'
  }),
  eachSchema(({ schema, isInRequest }) => {
    const words = isInRequest ? ['oneOf', 'anyOf', 'allOf'].filter((word) => word in schema) : []
    return words.map((word) => `${word} is forbidden in requests`)
  }),
  eachSchema(({ schema, isNamed, isProperty }) => {
    const described = schema.description || schema.$ref || schema.const !== undefined
    return (isNamed || isProperty) && !described && 'has no description'
  }),
  eachSchema(({ schema }) => {
    const isObject = typesOf(schema).includes('object')
    return isObject && schema.additionalProperties === undefined && 'an object must say additionalProperties'
  }),
  eachSchema(({ schema, isInRequest }) => isInRequest && unbounded(schema)),
  eachSchema(({ schema, isInRequest }) => {
    const properties = Object.keys(schema.properties ?? {})
    const optional = properties.filter((name) => !schema.required?.includes(name))
    return !isInRequest && optional.map((name) => `the property ${name} of an answer must be required`)
  }),
  eachSchema(({ schema, isInRequest }) => !isInRequest && schema.default !== undefined && 'an answer has no default'),
  eachSchema(
    ({ schema }) => typeof schema.pattern === 'string' && !compiles(schema.pattern) && 'the pattern does not compile',
  ),
]

function eachSchema(check: (place: Place) => Finding): Rule {
  return (contract: Contract): Breach[] =>
    allSchemas(contract).flatMap((place) => breaches(place.pointer, check(place)))
}

const typesOf = (schema: Schema): string[] => [schema.type ?? []].flat()

/** What a request may hold has an end, or one request could fill the memory. */
function unbounded(schema: Schema): Finding {
  const types = typesOf(schema)
  const isFixed = schema.enum !== undefined || schema.const !== undefined || schema.format === 'date-time'
  const lacks = (word: string) => schema[word] === undefined
  return [
    types.includes('string') && !isFixed && lacks('maxLength') && 'a string needs maxLength',
    types.includes('array') && lacks('maxItems') && 'an array needs maxItems',
    (types.includes('integer') || types.includes('number')) &&
      !isFixed &&
      ((lacks('minimum') && lacks('exclusiveMinimum')) || (lacks('maximum') && lacks('exclusiveMaximum'))) &&
      'a number needs minimum and maximum',
  ]
}

/** Validators differ in whether they take patterns as Unicode, so both must work. */
function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern)
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
