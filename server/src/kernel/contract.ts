// The bundled OpenAPI document as the table of operations the server serves; nobody writes a path twice.
import document from '@mission-control/spec/openapi.json' with { type: 'json' }
import type { operations } from '../generated/openapi.ts'
import type { ErrorCode } from '../generated/rules.ts'

export type OperationId = keyof operations & string
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Role = 'public' | 'registration' | 'agent' | 'viewer' | 'operator' | 'admin' | 'instance_admin' | 'user'
export type Scope = 'read' | 'write' | 'decide' | 'admin'
export type Schema = Record<string, unknown>

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
}

export interface Operation {
  readonly id: OperationId
  readonly method: Method
  /** Such as `/tasks/{taskId}/claim`. */
  readonly path: string
  readonly roles: ReadonlySet<Role>
  readonly scope: Scope
  readonly idempotency: 'natural' | 'key' | 'none'
  readonly errors: readonly ErrorCode[]
  readonly parameters: readonly Parameter[]
  /** Those of the parameters that travel as headers; hardly any operation has one. */
  readonly headers: readonly Parameter[]
  /** The body is the bytes of a file: it is left unread until its handler wants it. */
  readonly takesBytes: boolean
  readonly body: { readonly schema: Schema; readonly required: boolean } | null
  readonly successStatus: number
}

interface OpenApiOperation {
  operationId: string
  'x-roles': Role[]
  'x-scope': Scope
  'x-idempotency': Operation['idempotency']
  'x-errors'?: ErrorCode[]
  parameters?: unknown[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}

type PathItem = Record<string, unknown> & { parameters?: unknown[] }

/** What a request may be nested to, in levels; JSON deeper than that is an attack or a mistake. */
export const contract = document as unknown as {
  info: { version: string }
  paths: Record<string, PathItem>
  components: { schemas: Record<string, Schema> }
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const

export const operationTable: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method] as OpenApiOperation | undefined
    return operation ? [readOperation(path, method, item, operation)] : []
  }),
)

function readOperation(
  path: string,
  method: (typeof methods)[number],
  item: PathItem,
  operation: OpenApiOperation,
): Operation {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((entry) =>
    resolve<Parameter>(entry),
  )
  const status = Object.keys(operation.responses).find((code) => code.startsWith('2'))
  const requestBody =
    operation.requestBody && resolve<NonNullable<OpenApiOperation['requestBody']>>(operation.requestBody)
  const body = requestBody?.content['application/json']
  return {
    id: operation.operationId as OperationId,
    method: method.toUpperCase() as Method,
    path,
    roles: new Set(operation['x-roles']),
    scope: operation['x-scope'],
    idempotency: operation['x-idempotency'],
    errors: operation['x-errors'] ?? [],
    parameters,
    headers: parameters.filter((parameter) => parameter.in === 'header'),
    takesBytes: requestBody !== undefined && !body,
    body: body ? { schema: body.schema, required: requestBody?.required ?? false } : null,
    successStatus: Number(status),
  }
}

function resolve<T>(entry: unknown): T {
  const reference = (entry as { $ref?: string }).$ref
  if (!reference) return entry as T
  let target: unknown = document
  for (const key of reference.slice(2).split('/')) {
    target = (target as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return target as T
}
