// The schema a task sets for its output, made ready to be checked against: every keyword known, every pattern one that
// cannot run away, every reference within the schema itself. What cannot be used is named with its place.
import { RE2JS } from 're2js'

import type { Json } from './output-rules.ts'

/** A schema of JSON Schema 2020-12 or draft 7 in the one form the checker reads: references by name, no annotations. */
export interface UsableSchema {
  readonly root: Json
  /** What references lead to, by the name they have in `$ref`. */
  readonly definitions: Readonly<Json>
  /** By their source; they match in time that grows with the text alone. */
  readonly patterns: ReadonlyMap<string, Pattern>
}

export interface Pattern {
  readonly size: number
  matches(text: string): boolean
}

export class UnusableSchema extends Error {
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

/** The dialects that are read here, as `$schema` names them. */
const knownDialect = /^https?:\/\/json-schema\.org\/draft(\/2020-12|-07)\/schema#?$/

const mostPatternCharacters = 4_000
const mostPatternSize = 5_000

const annotations = new Set([
  ...['$schema', '$id', '$comment', 'title', 'description', 'default', 'example', 'examples', 'deprecated'],
  ...['readOnly', 'writeOnly', 'contentMediaType', 'contentEncoding', 'discriminator'],
])
const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])

type Kind = 'schema' | 'schemas' | 'schemaMap' | 'count' | 'number' | 'names' | 'list' | 'boolean' | 'string' | 'any'

/** What each keyword is followed by. */
const keywordsByKind: Readonly<Record<Kind, readonly string[]>> = {
  schema: [
    'additionalProperties',
    'propertyNames',
    'not',
    'if',
    'then',
    'else',
    'items',
    'additionalItems',
    'contains',
  ],
  schemas: ['allOf', 'anyOf', 'oneOf', 'prefixItems'],
  schemaMap: ['properties', 'patternProperties', '$defs', 'definitions'],
  count: ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  names: ['required'],
  list: ['enum'],
  boolean: ['uniqueItems'],
  string: ['pattern', 'format', '$ref'],
  any: ['type', 'const', 'dependentRequired'],
}
const keywords = new Map(
  Object.entries(keywordsByKind).flatMap(([kind, names]) => names.map((name) => [name, kind as Kind] as const)),
)

/** @throws UnusableSchema */
export function usableSchema(schema: Json): UsableSchema {
  return new Reader(schema).read()
}

class Reader {
  readonly #source: Json
  readonly #patterns = new Map<string, Pattern>()
  readonly #definitions: Json = Object.create(null)
  /** Which definition stands for what a reference names. */
  readonly #names = new Map<unknown, string>()
  /** Where each definition stands in the schema as it was given. */
  readonly #places = new Map<string, string>()
  #patternCharacters = 0
  #patternSize = 0

  constructor(source: Json) {
    this.#source = source
  }

  read(): UsableSchema {
    const { type } = this.#source
    if (type !== undefined && !listOf(type).includes('object')) {
      throw new UnusableSchema('type', 'the output is always an object, so the type must be object')
    }
    const root = this.#reference('#', '')
    this.#refuseLoops()
    return { root, definitions: this.#definitions, patterns: this.#patterns }
  }

  #schema(schema: unknown, path: string): Json | boolean {
    if (typeof schema === 'boolean') return schema
    if (!isObject(schema)) throw new UnusableSchema(path, 'must be a schema: an object, true or false')
    const read: Json = {}
    for (const [keyword, value] of Object.entries(schema)) {
      const at = join(path, keyword)
      if (keyword === '$schema') refuseOtherDialect(value, at)
      if (annotations.has(keyword) || keyword.startsWith('x-')) continue
      const kind = keywords.get(keyword)
      if (kind === undefined)
        throw new UnusableSchema(at, `'${keyword.slice(0, 60)}' is no keyword that is understood here`)
      // Reached through references alone.
      if (keyword === '$defs' || keyword === 'definitions') this.#value('schemaMap', value, at)
      else read[keyword] = this.#value(kind, value, at)
    }
    return arrange(this.#withDetails(read, path))
  }

  #value(kind: Kind, value: unknown, path: string): unknown {
    switch (kind) {
      case 'schema':
        // Draft 7 has a list of them under items.
        return path.endsWith('items') && Array.isArray(value)
          ? this.#value('schemas', value, path)
          : this.#schema(value, path)
      case 'schemas':
        if (!Array.isArray(value) || value.length === 0) throw new UnusableSchema(path, 'must be a list of schemas')
        return value.map((each, index) => this.#schema(each, join(path, String(index))))
      case 'schemaMap': {
        if (!isObject(value)) throw new UnusableSchema(path, 'must be an object of schemas')
        // Without a prototype: a property may be named like what every object has.
        const map: Json = Object.create(null)
        for (const [name, each] of Object.entries(value)) map[name] = this.#schema(each, join(path, name))
        return map
      }
      case 'count':
        if (!Number.isInteger(value) || (value as number) < 0)
          throw new UnusableSchema(path, 'must be a whole number from 0')
        return value
      case 'number':
        if (typeof value !== 'number') throw new UnusableSchema(path, 'must be a number')
        return value
      case 'names':
        if (!isNames(value)) throw new UnusableSchema(path, 'must be a list of names')
        return value
      case 'list':
        if (!Array.isArray(value) || value.length === 0) throw new UnusableSchema(path, 'must be a list of values')
        return value
      case 'boolean':
        if (typeof value !== 'boolean') throw new UnusableSchema(path, 'must be true or false')
        return value
      case 'string':
        if (typeof value !== 'string') throw new UnusableSchema(path, 'must be text')
        return value
      case 'any':
        return value
    }
  }

  /** What the kind of a value alone does not say. */
  #withDetails(schema: Json, path: string): Json {
    if (schema.type !== undefined) {
      const unknown = listOf(schema.type).find((type) => !types.has(type as string))
      if (unknown !== undefined || listOf(schema.type).length === 0) {
        throw new UnusableSchema(join(path, 'type'), `must be one or several of ${[...types].join(', ')}`)
      }
    }
    if (schema.multipleOf !== undefined && !((schema.multipleOf as number) > 0)) {
      throw new UnusableSchema(join(path, 'multipleOf'), 'must be more than 0')
    }
    if (schema.pattern !== undefined) this.#pattern(schema.pattern as string, join(path, 'pattern'))
    for (const pattern of Object.keys(schema.patternProperties ?? {})) {
      this.#pattern(pattern, join(path, 'patternProperties', pattern))
    }
    const { dependentRequired: dependent } = schema
    if (dependent !== undefined && !(isObject(dependent) && Object.values(dependent).every(isNames))) {
      throw new UnusableSchema(join(path, 'dependentRequired'), 'must be an object of lists of names')
    }
    if (schema.$ref !== undefined) schema.$ref = this.#reference(schema.$ref as string, join(path, '$ref')).$ref
    return schema
  }

  /** Compiles it for a matcher without backtracking: what that one cannot do could run for ever. */
  #pattern(source: string, path: string): void {
    if (this.#patterns.has(source)) return
    this.#patternCharacters += source.length
    if (this.#patternCharacters > mostPatternCharacters) {
      throw new UnusableSchema(path, `the patterns have more than ${mostPatternCharacters} characters together`)
    }
    try {
      const compiled = RE2JS.compile(RE2JS.translateRegExp(source))
      const size = compiled.programSize()
      this.#patternSize += size
      this.#patterns.set(source, { size, matches: (text) => compiled.test(text) })
    } catch (error) {
      throw new UnusableSchema(
        path,
        `the pattern cannot be used (${(error as Error).message.slice(0, 120)}): look-around and references back are not taken`,
      )
    }
    if (this.#patternSize > mostPatternSize) {
      throw new UnusableSchema(path, 'the patterns are too large: write shorter repeats such as {1,100}')
    }
  }

  #reference(reference: string, path: string): { $ref: string } {
    const target = this.#lookUp(reference, path)
    let name = this.#names.get(target)
    if (name === undefined) {
      name = `d${this.#names.size}`
      this.#names.set(target, name)
      const at = reference.replace(/^#\/?/, '').replaceAll('/', '.')
      this.#places.set(name, at)
      this.#definitions[name] = this.#schema(target, at)
    }
    return { $ref: name }
  }

  /** A reference that leads back to itself without a step into the output never comes to an end. */
  #refuseLoops(): void {
    const done = new Set<string>()
    const walk = (name: string, way: readonly string[]): void => {
      if (way.includes(name)) throw new UnusableSchema(this.#places.get(name)!, 'refers to itself and to nothing else')
      if (done.has(name)) return
      for (const next of referencesHere(this.#definitions[name])) walk(next, [...way, name])
      done.add(name)
    }
    for (const name of Object.keys(this.#definitions)) walk(name, [])
  }

  #lookUp(reference: string, path: string): unknown {
    if (!/^#(\/|$)/.test(reference)) {
      throw new UnusableSchema(
        path,
        `'${reference.slice(0, 80)}' is not in this schema: only references such as #/$defs/name are followed`,
      )
    }
    let target: unknown = this.#source
    const steps = reference === '#' ? [] : reference.slice(2).split('/')
    for (const step of steps) {
      const key = decode(step)
      const isThere = typeof target === 'object' && target !== null && Object.hasOwn(target, key)
      if (!isThere) throw new UnusableSchema(path, `there is nothing at '${reference.slice(0, 80)}'`)
      target = (target as Json)[key]
    }
    return target
  }
}

/** Other drafts give some keywords another meaning, such as draft 4 to exclusiveMinimum. */
function refuseOtherDialect(dialect: unknown, path: string): void {
  if (typeof dialect === 'string' && knownDialect.test(dialect)) return
  const name = typeof dialect === 'string' ? `'${dialect.slice(0, 80)}'` : JSON.stringify(dialect)?.slice(0, 80)
  throw new UnusableSchema(
    path,
    `${name} is not understood here: write it in 2020-12 (https://json-schema.org/draft/2020-12/schema) or draft 7 (http://json-schema.org/draft-07/schema#)`,
  )
}

/** Draft 7 writes a tuple as a list under items; 2020-12 as prefixItems, which the checker knows. */
function arrange(schema: Json): Json {
  const { items, additionalItems, ...rest } = schema
  if (Array.isArray(items)) return { ...rest, prefixItems: items, items: additionalItems ?? true }
  return items === undefined ? rest : { ...rest, items }
}

/** What a schema refers to for the same place of the output. */
function referencesHere(schema: unknown): string[] {
  if (!isObject(schema)) return []
  const { $ref, allOf, anyOf, oneOf, not, if: condition, then, else: otherwise } = schema
  const within = [allOf, anyOf, oneOf].flatMap((schemas) => (schemas ?? []) as unknown[])
  const parts = [...within, not, condition, then, otherwise].flatMap(referencesHere)
  return typeof $ref === 'string' ? [$ref, ...parts] : parts
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const join = (...steps: string[]): string => steps.filter((step) => step !== '').join('.')

function decode(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return step
  }
}
