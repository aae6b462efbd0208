// What an audit is given and what it gives back, whatever it looks for.

export const auditKinds = ['links', 'todos', 'hotspots'] as const

export type AuditKind = (typeof auditKinds)[number]

export interface AuditContext {
  /** Ends the audit with an error. */
  signal: AbortSignal
  /** Waited for after each piece of work; where progress is told and the audit may be stopped. */
  step: (done: number, total: number, unit: string) => Promise<void> | void
  /** Aborted when the time for this audit is up: what is left then is skipped, and said so. */
  timeUp: AbortSignal
  now: Date
}

export interface AuditOutcome<Finding> {
  findings: Finding[]
  /** How much was looked at, such as 14 `links`. */
  checked: number
  unit: string
  /** What was left out and why, a sentence each. */
  skipped: string[]
}
