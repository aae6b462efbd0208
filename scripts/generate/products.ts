// Everything that is made from the contract, by the path it is written to.
import { skillProducts } from '../../skill/build.ts'
import type { Contract } from '../contract/document.ts'
import { sdkErrorClasses, sdkErrors } from './error-codes.ts'
import { errorsPage } from './errors-page.ts'
import { sdkOperations } from './operations.ts'
import { sdkResources } from './resources.ts'
import { serverRules } from './rules.ts'
import { taskStatesPage } from './task-states-page.ts'
import { sdkTypes, serverTypes } from './types.ts'

type Make = (contract: Contract) => string | Promise<string>

const products: Record<string, Make> = {
  'spec/dist/openapi.json': (contract) => `${JSON.stringify(contract, null, 2)}\n`,
  'server/src/generated/openapi.ts': serverTypes,
  'server/src/generated/rules.ts': serverRules,
  'sdk/src/generated/openapi.ts': sdkTypes,
  'sdk/src/generated/operations.ts': sdkOperations,
  'sdk/src/generated/resources.ts': sdkResources,
  'sdk/src/generated/errors.ts': sdkErrors,
  'sdk/src/generated/error-classes.ts': sdkErrorClasses,
  'docs/task-states.md': taskStatesPage,
  'docs/errors.md': errorsPage,
  ...skillProducts,
}

/** The text of every generated file, by its path from the root. */
export async function makeProducts(contract: Contract): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  for (const [path, make] of Object.entries(products)) made.set(path, await make(contract))
  return made
}
