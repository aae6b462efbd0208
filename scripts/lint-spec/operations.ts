// What every operation must say about itself, and how its fields may be spread over path, query and body.
import { bodySchema, type Contract, listOperations, type Operation, resolve } from '../contract/document.ts'
import { type Breach, breaches, duplicates, eachOperation, type Rule } from './breach.ts'

/** Any operation may answer these; listing them again would only hide the ones that matter. */
const commonErrors = [
  'unauthenticated',
  'forbidden',
  'insufficient_scope',
  'validation_failed',
  'invalid_json',
  'rate_limited',
  'internal_error',
  'storage_unavailable',
  'shutting_down',
]

const idempotencies = ['natural', 'key', 'none']
const longestSummary = 70

export const operationRules: Rule[] = [
  uniqueIds,
  eachOperation(({ raw }) => [
    !/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(raw.operationId ?? '') && 'operationId must read noun.verb',
    !raw.summary && 'has no summary',
    (raw.summary ?? '').length >= longestSummary && `summary must be shorter than ${longestSummary} characters`,
    !raw.description && 'has no description',
    !raw.tags?.length && 'has no tags',
  ]),
  eachOperation(({ raw }, contract) => {
    const { roles, scopes } = contract['x-mission-control'].roles
    const named = raw['x-roles'] ?? []
    return [
      named.length === 0 && 'has no x-roles',
      ...named
        .filter((role) => !(role in roles))
        .map((role) => `x-roles names ${role}, which rules/roles.yaml does not have`),
      !((raw['x-scope'] ?? '') in scopes) && `x-scope must be one of ${Object.keys(scopes).join(', ')}`,
      !idempotencies.includes(raw['x-idempotency'] ?? '') && `x-idempotency must be one of ${idempotencies.join(', ')}`,
    ]
  }),
  eachOperation(({ raw }, contract) => {
    const codes = raw['x-errors']
    if (!codes) return 'has no x-errors (an empty list if it has none of its own)'
    const { errors } = contract['x-mission-control']
    return [
      ...codes
        .filter((code) => !(code in errors))
        .map((code) => `x-errors names ${code}, which rules/errors.yaml does not have`),
      ...codes
        .filter((code) => commonErrors.includes(code))
        .map((code) => `x-errors lists ${code}, which any operation may answer`),
      ...duplicates(codes).map((code) => `x-errors names ${code} twice`),
    ]
  }),
  eachOperation((operation, contract) => {
    const placed = placeFields(operation, contract)
    const names = Object.values(placed).flat()
    return [
      placed.query.length > 0 && bodySchema(operation) && 'has both query parameters and a body',
      ...duplicates(names).map((name) => `the name ${name} occurs twice among path, query and body`),
    ]
  }),
  eachOperation((operation, contract) => {
    const inTemplate = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
    const declared = placeFields(operation, contract).path
    return [
      ...inTemplate
        .filter((name) => !declared.includes(name))
        .map((name) => `the path parameter ${name} is not declared`),
      ...declared
        .filter((name) => !inTemplate.includes(name))
        .map((name) => `declares ${name}, which is not in its path`),
    ]
  }),
  eachOperation(({ parameters }) =>
    parameters.flatMap((parameter) => [
      !parameter.description && `the parameter ${parameter.name} has no description`,
      parameter.in === 'query' &&
        parameter.schema?.type === 'array' &&
        (parameter.style !== 'form' || parameter.explode !== false) &&
        `the array parameter ${parameter.name} must have style: form, explode: false`,
    ]),
  ),
]

function uniqueIds(contract: Contract): Breach[] {
  return duplicates(listOperations(contract).map(({ id }) => id)).flatMap((id) =>
    breaches(id, 'the operationId occurs twice'),
  )
}

function placeFields(operation: Operation, contract: Contract): Record<'path' | 'query' | 'body', string[]> {
  const names = (place: string) => operation.parameters.filter((it) => it.in === place).map((it) => it.name)
  const body = bodySchema(operation)
  const inBody = body ? Object.keys(resolve(contract, body).properties ?? {}) : []
  return { path: names('path'), query: names('query'), body: inBody }
}
