// The SDK's error codes: which of them may be tried again, and a class for each. The classes are an entry of their own, so
// that a bundle carries those it names; the hint comes with each answer.
import type { Contract } from '../contract/document.ts'
import { comment, listLiteral, typescriptFile } from './text.ts'

const rulesOf = (contract: Contract) => Object.entries(contract['x-mission-control'].errors)

export function sdkErrors(contract: Contract): string {
  const codes = rulesOf(contract)
  const retryable = codes.filter(([, rule]) => rule.retryable).map(([code]) => code)
  return typescriptFile(
    'Every error code the server may answer with.',
    `
/**
 * What the server may answer instead of data; what each means and what to do stands with its class.
 *
 * @example
 * \`\`\`ts
 * import { type ErrorCode, MissionControlError } from '@mission-control/sdk'
 *
 * const notNow: ErrorCode[] = ['at_capacity', 'agent_paused', 'provider_limited']
 * const isForLater = (error: unknown) =>
 *   error instanceof MissionControlError && notNow.some((code) => code === error.code)
 * \`\`\`
 */
export type ErrorCode =
${codes.map(([code]) => `  | '${code}'`).join('\n')}

/** Those the very same call may get past later. */
export const retryableCodes: readonly string[] = ${listLiteral(retryable)}
`,
  )
}

export function sdkErrorClasses(contract: Contract): string {
  const classes = rulesOf(contract)
    // The main entry has this one: it knows its reason.
    .filter(([code]) => code !== 'lease_lost')
    .map(([code, { status, message, hint }]) => {
      const name = className(code)
      const documentation = comment([`\`${code}\`, ${status}: ${message}`, '', hint])
      return `${documentation}\nexport const ${name} = classOf('${code}')\nexport type ${name} = InstanceType<typeof ${name}>`
    })
  return typescriptFile(
    'A class for each error code.',
    `/**\n * A class for each error code, for those who decide by \`instanceof\`.\n *\n * @packageDocumentation\n */\nimport { classOf } from '../errors.ts'\n\nexport { ConnectionError, LeaseLostError, MissionControlError } from '../errors.ts'\n\n${classes.join('\n\n')}`,
  )
}

/** `not_found` becomes `NotFoundError`, `internal_error` stays `InternalError`. */
function className(code: string): string {
  const words = code.replace(/_error$/, '').split('_')
  return `${words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')}Error`
}
