// One flat object of fields, taken apart into what travels in the path, the query and the body.

/** The fields of a request, wherever they travel. */
export type Input = Readonly<Record<string, unknown>>

/** What is known of an operation: method, path, what a repeated request does, what kind of answer, its name. */
export type Operation = readonly [method: string, path: string, repeats: string, kind?: string, id?: string]

/** Reads a line of the generated table, which says how it is written. */
export function operationOf(line: string): Operation {
  const [id = '', method = '', short = '', ...more] = line.split(' ')
  const usual = /^P[OA]/.test(method) ? 'key' : 'natural'
  const path = short.replace(/(\w+)s\/\{\}/g, '$1s/{$1Id}').replace(/\/$/, id.replace(/.*\./, '/'))
  const isRepeats = more[0] && repeatWords.includes(more[0])
  return [method, path, (isRepeats && more.shift()) || usual, more[0], id]
}

const repeatWords = ['natural', 'key', 'none']

export interface RequestParts {
  params: { path: Record<string, string>; query: Record<string, unknown> }
  body: Record<string, unknown> | undefined
}

/** @throws TypeError if a field of the path is missing: the request would go to another operation */
export function assembleRequest([method, template]: Operation, input: Input): RequestParts {
  const rest = { ...input }
  const path: Record<string, string> = {}
  for (const [, name = ''] of template.matchAll(/\{(\w+)\}/g)) {
    path[name] = pathValue(rest[name], `${method} ${template}`, name)
    delete rest[name]
  }
  if (method === 'GET' || method === 'DELETE') return { params: { path, query: rest }, body: undefined }
  const hasBody = method === 'PATCH' || Object.keys(rest).length > 0
  return { params: { path, query: {} }, body: hasBody ? rest : undefined }
}

/** @throws TypeError if it would lead elsewhere */
export function pathValue(value: unknown, operation: string, name: string): string {
  // Empty or made of dots, it would change which path this is.
  if (typeof value === 'string' && /[^.]/.test(value)) return value
  throw new TypeError(`${operation} needs ${name}, an id, and got ${JSON.stringify(value)}.`)
}
