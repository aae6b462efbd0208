// Request validators, built once at start from the contract's schemas; a refusal names each place and what was wrong there.
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { contract, type Operation, type OperationId, operationTable, type Parameter, type Schema } from './contract.ts'
import { refusalOf, unknownNames, validationFailed } from './validation-messages.ts'

type Validator = z.ZodType

interface RequestValidators {
  readonly parameters: Validator | null
  readonly body: Validator | null
}

const controlCharacter = /\p{Cc}/u

const validators = buildValidators(operationTable)

export function validateParameters(
  operation: Operation,
  values: Record<string, string | string[]>,
): Record<string, unknown> {
  const validator = validators.get(operation.id)!.parameters
  if (!validator) return refuseAny(values)
  // From entries, as a parameter named __proto__ would otherwise vanish.
  const coerced = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      refuseControlCharacters(name, value)
      const parameter = operation.parameters.find((candidate) => candidate.name === name)
      return [name, parameter ? coerce(parameter.schema, value) : value]
    }),
  )
  return check(validator, coerced, 'parameters') as Record<string, unknown>
}

/** A database ends a pattern where it meets one, or fails; no id and no title has any. */
function refuseControlCharacters(name: string, value: string | string[]): void {
  const found = controlCharacter.exec(typeof value === 'string' ? value : value.join(''))
  if (!found) return
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  throw validationFailed([{ path: name, message: `holds a control character (U+${code})` }])
}

/** An operation without parameters has no validator: there is nothing to look up for it. */
function refuseAny(values: Record<string, string | string[]>): Record<string, never> {
  const names = Object.keys(values)
  if (names.length === 0) return {}
  throw validationFailed([{ path: 'parameters', message: unknownNames(names, 'parameters') }])
}

/** With what the operation takes as headers; nothing else may stand in their names' place. */
export function withHeaders(
  operation: Operation,
  values: Record<string, string | string[]>,
  headers: IncomingHttpHeaders,
): Record<string, string | string[]> {
  for (const { name } of operation.headers) {
    if (name in values) throw validationFailed([{ path: 'parameters', message: unknownNames([name], 'parameters') }])
    const value = headers[name.toLowerCase()]
    if (value !== undefined) values[name] = value
  }
  return values
}

export function validateBody(operation: Operation, body: unknown): unknown {
  const validator = validators.get(operation.id)!.body
  return validator ? check(validator, body, 'body') : undefined
}

function check(validator: Validator, value: unknown, where: string): unknown {
  const result = validator.safeParse(value, { reportInput: false })
  if (result.success) return result.data
  throw refusalOf(result.error.issues, value, where)
}

/** Queries and paths are text: the schema says what they stand for. */
function coerce(schema: Schema, value: string | string[]): unknown {
  if (schema.type === 'array') {
    const list = (Array.isArray(value) ? value : [value]).flatMap((part) => part.split(','))
    return list.map((part) => coerce((schema.items ?? {}) as Schema, part))
  }
  if (Array.isArray(value)) return value
  if (schema.type === 'integer' || schema.type === 'number')
    return /^-?\d{1,16}(\.\d+)?$/.test(value) ? Number(value) : value
  if (schema.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

function buildValidators(operations: readonly Operation[]): Map<OperationId, RequestValidators> {
  const properties: Record<string, Schema> = {}
  for (const operation of operations) {
    if (operation.parameters.length > 0)
      properties[`${operation.id} parameters`] = parametersSchema(operation.parameters)
    if (operation.body) properties[`${operation.id} body`] = operation.body.schema
  }
  // In one call: one by one costs fifteen times as much.
  const all = z.fromJSONSchema(
    relocate({
      type: 'object',
      properties,
      required: Object.keys(properties),
      $defs: contract.components.schemas,
    }) as never,
  ) as z.ZodObject
  return new Map(
    operations.map(({ id }) => [
      id,
      {
        parameters: (all.shape[`${id} parameters`] as Validator | undefined) ?? null,
        body: (all.shape[`${id} body`] as Validator | undefined) ?? null,
      },
    ]),
  )
}

function parametersSchema(parameters: readonly Parameter[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  }
}

/** Points references at `$defs`, where zod looks for them. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'example' && key !== 'examples' && !key.startsWith('x-'))
      .map(([key, entry]) => [
        key,
        key === '$ref' ? String(entry).replace('#/components/schemas/', '#/$defs/') : relocate(entry),
      ]),
  )
}
