// The helper's table of operations: what it needs to send each of them.
import {
  type Contract,
  isBytes,
  jsonType,
  type Operation,
  resolve,
  successResponse,
} from '../../scripts/contract/document.ts'
import { notice, recordLiteral } from '../../scripts/generate/text.ts'
import { agentOperations } from './agent-operations.ts'

/** Called by verbs of their own. */
const byVerb = ['agents.register', 'registrations.poll', 'files.put']
/** What a model must not read. */
const secrets = ['secret', 'csrfToken', 'registrationToken', 'apiKey']

export function operationsModule(contract: Contract): string {
  const rows = agentOperations(contract)
    .filter((operation) => byVerb.includes(operation.id) || isForCall(contract, operation))
    .map(({ id, method, path, raw }) => [id, [method.toUpperCase(), path, raw['x-idempotency'] ?? 'none']])
  return `// ${notice}
// What the server lets agents do: method, path, what a repeated request does; and the version of the contract.

export const version = '${contract.info.version}'

export const operations = /** @type {const} */ (${recordLiteral(Object.fromEntries(rows))})
`
}

/** Neither what gives out secrets nor a stream, which never ends, nor what takes or gives the bytes of a file. */
export function isForCall(contract: Contract, operation: Operation): boolean {
  if (isBytes(operation.raw.requestBody?.content)) return false
  const data = successResponse(operation)?.response.content?.[jsonType]?.schema?.properties?.data
  if (!data) return false
  const { properties = {} } = resolve(contract, data)
  return !secrets.some((name) => name in properties)
}
