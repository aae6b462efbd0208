// The SDK's table of operations: all its resources are bound from these lines at run time.
import { type Contract, listOperations } from '../contract/document.ts'
import { answerOf } from './answers.ts'
import { recordLiteral, typescriptFile } from './text.ts'

export function sdkOperations(contract: Contract): string {
  const rows = listOperations(contract).map((operation) => {
    const row = [operation.method.toUpperCase(), operation.path, operation.raw['x-idempotency'] ?? 'none']
    const { kind } = answerOf(operation)
    return [operation.id, kind === 'data' ? row : [...row, kind]]
  })
  return typescriptFile(
    'Operation → method, path, what a repeated request does; `page` marks lists, `stream` what is no JSON, `upload` what takes bytes.',
    `
export const operations = ${recordLiteral(Object.fromEntries(rows))} as const

export type OperationId = keyof typeof operations
`,
  )
}
