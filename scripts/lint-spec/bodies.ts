// Request bodies: each a named, closed object with an example or the bytes of a file, sent only where HTTP expects one.
import { bodySchema, isBytes, jsonType, resolve, schemaName } from '../contract/document.ts'
import { eachOperation, type Rule } from './breach.ts'

const takesBody = ['post', 'put', 'patch']

export const bodyRules: Rule[] = [
  eachOperation((operation, contract) => {
    const { requestBody } = operation.raw
    if (!requestBody) return undefined
    if (isBytes(requestBody.content)) return operation.method !== 'put' && 'bytes are sent with PUT'
    const schema = bodySchema(operation)
    if (!schema) return `the request body must be ${jsonType} with a schema`
    if (!schemaName(schema)) return 'the schema of the request body must be a named one'
    const body = resolve(contract, schema)
    return [
      !takesBody.includes(operation.method) && `${operation.method.toUpperCase()} must not have a body`,
      (body.type !== 'object' || body.additionalProperties !== false) &&
        `the request body ${schemaName(schema)} must be an object with additionalProperties: false`,
      requestBody.content?.[jsonType]?.example === undefined && 'the request body has no example',
    ]
  }),
  eachOperation(({ method, parameters }) => {
    const inQuery = parameters.some((parameter) => parameter.in === 'query')
    return inQuery && takesBody.includes(method) && `${method.toUpperCase()} must not have query parameters`
  }),
]
