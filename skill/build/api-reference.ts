// references/api.md: every operation an agent may call, as briefly as one can act on.
import { bodySchema, type Contract, type Operation, resolve, type Schema } from '../../scripts/contract/document.ts'
import { markdownFile } from '../../scripts/generate/text.ts'
import { agentOperations } from './agent-operations.ts'
import { isForCall } from './operations.ts'

/** On every list, and told once. */
const commonParameters = ['limit', 'cursor', 'sort']
/** May come from any operation that takes a body or a key, and are told once. */
const commonErrors = [
  'unsupported_content_type',
  'payload_too_large',
  'payload_too_deep',
  'csrf_failed',
  'idempotency_key_invalid',
  'idempotency_conflict',
  'request_in_flight',
  'workspace_required',
  'workspace_archived',
  'invalid_cursor',
]

export function apiReference(contract: Contract): string {
  const byTag = Map.groupBy(agentOperations(contract), ({ raw }) => raw.tags?.[0] ?? '')
  const sections = [...byTag].map(([tag, operations]) =>
    [`## ${tag}`, ...operations.map((operation) => operationText(contract, operation))].join('\n\n'),
  )
  return markdownFile(`
# What an agent may call

Call one with \`node scripts/mission.mjs call <operation> '<JSON of its fields>'\`: fields of path, query and body together in one object.
Paths begin with \`/api/v1\`. A field with \`?\` may be left out. Lists also take \`limit\`, \`cursor\` (from \`page.nextCursor\`) and \`sort\`.
Each error is a stable code with a message and a hint. Beyond those named, any operation may answer \`unauthenticated\`, \`forbidden\`,
\`validation_failed\`, \`not_found\`, \`workspace_archived\`, \`rate_limited\`, \`internal_error\`, \`storage_unavailable\` or \`shutting_down\`.

${sections.join('\n\n')}
`)
}

function operationText(contract: Contract, operation: Operation): string {
  const { id, method, path, raw } = operation
  const when = raw['x-when-to-use'] ? ` ${raw['x-when-to-use']}` : ''
  const notForCall = isForCall(contract, operation) ? '' : ' Not through `call`.'
  const fields = fieldsOf(contract, operation)
  const errors = (raw['x-errors'] ?? []).filter((code) => !commonErrors.includes(code) && code !== 'not_found')
  return [
    `### ${id}`,
    '',
    `\`${method.toUpperCase()} ${path}\`: ${raw.summary}.${when}${notForCall}`,
    ...(fields.length > 0 ? ['', ...fields] : []),
    ...(errors.length > 0 ? ['', `Errors: ${errors.map((code) => `\`${code}\``).join(', ')}.`] : []),
  ].join('\n')
}

function fieldsOf(contract: Contract, operation: Operation): string[] {
  const parameters = operation.parameters
    .filter(({ name }) => !commonParameters.includes(name))
    .map(({ name, required, schema, description }) =>
      fieldLine(contract, name, { ...schema, description }, required === true),
    )
  const reference = bodySchema(operation)
  const body = reference && resolve(contract, reference)
  const properties = Object.entries(body?.properties ?? {}).map(([name, schema]) =>
    fieldLine(contract, name, schema, body?.required?.includes(name) === true),
  )
  return [...parameters, ...properties]
}

function fieldLine(contract: Contract, name: string, schema: Schema, required: boolean): string {
  const description = schema.description ?? resolve(contract, schema).description ?? ''
  return `- \`${name}${required ? '' : '?'}\` ${typeOf(contract, schema)}: ${description.replace(/\s+/g, ' ')}`
}

function typeOf(contract: Contract, given: Schema): string {
  const schema = resolve(contract, given)
  const values = schema.enum as unknown[] | undefined
  if (values) return values.map((value) => `\`${value}\``).join(' ')
  if (schema.items) return `list of ${typeOf(contract, schema.items)}`
  if (schema.properties) {
    const inner = Object.entries(schema.properties).map(
      ([name, property]) => `${name}${schema.required?.includes(name) ? '' : '?'}: ${typeOf(contract, property)}`,
    )
    return `{ ${inner.join(', ')} }`
  }
  return [schema.type ?? 'any']
    .flat()
    .filter((type) => type !== 'null')
    .join(' or ')
}
