// All resources of the client, bound at run time from the generated table of operations.

import type { Page } from './generated/openapi.ts'
import { operations } from './generated/operations.ts'
import type { Resources } from './generated/resources.ts'
import { paged, withResponse } from './pagination.ts'
import { type Input, type Operation, operationOf } from './request.ts'
import type { Call, RequestOptions } from './resource-types.ts'
import type { Answer, Transport } from './transport.ts'

type Method = (input?: Input, options?: RequestOptions) => unknown

const table = operations.trim().split('\n').map(operationOf)

/** `tasks.create` becomes `resources.tasks.create(input, options)`. */
export function bindResources(transport: Transport): Resources {
  const resources: Record<string, Record<string, Method>> = {}
  for (const operation of table) {
    const [, , , kind, id = ''] = operation
    const [resource = '', verb = ''] = id.split('.')
    resources[resource] ??= {}
    resources[resource][verb] = (kind === 'page' ? list : call)(transport, operation)
  }
  return resources as unknown as Resources
}

const call =
  (transport: Transport, operation: Operation): Method =>
  (input, options): Call<unknown> => {
    const sent = transport.send(operation, input, options)
    const data = sent.then((answer) => answer.data)
    return Object.assign(data, {
      withResponse() {
        // Whoever takes the whole answer hears of a failure there.
        data.catch(() => {})
        return sent.then((answer) => withResponse(answer, answer.data))
      },
    })
  }

const list =
  (transport: Transport, operation: Operation): Method =>
  (input, options) =>
    paged(async (cursor) => {
      const answer = await transport.send(operation, cursor === undefined ? input : { ...input, cursor }, options)
      return answer as Answer & { data: unknown[]; page: Page }
    })
