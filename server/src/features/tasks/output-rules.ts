// What each keyword of a schema asks of a value; of a value of another kind it asks nothing.
import type { Check, Place } from './output-check.ts'
import { formats } from './output-formats.ts'

export type Json = Record<string, unknown>
type Kind = 'object' | 'array' | 'string' | 'number'

export interface Rule {
  /** The kind of values it is about; all where there is none. */
  readonly kind?: Kind
  /** Says what it misses to the check. The whole schema is given, for keywords that look at their neighbours. */
  holds(check: Check, value: never, schema: Json, place: Place): boolean
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
}
export const mayBe = (kind: string, value: unknown): boolean => kinds[kind]!(value)

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value as string])
const quoted = (value: unknown): string => JSON.stringify(value)

/** Below a place that is only tried, everything is. */
const below = (within: Place, step: string | number): Place => (within === null ? null : { within, step: String(step) })

function limit<Value>(
  kind: Kind,
  keyword: string,
  holds: (value: Value, most: number) => boolean,
  words: string,
): Rule {
  return {
    kind,
    holds: (check, value: Value, schema, place) =>
      holds(value, schema[keyword] as number) || check.miss(place, words.replace('#', String(schema[keyword]))),
  }
}

const lengthOf = (text: string): number => {
  let pairs = 0
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) pairs += 1
  return text.length - pairs
}

const strings: Record<string, Rule> = {
  minLength: limit<string>(
    'string',
    'minLength',
    (text, least) => lengthOf(text) >= least,
    'must have at least # characters',
  ),
  maxLength: limit<string>(
    'string',
    'maxLength',
    (text, most) => lengthOf(text) <= most,
    'must have at most # characters',
  ),
  pattern: {
    kind: 'string',
    holds: (check, text: string, { pattern }, place) =>
      check.matches(text, pattern as string) || check.miss(place, `must match the pattern ${quoted(pattern)}`),
  },
  format: {
    kind: 'string',
    holds(check, text: string, { format }, place) {
      const fits = Object.hasOwn(formats, format as string) ? formats[format as string] : undefined
      return (
        !fits || (text.length <= 2_048 && fits(text)) || check.miss(place, `must be of the format ${quoted(format)}`)
      )
    },
  },
}

const numbers: Record<string, Rule> = {
  minimum: limit<number>('number', 'minimum', (value, least) => value >= least, 'must be at least #'),
  maximum: limit<number>('number', 'maximum', (value, most) => value <= most, 'must be at most #'),
  exclusiveMinimum: limit<number>('number', 'exclusiveMinimum', (value, least) => value > least, 'must be more than #'),
  exclusiveMaximum: limit<number>('number', 'exclusiveMaximum', (value, most) => value < most, 'must be less than #'),
  multipleOf: limit<number>('number', 'multipleOf', isMultiple, 'must be a multiple of #'),
}

/** 0.3 is a multiple of 0.1, whatever binary fractions say. */
function isMultiple(value: number, step: number): boolean {
  const times = value / step
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times))
}

const objects: Record<string, Rule> = {
  required: {
    kind: 'object',
    holds(check, value: Json, { required }, place) {
      check.look((required as string[]).length)
      const missing = (required as string[]).filter((name) => !Object.hasOwn(value, name))
      for (const name of missing) check.miss(place, `must have the property ${quoted(name)}`)
      return missing.length === 0
    },
  },
  dependentRequired: {
    kind: 'object',
    holds(check, value: Json, { dependentRequired }, place) {
      let holds = true
      for (const [name, others] of Object.entries(dependentRequired as Record<string, string[]>)) {
        check.look(1 + others.length)
        const missing = Object.hasOwn(value, name) ? others.filter((other) => !Object.hasOwn(value, other)) : []
        for (const other of missing) {
          holds = check.miss(place, `must have the property ${quoted(other)}, as it has ${quoted(name)}`)
        }
      }
      return holds
    },
  },
  properties: {
    kind: 'object',
    holds(check, value: Json, { properties }, place) {
      let holds = true
      for (const name in properties as Json) {
        check.look(1)
        if (Object.hasOwn(value, name))
          holds = check.fits(value[name], (properties as Json)[name], below(place, name)) && holds
      }
      return holds
    },
  },
  patternProperties: {
    kind: 'object',
    holds(check, value: Json, { patternProperties }, place) {
      let holds = true
      for (const [pattern, schema] of Object.entries(patternProperties as Json)) {
        for (const name of Object.keys(value)) {
          if (check.matches(name, pattern)) holds = check.fits(value[name], schema, below(place, name)) && holds
        }
      }
      return holds
    },
  },
  additionalProperties: {
    kind: 'object',
    holds(check, value: Json, { additionalProperties, properties = {}, patternProperties = {} }, place) {
      const patterns = Object.keys(patternProperties as Json)
      let holds = true
      for (const name of Object.keys(value)) {
        check.look(1)
        if (Object.hasOwn(properties as Json, name) || patterns.some((pattern) => check.matches(name, pattern)))
          continue
        if (additionalProperties === false) holds = check.miss(place, `must not have the property ${quoted(name)}`)
        else holds = check.fits(value[name], additionalProperties, below(place, name)) && holds
      }
      return holds
    },
  },
  propertyNames: {
    kind: 'object',
    holds(check, value: Json, { propertyNames }, place) {
      let holds = true
      for (const name of Object.keys(value)) {
        if (!check.fits(name, propertyNames, null)) {
          holds = check.miss(place, `must not have a property of the name ${quoted(name)}`)
        }
      }
      return holds
    },
  },
  minProperties: limit<Json>(
    'object',
    'minProperties',
    (value, least) => Object.keys(value).length >= least,
    'must have at least # properties',
  ),
  maxProperties: limit<Json>(
    'object',
    'maxProperties',
    (value, most) => Object.keys(value).length <= most,
    'must have at most # properties',
  ),
}

const arrays: Record<string, Rule> = {
  minItems: limit<unknown[]>(
    'array',
    'minItems',
    ({ length }, least) => length >= least,
    'must have at least # entries',
  ),
  maxItems: limit<unknown[]>('array', 'maxItems', ({ length }, most) => length <= most, 'must have at most # entries'),
  prefixItems: {
    kind: 'array',
    holds(check, value: unknown[], { prefixItems }, place) {
      let holds = true
      for (const [index, schema] of (prefixItems as unknown[]).entries()) {
        check.look(1)
        if (index < value.length) holds = check.fits(value[index], schema, below(place, index)) && holds
      }
      return holds
    },
  },
  items: {
    kind: 'array',
    holds(check, value: unknown[], { items, prefixItems = [] }, place) {
      let holds = true
      for (let index = (prefixItems as unknown[]).length; index < value.length; index += 1) {
        holds = check.fits(value[index], items, below(place, index)) && holds
        if (!holds && place === null) break
      }
      return holds
    },
  },
  contains: {
    kind: 'array',
    holds: (check, value: unknown[], { contains }, place) =>
      value.some((each) => check.fits(each, contains, null)) ||
      check.miss(place, 'must have an entry as its schema says under contains'),
  },
  uniqueItems: {
    kind: 'array',
    holds: (check, value: unknown[], { uniqueItems }, place) =>
      uniqueItems !== true ||
      new Set(value.map((each) => check.textOf(each))).size === value.length ||
      check.miss(place, 'must not have the same entry twice'),
  },
}

const anything: Record<string, Rule> = {
  $ref: { holds: (check, value, { $ref }, place) => check.fitsReference(value, $ref as string, place) },
  type: {
    holds: (check, value, { type }, place) =>
      listOf(type).some((name) => mayBe(name, value)) || check.miss(place, `must be ${listOf(type).join(' or ')}`),
  },
  const: {
    holds: (check, value, schema, place) =>
      check.textOf(value) === check.textOf(schema.const) || check.miss(place, `must be ${quoted(schema.const)}`),
  },
  enum: {
    holds(check, value, schema, place) {
      const values = schema.enum as unknown[]
      if (check.textsOf(values).has(check.textOf(value))) return true
      return check.miss(place, `must be one of ${values.slice(0, 50).map(quoted).join(', ')}`)
    },
  },
  allOf: {
    holds(check, value, { allOf }, place) {
      let holds = true
      for (const schema of allOf as unknown[]) holds = check.fits(value, schema, place) && holds
      return holds
    },
  },
  anyOf: {
    holds: (check, value, { anyOf }, place) =>
      (anyOf as unknown[]).some((schema) => check.fits(value, schema, null)) ||
      check.miss(place, `must fit at least one of the ${(anyOf as unknown[]).length} schemas under anyOf`),
  },
  oneOf: {
    holds(check, value, { oneOf }, place) {
      const count = (oneOf as unknown[]).filter((schema) => check.fits(value, schema, null)).length
      if (count === 1) return true
      return check.miss(
        place,
        `must fit exactly one of the ${(oneOf as unknown[]).length} schemas under oneOf, fits ${count}`,
      )
    },
  },
  not: {
    holds: (check, value, { not }, place) =>
      !check.fits(value, not, null) || check.miss(place, 'must not be what its schema excludes under not'),
  },
  if: {
    holds(check, value, { if: condition, then = true, else: otherwise = true }, place) {
      return check.fits(value, check.fits(value, condition, null) ? then : otherwise, place)
    },
  },
}

/** By keyword; a schema that was made ready has no others but then and else, which the rule of if looks at. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.entries({ ...anything, ...strings, ...numbers, ...objects, ...arrays }),
)
