// The fence of an agent's lease, where it travels as a header.
import { validationFailed } from '../../kernel/validation-messages.ts'

/** @throws validation_failed where an agent sent none */
export function fenceOf(fence: number | undefined, what: string): number {
  if (fence !== undefined) return fence
  const message = `is missing: for ${what} an agent sends the fence of its lease`
  throw validationFailed([{ path: 'Mission-Control-Fence', message }])
}
