// The types of every schema and operation, for handlers (server) and for callers (SDK). They differ in one thing: a
// property with a default is always there for a handler and may be left out by a caller.
import openapiTypescript, { astToString, type OpenAPI3, type OpenAPITSOptions } from 'openapi-typescript'
import type { Contract } from '../contract/document.ts'
import { typescriptFile } from './text.ts'

export const serverTypes = (contract: Contract): Promise<string> =>
  types(contract, 'The contract as the handlers see it: properties with a default are filled in.', {
    defaultNonNullable: true,
  })

export const sdkTypes = (contract: Contract): Promise<string> =>
  types(contract, 'The contract as callers see it: properties with a default may be left out.', {
    defaultNonNullable: false,
  })

async function types(contract: Contract, why: string, options: OpenAPITSOptions): Promise<string> {
  const document = withoutExamples(contract) as unknown as OpenAPI3
  const nodes = await openapiTypescript(document, {
    ...options,
    silent: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    rootTypesKeepCasing: true,
  })
  return typescriptFile(why, astToString(nodes))
}

/** Examples are most of the document and mean nothing to a type. */
function withoutExamples(contract: Contract): Contract {
  return JSON.parse(JSON.stringify(contract, (key, value) => (key === 'example' ? undefined : value)))
}
