// Responses: exactly one that succeeds, in the envelope, with an example; every refusal the common one.
import { isBytes, jsonType, successResponse } from '../contract/document.ts'
import { eachOperation, type Rule } from './breach.ts'

export const answerRules: Rule[] = [
  eachOperation(({ raw }) => {
    const statuses = Object.keys(raw.responses ?? {})
    // Of bytes a part may be asked for.
    const partial = isBytes(raw.responses?.['200']?.content) ? ['206'] : []
    const successes = statuses.filter((status) => status.startsWith('2') && !partial.includes(status))
    return [
      successes.length !== 1 && `must have exactly one 2xx response, has ${successes.join(', ') || 'none'}`,
      raw.responses?.['4XX']?.$ref !== '#/components/responses/Error' && 'must have the common Error response for 4XX',
      ...statuses
        .filter((it) => !it.startsWith('2') && it !== '4XX')
        .map((it) => `response ${it}: only one 2xx and 4XX`),
    ]
  }),
  eachOperation((operation) => {
    const success = successResponse(operation)
    const content = success?.response.content
    if (!success || !content) return 'the 2xx response has no content'
    const media = content[jsonType]
    if (!media) return undefined
    const { schema } = media
    const expected = schema?.properties?.page ? ['success', 'data', 'page'] : ['success', 'data']
    return [
      (schema?.required ?? []).join() !== expected.join() && `the envelope must require ${expected.join(', ')}`,
      Object.keys(schema?.properties ?? {}).join() !== expected.join() &&
        `the envelope must have just ${expected.join(', ')}`,
      schema?.additionalProperties !== false && 'the envelope must have additionalProperties: false',
      media.example === undefined && `response ${success.status} has no example`,
    ]
  }),
]
