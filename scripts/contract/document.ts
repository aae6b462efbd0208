// The bundled contract as the scripts see it: what the document may hold, and its operations laid out in a list.

export interface Contract {
  openapi: string
  info: { title: string; version: string }
  tags?: { name: string; description?: string }[]
  paths: Record<string, PathItem>
  components: { schemas: Record<string, Schema>; parameters?: Record<string, Parameter>; [kind: string]: unknown }
  'x-mission-control': Rules
}

export interface Rules {
  taskStates: { states: TaskState[]; transitions: Transition[] }
  errors: Record<string, ErrorRule>
  events: Record<string, { description: string; subject: string }>
  roles: { roles: Record<string, unknown>; scopes: Record<string, unknown>; [key: string]: unknown }
}

export interface TaskState {
  name: string
  description: string
  terminal: boolean
  leased: boolean
}

export interface Transition {
  name: string
  from: string[]
  to: string
  by: string[]
  operation: string | null
  event: string
  description: string
}

export interface ErrorRule {
  status: number
  retryable: boolean
  message: string
  hint: string
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  [keyword: string]: unknown
}

export interface Parameter {
  $ref?: string
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  description?: string
  schema?: Schema
  [keyword: string]: unknown
}

export interface MediaType {
  schema?: Schema
  example?: unknown
}

export interface Response {
  $ref?: string
  description?: string
  content?: Record<string, MediaType>
}

/** An operation as it stands in the document; anything may be missing until the lint has passed. */
export interface RawOperation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content?: Record<string, MediaType> }
  responses?: Record<string, Response>
  'x-roles'?: string[]
  'x-scope'?: string
  'x-idempotency'?: string
  'x-errors'?: string[]
  'x-when-to-use'?: string
  [key: string]: unknown
}

type PathItem = { parameters?: Parameter[] } & Partial<Record<Method, RawOperation>>

const methods = ['get', 'put', 'post', 'patch', 'delete'] as const
type Method = (typeof methods)[number]

export interface Operation {
  id: string
  method: Method
  path: string
  /** Where it stands in the document, as a JSON pointer. */
  pointer: string
  raw: RawOperation
  /** Those of the path first; references resolved. */
  parameters: Parameter[]
}

export function listOperations(contract: Contract): Operation[] {
  return Object.entries(contract.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = item[method]
      if (!raw) return []
      const pointer = `#/paths/${escapePointer(path)}/${method}`
      const parameters = [...(item.parameters ?? []), ...(raw.parameters ?? [])].map((it) => resolve(contract, it))
      return [{ id: raw.operationId ?? pointer, method, path, pointer, raw, parameters }]
    }),
  )
}

/** Follows `$ref` to what it names, however many steps that takes. */
export function resolve<T extends { $ref?: string }>(contract: Contract, value: T): T {
  let current = value
  while (current.$ref) current = lookUp(contract, current.$ref) as T
  return current
}

function lookUp(contract: Contract, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/').map(unescapePointer)
  let current: unknown = contract
  for (const step of steps) current = (current as Record<string, unknown> | undefined)?.[step]
  if (current === undefined) throw new Error(`The document has nothing at ${reference}`)
  return current
}

/** `#/components/schemas/Task` → `Task`. */
export function schemaName(schema: Schema | undefined): string | undefined {
  return schema?.$ref?.match(/^#\/components\/schemas\/([^/]+)$/)?.[1]
}

export const jsonType = 'application/json'

export function successResponse(operation: Operation): { status: string; response: Response } | undefined {
  const entry = Object.entries(operation.raw.responses ?? {}).find(([status]) => /^2\d\d$/.test(status))
  return entry && { status: entry[0], response: entry[1] }
}

export function bodySchema(operation: Operation): Schema | undefined {
  return operation.raw.requestBody?.content?.[jsonType]?.schema
}

/** Whether a body or an answer is the bytes of a file rather than JSON. */
export const isBytes = (content: Record<string, MediaType> | undefined): boolean =>
  content?.['*/*']?.schema?.format === 'binary'

export const escapePointer = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1')
const unescapePointer = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~')
