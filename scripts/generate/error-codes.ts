// The SDK's table of error codes. The hints stand in a table of their own: the server sends the hint with each error, so
// that most bundles need not carry them.
import type { Contract } from '../contract/document.ts'
import { recordLiteral, typescriptFile } from './text.ts'

export function sdkErrors(contract: Contract): string {
  const rules = Object.entries(contract['x-mission-control'].errors)
  const codes = rules.map(([code, { status, retryable }]) => [code, { status, retryable }])
  const hints = rules.map(([code, { hint }]) => [code, hint])
  return typescriptFile(
    'Every error code the server may answer with.',
    `
export const errorCodes = ${recordLiteral(Object.fromEntries(codes))} as const

export type ErrorCode = keyof typeof errorCodes

/** What to do about each. */
export const errorHints: Record<ErrorCode, string> = ${recordLiteral(Object.fromEntries(hints))}
`,
  )
}
