// A page for each resource: its operations as methods, with the contract's own example as a call.
import {
  bodySchema,
  type Contract,
  jsonType,
  listOperations,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
  schemaName,
} from '../contract/document.ts'
import type { Links } from './links.ts'
import { callParts, exampleBlock, prose } from './render.ts'
import type { Member, Shape } from './shape.ts'
import { resourcePage } from './topics.ts'

/** @param resource such as `tasks` */
export function renderResource(contract: Contract, resource: string, shape: Shape, links: Links): string {
  const page = resourcePage(resource)
  const operations = new Map(listOperations(contract).map((operation) => [operation.id, operation]))
  const methods = shape.members.map((method) => {
    const operation = operations.get(`${resource}.${method.name}`)
    if (!operation) throw new Error(`${resource}.${method.name} is no operation.`)
    return renderOperation(contract, operation, method, page, links)
  })
  return [prose(shape.comment.text, page, links), ...methods].join('\n\n')
}

export const operationHeading = (id: string): string => `missionControl.${id}`

function renderOperation(contract: Contract, operation: Operation, method: Member, page: string, links: Links): string {
  const body = schemaName(bodySchema(operation))
  const answer = method.signature.slice(method.signature.lastIndexOf('): ') + 3)
  const signature = `${method.name}(${inputNames(contract, operation)}, options?): ${answer}`
  const types = [...(body ? [body] : []), answer].flatMap((type) => links.ofType(type, page))
  const fields = operation.parameters.filter((it) => it.in === 'path' || it.in === 'query')
  return [
    `## ${operationHeading(operation.id)}`,
    prose(method.comment.text, page, links),
    `\`\`\`typescript\n${signature}\n\`\`\``,
    fields.map((it) => `- ${fieldOf(contract, it)}`).join('\n'),
    types.length === 0 ? '' : `See ${[...new Set(types)].join(', ')}.`,
    ...callParts(method.comment, [], page, links),
    exampleBlock(exampleOf(contract, operation, answer)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function inputNames(contract: Contract, operation: Operation): string {
  const own = operation.parameters.filter((it) => it.in === 'path' || it.in === 'query').map(({ name }) => name)
  const reference = bodySchema(operation)
  const body = Object.keys((reference && resolve(contract, reference).properties) ?? {})
  return own.length + body.length === 0 ? 'input?' : `{ ${[...own, ...body].join(', ')} }`
}

function fieldOf(contract: Contract, { name, required, description = '', schema = {} }: Parameter): string {
  const { default: standard } = resolve(contract, schema)
  const given = standard === undefined ? '' : ` *Default:* ${JSON.stringify(standard)}.`
  return `\`${name}${required ? '' : '?'}: ${typeOf(contract, schema)}\` — ${description}${given}`
}

function typeOf(contract: Contract, schema: Schema): string {
  const named = schemaName(schema)
  if (named) return named
  const { type, enum: values, items } = resolve(contract, schema)
  if (Array.isArray(values)) return values.map((value) => literal(value)).join(' | ')
  if (type === 'array' && items) return `${typeOf(contract, items)}[]`
  return type === 'integer' ? 'number' : String(type ?? 'unknown')
}

/** With everything the contract's example of the body shows, and of the address only what must be there. */
function exampleOf(contract: Contract, operation: Operation, answer: string): string {
  const fields = operation.parameters
    .filter((it) => (it.in === 'path' || it.in === 'query') && it.required)
    .map((it) => [it.name, it.example ?? resolve(contract, it.schema ?? {}).example ?? ''])
  const body = operation.raw.requestBody?.content?.[jsonType]?.example ?? {}
  const input = { ...Object.fromEntries(fields), ...(body as object) }
  const call = `missionControl.${operation.id}(${Object.keys(input).length === 0 ? '' : literal(input)})`
  return answer.startsWith('Paged<') ? `for await (const entry of ${call}) console.log(entry)` : `await ${call}`
}

const longestLine = 100

/** JSON as one writes it in TypeScript. */
function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${literal(item, inner)}`)
  if (parts.length === 0) return isList ? '[]' : '{}'
  const flat = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
  if (flat.length + indent.length <= longestLine && !flat.includes('\n')) return flat
  const lines = parts.map((part) => `${inner}${part},`).join('\n')
  return isList ? `[\n${lines}\n${indent}]` : `{\n${lines}\n${indent}}`
}

const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key))
