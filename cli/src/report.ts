// How a failure reaches whoever started the command: on stderr, as text for people or as JSON for scripts.
import { MissionControlError } from '@mission-control/sdk'
import { CommanderError } from 'commander'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { styleFor } from './output/style.ts'
import { safeText } from './output/text.ts'
import { hasColors, type Terminal } from './terminal.ts'

interface Report {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly requestId: string | null
  readonly status: number | null
  readonly details: Readonly<Record<string, unknown>> | null
  readonly exitCode: number
}

/** @returns the exit code */
export function reportFailure(error: unknown, terminal: Terminal, isJson: boolean): number {
  if (terminal.signal.aborted) return exitCodes.interrupted
  const report = reportOf(error)
  if (report.exitCode === exitCodes.interrupted) return report.exitCode
  terminal.stderr.write(isJson ? `${JSON.stringify({ error: report })}\n` : textOf(report, terminal))
  return report.exitCode
}

function textOf({ code, message, hint, requestId, details }: Report, terminal: Terminal): string {
  const style = styleFor(hasColors(terminal, terminal.stderr))
  const issues = (details?.issues ?? []) as { path?: unknown; message?: unknown }[]
  const source = [code, requestId].filter(Boolean).join(', ')
  const lines = [
    `${style('red', 'Error:')} ${safeText(message)}`,
    ...issues.map((issue) => `  ${safeText([issue.path, issue.message].filter(Boolean).join(': '))}`),
    ...(hint === '' ? [] : [`${style('yellow', 'Hint:')}  ${safeText(hint)}`]),
    style('dim', `       (${source})`),
  ]
  return `${lines.join('\n')}\n`
}

function reportOf(error: unknown): Report {
  const base = { hint: '', requestId: null, status: null, details: null }
  if (error instanceof MissionControlError) {
    const { code, requestId, status, details } = error
    const exitCode = exitCodeOf(code, status)
    return { code, message: plainMessage(error), hint: hintFor(error), requestId, status, details, exitCode }
  }
  if (error instanceof Failure) {
    const { code, message, hint, exitCode } = error
    return { ...base, code, message, hint, exitCode }
  }
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replace(/^./, (first) => first.toUpperCase())
    const hint = 'Add --help for what it takes.'
    return { ...base, code: 'usage', message, hint, exitCode: exitCodes.usage }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { ...base, code: 'failed', message, exitCode: exitCodes.refused }
}

/** The error's own message carries hint, code and request id, for logs; here each has its place. */
export function plainMessage({ message, hint, code, requestId }: MissionControlError): string {
  const end = message.lastIndexOf(' (')
  const isTail = end > 0 && message.slice(end).includes(code) && message.slice(end).includes(requestId ?? '')
  const text = isTail ? message.slice(0, end) : message
  return hint !== '' && text.endsWith(hint) ? text.slice(0, -hint.length).trimEnd() : text
}

/** Hints of the client speak of its options; here they have other names. */
function hintFor({ code, hint, details }: MissionControlError): string {
  if (code === 'connection_failed' || code === 'unexpected_response' || code === 'timed_out') {
    return 'mission doctor looks for what is in the way.'
  }
  if (code === 'unauthenticated') return 'Sign in with mission login, or set MC_API_KEY to a live key.'
  if (code === 'workspace_required') return 'Name it with --workspace <slug>; mission whoami lists yours.'
  if (code === 'forbidden' && Array.isArray(details?.workspaces)) {
    return workspaceHint(details.workspaces.map(String))
  }
  return hint
}

const mostNamed = 12

/** @param slugs of the workspaces one belongs to */
function workspaceHint(slugs: readonly string[]): string {
  const more = slugs.length > mostNamed ? ` and ${slugs.length - mostNamed} more` : ''
  const yours = slugs.length > 0 ? `You belong to: ${slugs.slice(0, mostNamed).join(', ')}${more}. ` : ''
  return `${yours}Name one with --workspace <slug>; mission api workspaces.list lists those there are for you.`
}
