// The documents of the SDK, which are made from its source as it will be once the rest is generated.
import type { Contract } from '../contract/document.ts'
import { apiReport } from './api-report.ts'
import { gapsOf, unshownIn } from './audit.ts'
import { compileExamples, examplesOf } from './examples.ts'
import { sdkPages } from './pages.ts'
import { openSdk } from './program.ts'
import { usesIn } from './uses.ts'

/**
 * @returns their texts by their path from the root
 * @throws where something has no comment, a number no unit, or no example shows it
 */
export function sdkDocuments(root: string, contract: Contract, made: ReadonlyMap<string, string>): Map<string, string> {
  const sdk = openSdk(root, made)
  const examples = [...sdkPages(sdk, contract)].flatMap(([page, text]) => examplesOf(page, text))
  const uses = usesIn(sdk, compileExamples(sdk, examples))
  const gaps = [...gapsOf(sdk), ...unshownIn(sdk, uses)]
  if (gaps.length > 0) throw new Error(`The SDK is not documented whole:\n${gaps.map((gap) => `  ${gap}`).join('\n')}`)
  const pages = [...sdkPages(sdk, contract, uses)].map(([page, text]) => [`sdk/docs/${page}`, text] as const)
  return new Map([...pages, ['sdk/api.md', apiReport(sdk)]])
}
