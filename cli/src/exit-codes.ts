// What the end of the program tells the shell. Scripts decide by these numbers: they never change their meaning.
import type { MissionControlErrorCode } from '@mission-control/sdk'

export const exitCodes = {
  /** Done; of `task tail`: the task is done or closed. */
  fine: 0,
  /** Refused by the server, or it failed; of `task tail`: the task failed or was canceled. */
  refused: 1,
  /** The command line or what it carries is wrong. */
  usage: 2,
  /** There is no such thing. */
  notFound: 3,
  /** Not signed in, or not allowed. */
  notAllowed: 4,
  /** No proper answer came. */
  notReached: 5,
  /** Ctrl-C. */
  interrupted: 130,
} as const

const byCode: Partial<Record<MissionControlErrorCode, number>> = {
  validation_failed: exitCodes.usage,
  invalid_json: exitCodes.usage,
  invalid_cursor: exitCodes.usage,
  workspace_required: exitCodes.usage,
  payload_too_large: exitCodes.usage,
  payload_too_deep: exitCodes.usage,
  connection_failed: exitCodes.notReached,
  timed_out: exitCodes.notReached,
  unexpected_response: exitCodes.notReached,
}

export function exitCodeOf(code: MissionControlErrorCode, status: number | null): number {
  const own = byCode[code]
  if (own !== undefined) return own
  if (status === 401 || status === 403) return exitCodes.notAllowed
  return status === 404 ? exitCodes.notFound : exitCodes.refused
}
