// The SDK's table of operations: all its resources are bound from these lines at run time.
import { type Contract, listOperations, type Operation } from '../contract/document.ts'
import { answerOf } from './answers.ts'
import { typescriptFile } from './text.ts'

/** What a line leaves out. */
const usualRepeats: Record<string, string> = {
  GET: 'natural',
  PUT: 'natural',
  DELETE: 'natural',
  POST: 'key',
  PATCH: 'key',
}

export function sdkOperations(contract: Contract): string {
  const operations = listOperations(contract)
  const lines = operations.map((operation) => {
    const method = operation.method.toUpperCase()
    const repeats = String(operation.raw['x-idempotency'] ?? 'none')
    const { kind } = answerOf(operation)
    const line = [operation.id, method, shortPath(operation)]
    return [...line, ...(repeats === usualRepeats[method] ? [] : [repeats]), ...(kind === 'data' ? [] : [kind])].join(
      ' ',
    )
  })
  return typescriptFile(
    `One line for each operation, in few bytes for it is part of every page that loads the SDK: its name, method, path (where
// \`tasks/{}\` is \`tasks/{taskId}\` and a last \`/\` is followed by the verb of the name), what a repeated request does (if not said: \`key\` for POST and PATCH, else \`natural\`),
// and what it gives: \`page\` a list, \`stream\` no JSON, \`upload\` takes bytes, else data.`,
    `
export const operations = \`
${lines.join('\n')}
\`

export type OperationId =
${operations.map(({ id }) => `  | '${id}'`).join('\n')}
`,
  )
}

function shortPath({ id, path }: Operation): string {
  const verb = id.replace(/.*\./, '')
  const short = path.replace(/(\w+)s\/\{\1Id\}/g, '$1s/{}')
  return short.endsWith(`/${verb}`) ? short.slice(0, -verb.length) : short
}
