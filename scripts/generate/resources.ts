// The SDK's resources as interfaces: what a person sees when they type `client.tasks.`. One flat object goes in, whichever
// of its fields travel in the path, the query or the body; the data comes out.
import { bodySchema, type Contract, listOperations, type Operation, resolve, schemaName } from '../contract/document.ts'
import { type Answer, answerOf } from './answers.ts'
import { comment, typescriptFile } from './text.ts'

export function sdkResources(contract: Contract): string {
  const all = listOperations(contract).filter(isCallable)
  const byResource = Map.groupBy(all, (operation) => splitId(operation).resource)
  const interfaces = [...byResource].map(([name, operations]) => resourceInterface(contract, name, operations))
  const members = [...byResource.keys()].map(
    (name) => `  /** The operations \`${name}.*\`. */\n  ${name}: ${interfaceName(name)}`,
  )
  const whole = `/** All operations, by what they are about. */\nexport interface Resources {\n${members.join('\n')}\n}`
  const parts = [imports(contract, all), ...interfaces, whole]
  return typescriptFile('The resources of the client, one method for each operation.', parts.join('\n\n'))
}

/** Streams and bytes are no calls of JSON with an answer of JSON; the client has code of its own for them. */
const isCallable = (operation: Operation): boolean => !['stream', 'upload'].includes(answerOf(operation).kind)

function resourceInterface(contract: Contract, name: string, operations: Operation[]): string {
  const methods = operations.map((operation) => method(contract, operation))
  const about = contract.tags?.find((tag) => tag.name === operations[0]?.raw.tags?.[0])?.description
  const documentation = comment([`The operations \`${name}.*\`.${about ? ` ${about}` : ''}`])
  return `${documentation}\nexport interface ${interfaceName(name)} {\n${methods.join('\n\n')}\n}`
}

function method(contract: Contract, operation: Operation): string {
  const { verb } = splitId(operation)
  const { types, required } = inputOf(contract, operation)
  const input = `input${required ? '' : '?'}: ${types.length > 0 ? types.join(' & ') : 'NoInput'}`
  const signature = `  ${verb}(${input}, options?: RequestOptions): ${answerType(answerOf(operation))}`
  return `${comment(documentation(contract, operation), '  ')}\n${signature}`
}

function inputOf(contract: Contract, operation: Operation): { types: string[]; required: boolean } {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query')
  const reference = bodySchema(operation)
  const body = reference && resolve(contract, reference)
  const types = [
    inPath.length > 0 ? `PathOf<'${operation.id}'>` : undefined,
    inQuery.length > 0 ? `QueryOf<'${operation.id}'>` : undefined,
    bodyName(contract, operation),
  ]
  const required = [...inPath, ...inQuery].some((parameter) => parameter.required) || (body?.required ?? []).length > 0
  return { types: types.filter((type) => type !== undefined), required }
}

/** The named schema of the body; none if it has no fields, for nothing can be joined to an empty type. */
function bodyName(contract: Contract, operation: Operation): string | undefined {
  const reference = bodySchema(operation)
  const fields = Object.keys((reference && resolve(contract, reference).properties) ?? {})
  return fields.length > 0 ? schemaName(reference) : undefined
}

function answerType(answer: Answer): string {
  if (answer.kind === 'page') return `Paged<${answer.type}>`
  return answer.kind === 'data' ? `Call<${answer.type}>` : 'never'
}

/** The SDK always sends JSON. */
const neverMet = ['unsupported_content_type']

function documentation(contract: Contract, operation: Operation): string[] {
  const { errors } = contract['x-mission-control']
  const { summary = operation.id, description = '', 'x-when-to-use': when } = operation.raw
  const codes = (operation.raw['x-errors'] ?? []).filter((code) => !neverMet.includes(code))
  const lines = [`${summary.replace(/\.$/, '')}.`]
  if (description) lines.push('', ...description.trim().split('\n'))
  if (when) lines.push('', `@remarks ${when.trim().replaceAll('\n', ' ')}`)
  if (codes.length > 0)
    lines.push('', ...codes.map((code) => `@throws \`${code}\` ${errors[code]?.message ?? ''}`.trim()))
  return lines
}

function imports(contract: Contract, all: Operation[]): string {
  const schemas = all.flatMap((operation) => [bodyName(contract, operation), answerOf(operation).schema])
  const names = [...new Set(['operations', ...schemas.filter((name) => name !== undefined)])].sort()
  return `import type { Call, Paged, RequestOptions } from '../resource-types.ts'
import type {
${names.map((name) => `  ${name},`).join('\n')}
} from './openapi.ts'

type PathOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['path']>
type QueryOf<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>
type NoInput = Record<string, never>`
}

function splitId(operation: Operation): { resource: string; verb: string } {
  const [resource = '', verb = ''] = operation.id.split('.')
  return { resource, verb }
}

const interfaceName = (resource: string): string => `${resource[0]?.toUpperCase()}${resource.slice(1)}Resource`
