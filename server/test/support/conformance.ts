// Holds every answer of the API against the contract: its status declared, its error code listed, its body of the schema.
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type ErrorCode, errorCodes } from '../../src/generated/rules.ts'
import { type Operation, operationTable } from '../../src/kernel/contract.ts'
import { Router } from '../../src/kernel/router.ts'

/** What any operation may answer, whatever its `x-errors` say. */
const commonCodes: readonly ErrorCode[] = [
  'unauthenticated',
  'forbidden',
  'insufficient_scope',
  'validation_failed',
  'invalid_json',
  'rate_limited',
  'storage_unavailable',
  'shutting_down',
]

const contractPath = fileURLToPath(new URL('../../../spec/dist/openapi.json', import.meta.url))
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
addFormats.default(ajv)
ajv.addSchema(JSON.parse(readFileSync(contractPath, 'utf8')) as object, 'contract')

const router = new Router(operationTable)
const validators = new Map<string, ValidateFunction>()

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Watches one exchange; whatever client made it, its answer is checked before it leaves. */
export function watchExchange(
  request: IncomingMessage,
  response: ServerResponse,
  report: (violation: string) => void,
): void {
  const { method = 'GET', url = '/' } = request
  if (!url.startsWith('/api/v1')) return
  let type = ''
  const writeHead = response.writeHead.bind(response) as (...parts: unknown[]) => ServerResponse
  const end = response.end.bind(response) as (...parts: unknown[]) => ServerResponse
  response.writeHead = ((...parts: unknown[]) => {
    const headers = parts.at(-1)
    if (typeof headers === 'object' && headers !== null)
      type = String((headers as Record<string, unknown>)['Content-Type'] ?? '')
    return writeHead(...parts)
  }) as typeof response.writeHead
  response.end = ((...parts: unknown[]) => {
    const text = typeof parts[0] === 'string' ? parts[0] : ''
    const path = url.slice('/api/v1'.length).split('?')[0]!
    for (const problem of problemsOf(method, path, { status: response.statusCode, type, text })) {
      report(`${method} ${url} → ${response.statusCode}: ${problem}`)
    }
    return end(...parts)
  }) as typeof response.end
}

function problemsOf(method: string, path: string, answer: Answer): string[] {
  const operation = operationAt(method, path)
  if (answer.type.startsWith('text/event-stream')) {
    return operation?.id === 'events.stream' ? [] : ['only events.stream answers with a stream']
  }
  if (operation?.id === 'files.download' && answer.status < 300) {
    return [200, 206].includes(answer.status) ? [] : ['bytes are the whole file or a part of it']
  }
  if (!answer.type.startsWith('application/json')) return [`its content type is '${answer.type}'`]
  const body = JSON.parse(answer.text) as unknown
  if (answer.status < 300)
    return operation ? problemsOfSuccess(operation, answer.status, body) : ['no operation is here']
  return problemsOfError(operation, answer.status, body)
}

/** None where the address cannot even be read. */
function operationAt(method: string, path: string): Operation | null {
  try {
    return router.match(method, path).operation
  } catch {
    return null
  }
}

function problemsOfSuccess(operation: Operation, status: number, body: unknown): string[] {
  if (status !== operation.successStatus) return [`${operation.id} declares ${operation.successStatus}`]
  const steps = [
    'paths',
    operation.path,
    operation.method.toLowerCase(),
    'responses',
    String(status),
    'content',
    'application/json',
    'schema',
  ]
  return problemsOfBody(`contract#/${steps.map(escapePointer).join('/')}`, body)
}

function problemsOfError(operation: Operation | null, status: number, body: unknown): string[] {
  const problems = problemsOfBody('contract#/components/schemas/ErrorBody', body)
  if (problems.length > 0) return problems
  const { code, message } = (body as { error: { code: ErrorCode; message: string } }).error
  if (errorCodes[code]?.status !== status) problems.push(`the code ${code} does not go with this status`)
  const isListed = !operation || commonCodes.includes(code) || operation.errors.includes(code)
  if (!isListed) problems.push(`${operation.id} does not list ${code} (${message})`)
  return problems
}

function problemsOfBody(reference: string, body: unknown): string[] {
  let validate = validators.get(reference)
  if (!validate) {
    validate = ajv.compile({ $ref: reference })
    validators.set(reference, validate)
  }
  if (validate(body)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || 'body'} ${message} ${JSON.stringify(params)}`,
  )
}

const escapePointer = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
