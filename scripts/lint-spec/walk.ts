// Every schema of the document with its place, and whether a request may hold it.
import {
  bodySchema,
  type Contract,
  escapePointer,
  jsonType,
  listOperations,
  type Schema,
  schemaName,
} from '../contract/document.ts'

export interface Place {
  pointer: string
  schema: Schema
  /** Part of what callers send: a body, or a parameter. */
  isInRequest: boolean
  /** Stands under its name in components. */
  isNamed: boolean
  /** Stands under its name in an object's properties. */
  isProperty: boolean
}

/** Where a schema may hold others: one, a list, or a record of them. */
const single = ['items', 'additionalProperties', 'contains', 'propertyNames', 'not', 'if', 'then', 'else']
const lists = ['oneOf', 'anyOf', 'allOf', 'prefixItems']
const records = ['properties', 'patternProperties', 'dependentSchemas', '$defs']

export function allSchemas(contract: Contract): Place[] {
  const sent = schemasSent(contract)
  const named = Object.entries(contract.components.schemas).flatMap(([name, schema]) => {
    const pointer = `#/components/schemas/${escapePointer(name)}`
    return walk({ pointer, schema, isInRequest: sent.has(name), isNamed: true, isProperty: false })
  })
  return [...named, ...parameterSchemas(contract), ...envelopes(contract)]
}

function parameterSchemas(contract: Contract): Place[] {
  const places = listOperations(contract).flatMap(({ id, parameters }) =>
    parameters.map(({ name, schema = {} }) => ({ pointer: `${id} parameter ${name}`, schema })),
  )
  return places.flatMap((it) => walk({ ...it, isInRequest: true, isNamed: false, isProperty: false }))
}

function envelopes(contract: Contract): Place[] {
  return listOperations(contract).flatMap(({ id, raw }) =>
    Object.entries(raw.responses ?? {}).flatMap(([status, response]) => {
      // Whatever stands beside the data is the envelope's, which has rules of its own.
      const data = response.content?.[jsonType]?.schema?.properties?.data
      const pointer = `${id} response ${status} data`
      return data ? walk({ pointer, schema: data, isInRequest: false, isNamed: false, isProperty: false }) : []
    }),
  )
}

function walk(place: Place): Place[] {
  return [place, ...children(place).flatMap(walk)]
}

function children({ pointer, schema, isInRequest }: Place): Place[] {
  const child = (step: string, value: unknown, isProperty = false): Place[] =>
    typeof value === 'object' && value !== null
      ? [{ pointer: `${pointer}/${step}`, schema: value as Schema, isInRequest, isNamed: false, isProperty }]
      : []
  const entries = (word: string) => Object.entries((schema[word] ?? {}) as Record<string, unknown>)
  return [
    ...single.flatMap((word) => child(word, schema[word])),
    ...lists.flatMap((word) => entries(word).flatMap(([index, value]) => child(`${word}/${index}`, value))),
    ...records.flatMap((word) =>
      entries(word).flatMap(([name, value]) => child(`${word}/${escapePointer(name)}`, value, word === 'properties')),
    ),
  ]
}

/** Names of the schemas that bodies and parameters are made of, through all references. */
function schemasSent(contract: Contract): Set<string> {
  const found = new Set<string>()
  const visit = (schema: Schema | undefined) => {
    const name = schemaName(schema)
    if (name && found.has(name)) return
    if (name) found.add(name)
    const target = name ? contract.components.schemas[name] : schema
    if (!target) return
    const place = { pointer: '', schema: target, isInRequest: true, isNamed: false, isProperty: false }
    for (const child of children(place)) visit(child.schema)
  }
  for (const operation of listOperations(contract)) {
    visit(bodySchema(operation))
    for (const parameter of operation.parameters) visit(parameter.schema)
  }
  return found
}
