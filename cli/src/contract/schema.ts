// The part of JSON Schema that the contract is written in.
import document from '@mission-control/spec/openapi.json' with { type: 'json' }

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: unknown
  readonly oneOf?: readonly Schema[]
}

interface OpenApiDocument {
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly 'x-mission-control': {
    readonly events: Readonly<Record<string, { description: string }>>
    readonly taskStates: { readonly states: readonly { name: string; terminal: boolean; description: string }[] }
  }
}

export const contract = document as unknown as OpenApiDocument

/** Follows a `$ref`; what stands beside it, such as a description, goes before what it points at. */
export function resolved<T extends { readonly $ref?: string }>(entry: T): T {
  const { $ref, ...beside } = entry
  if ($ref === undefined) return entry
  let target: unknown = document
  for (const key of $ref.slice(2).split('/')) target = (target as Record<string, unknown>)[key]
  return { ...resolved(target as T), ...beside } as T
}

/** Its types without `null`; empty where the schema does not say. */
export const typesOf = ({ type }: Schema): readonly string[] =>
  (typeof type === 'string' ? [type] : (type ?? [])).filter((one) => one !== 'null')

export const isNullable = ({ type, oneOf }: Schema): boolean =>
  (Array.isArray(type) && type.includes('null')) || oneOf?.some((one) => one.type === 'null') === true

/** What it may be, where that is a closed list: its own values, or those of the entries of a list. */
export function choicesOf(schema: Schema): readonly string[] | undefined {
  const values = schema.enum ?? (schema.items && resolved(schema.items).enum)
  return values?.filter((value): value is string => typeof value === 'string')
}
