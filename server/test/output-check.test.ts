// The checker of outputs beside ajv as a second opinion, and what only it does: names, limits, plain words.
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { missesOf } from '../src/features/tasks/output-check.ts'
import { usableSchema } from '../src/features/tasks/output-schema.ts'

type Json = Record<string, unknown>

const names = fc.constantFrom('a', 'b', 'aa', 'c')
const texts = fc.constantFrom('', 'a', 'ab', 'abc', '😀', '😀a', '1')
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, 1, 2, 3, -1, 1.5, 6),
    texts,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value
const small = fc.integer({ min: 0, max: 3 })
const someNames = fc.uniqueArray(names, { maxLength: 3 })
const kinds = fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null')

/** A few keywords at a time: with all of them at once nothing would ever fit. */
const someOf = (keywords: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> =>
  fc
    .array(fc.oneof(...Object.entries(keywords).map(([name, value]) => value.map((each) => ({ [name]: each })))), {
      maxLength: 4,
    })
    .map((parts) => Object.assign({}, ...parts))

const schemas = fc.letrec<{ schema: Json | boolean; parts: (Json | boolean)[] }>((tie) => ({
  parts: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean(),
    someOf({
      type: fc.oneof(kinds, fc.uniqueArray(kinds, { minLength: 1, maxLength: 3 })),
      enum: fc.uniqueArray(values, {
        minLength: 1,
        maxLength: 3,
        comparator: (a, b) => JSON.stringify(a) === JSON.stringify(b),
      }),
      const: values,
      minLength: small,
      maxLength: small,
      pattern: fc.constantFrom('^a', 'b$', '[0-9]', '^(a|b)*$'),
      minimum: small,
      maximum: small,
      exclusiveMinimum: small,
      exclusiveMaximum: small,
      multipleOf: fc.constantFrom(1, 2, 3),
      required: someNames,
      dependentRequired: fc.dictionary(names, someNames, { maxKeys: 2, noNullPrototype: true }),
      properties: fc.dictionary(names, tie('schema'), { maxKeys: 3, noNullPrototype: true }),
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), tie('schema'), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      additionalProperties: tie('schema'),
      propertyNames: tie('schema'),
      minProperties: small,
      maxProperties: small,
      items: tie('schema'),
      contains: tie('schema'),
      minItems: small,
      maxItems: small,
      uniqueItems: fc.boolean(),
      allOf: tie('parts'),
      anyOf: tie('parts'),
      oneOf: tie('parts'),
      not: tie('schema'),
      if: tie('schema'),
      // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
      then: tie('schema'),
      else: tie('schema'),
      $ref: fc.constantFrom('#/$defs/one', '#/$defs/two'),
    }),
  ),
}))

/** It has none where the code it generates breaks: it marks properties in a variable that one branch alone has set. */
function opinion(ask: () => boolean): boolean | null {
  try {
    return ask()
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

const ajv = new Ajv2020({ strict: false, logger: false })

describe('the verdict', () => {
  test('TK-12: is that of ajv for any schema and output', () => {
    const leaf = fc.record(
      { type: kinds, minLength: small, required: someNames },
      { requiredKeys: [], noNullPrototype: true },
    )
    const root = fc.record({ schema: schemas.schema, one: leaf, two: leaf })
    const outputs = fc.dictionary(names, values, { maxKeys: 4, noNullPrototype: true })
    fc.assert(
      fc.property(root, fc.array(outputs, { minLength: 5, maxLength: 5 }), ({ schema, one, two }, candidates) => {
        const whole = { $defs: { one, two }, allOf: [schema] } as Json
        const second = ajv.compile(whole)
        const usable = usableSchema(whole)
        for (const output of candidates) {
          const verdict = opinion(() => second(output))
          if (verdict !== null) expect(missesOf(output as Json, usable).length === 0).toBe(verdict)
        }
        ajv.removeSchema()
      }),
      { numRuns: 1500 },
    )
  }, 20_000)

  test('TK-12: draft 7 tuples, fractions, formats and names like what every object has', () => {
    const miss = (schema: Json, output: Json) =>
      missesOf(output, usableSchema(schema)).map(({ path, wanted }) => `${path} ${wanted}`)
    const tuple = { properties: { a: { items: [{ type: 'string' }], additionalItems: false } } }
    expect(miss(tuple, { a: ['x', 1] })).toEqual(['output.a.1 must not be there'])
    const pair = { properties: { a: { prefixItems: [{ type: 'string' }, false], items: { type: 'null' } } } }
    expect(miss(pair, { a: ['x'] })).toEqual([])
    expect(miss(pair, { a: [1, 2, 3] })).toEqual([
      'output.a.0 must be string',
      'output.a.1 must not be there',
      'output.a.2 must be null',
    ])
    expect(miss({ properties: { a: { prefixItems: [false], contains: false } } }, { a: [] })).toHaveLength(1)
    expect(miss({ oneOf: [{ anyOf: [{ prefixItems: [false] }, false], not: true }, {}, false] }, {})).toEqual([])
    expect(miss({ properties: { a: { multipleOf: 0.1 } } }, { a: 0.3 })).toEqual([])
    expect(miss({ properties: { a: { format: 'date' } } }, { a: '2026-13-01' })).toEqual([
      'output.a must be of the format "date"',
    ])
    expect(miss({ properties: { a: { format: 'made-up' } } }, { a: 'x' })).toEqual([])
    expect(miss({ required: ['constructor'] }, {})).toEqual(['output must have the property "constructor"'])
    expect(miss({ additionalProperties: false }, { toString: 1 })).toEqual([
      'output must not have the property "toString"',
    ])
    expect(miss({ properties: { a: { minLength: 2 } } }, { a: '😀' })).toEqual([
      'output.a must have at least 2 characters',
    ])
    expect(miss({ properties: { a: { pattern: '^\\p{L}\\d\\u0041$' } } }, { a: 'é1A' })).toEqual([])
  })

  test('TK-12: names fifty places at most, cut to a readable length', () => {
    const schema = usableSchema({ additionalProperties: { enum: ['x'.repeat(2_000)] } })
    const misses = missesOf(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}`, 1])), schema)
    expect(misses).toHaveLength(50)
    expect(Math.max(...misses.map(({ wanted }) => wanted.length))).toBe(500)
  })
})
