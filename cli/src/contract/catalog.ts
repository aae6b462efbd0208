// Every operation of the server, with all that can be asked of it, read from the contract.
import type { EventType } from '@mission-control/sdk'
import { contract, resolved, type Schema } from './schema.ts'

export interface Field {
  readonly name: string
  readonly place: 'path' | 'query' | 'header' | 'body'
  readonly isRequired: boolean
  readonly description: string
  readonly schema: Schema
}

export interface OperationEntry {
  /** As `tasks.create`. */
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly whenToUse: string | undefined
  readonly sideEffects: string | undefined
  readonly roles: readonly string[]
  readonly scope: string
  readonly errors: readonly string[]
  /** Wherever they travel; no name comes twice. */
  readonly fields: readonly Field[]
  /** A body that works, as the contract shows it. */
  readonly example: Readonly<Record<string, unknown>> | undefined
  /** Lists come in pages; a stream goes on; a file is sent or got as it is. */
  readonly kind: 'data' | 'page' | 'stream' | 'upload' | 'download'
}

interface RawOperation {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly RawParameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, RawContent>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, RawContent>> }>>
  readonly 'x-roles': readonly string[]
  readonly 'x-scope': string
  readonly 'x-errors'?: readonly string[]
  readonly 'x-when-to-use'?: string
  readonly 'x-side-effects'?: string
}

interface RawContent {
  readonly schema?: Schema
  readonly example?: Readonly<Record<string, unknown>>
}

interface RawParameter {
  readonly $ref?: string
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly description?: string
  readonly schema: Schema
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

export const catalog: readonly OperationEntry[] = Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const raw = item[method] as RawOperation | undefined
    return raw ? [entryOf(path, method, raw, (item.parameters ?? []) as RawParameter[])] : []
  }),
)

/** @throws where the contract has no such operation */
export function operation(id: string): OperationEntry {
  const entry = catalog.find((one) => one.id === id)
  if (!entry) throw new Error(`The contract has no operation ${id}.`)
  return entry
}

export const eventTypes = Object.keys(contract['x-mission-control'].events) as readonly EventType[]

export const terminalTaskStates: ReadonlySet<string> = new Set(
  contract['x-mission-control'].taskStates.states.filter(({ terminal }) => terminal).map(({ name }) => name),
)

function entryOf(path: string, method: string, raw: RawOperation, shared: readonly RawParameter[]): OperationEntry {
  const body = raw.requestBody?.content['application/json']
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary,
    description: raw.description.trim(),
    whenToUse: raw['x-when-to-use']?.trim(),
    sideEffects: raw['x-side-effects']?.trim(),
    roles: raw['x-roles'],
    scope: raw['x-scope'],
    errors: raw['x-errors'] ?? [],
    fields: [...[...shared, ...(raw.parameters ?? [])].map(parameterField), ...bodyFields(body?.schema)],
    example: body?.example,
    kind: kindOf(raw),
  }
}

function parameterField(entry: RawParameter): Field {
  const { name, in: place, required = false, description = '', schema } = resolved(entry)
  // The one header that is a field: named as it is in bodies.
  const field = place === 'header' ? name.replace('Mission-Control-Fence', 'fence') : name
  return { name: field, place, isRequired: required, description, schema: resolved(schema) }
}

function bodyFields(schema: Schema | undefined): Field[] {
  const { properties = {}, required = [] } = schema ? resolved(schema) : {}
  return Object.entries(properties).map(([name, property]) => ({
    name,
    place: 'body',
    isRequired: required.includes(name),
    description: property.description ?? '',
    schema: resolved(property),
  }))
}

function kindOf(raw: RawOperation): OperationEntry['kind'] {
  const content = Object.entries(raw.responses).find(([status]) => status.startsWith('2'))?.[1].content ?? {}
  if ('text/event-stream' in content) return 'stream'
  if ('*/*' in content) return 'download'
  if (raw.requestBody && '*/*' in raw.requestBody.content) return 'upload'
  return content['application/json']?.schema?.properties?.page ? 'page' : 'data'
}
