// What the tasks of this audit say and what is handed in: written by the demo, read by the agents.
import { FatalError, type Task } from '@mission-control/sdk'
import { type AuditKind, auditKinds } from '../audit/audit.ts'
import type { Part } from '../audit/parts.ts'
import type { Highlight } from '../report/audit-report.ts'

export const summaryType = 'audit.summary'

export const auditType = (kind: AuditKind): string => `audit.${kind}`

/** An agent takes these and leaves other tasks of the board alone. */
export const taskTypes = [...auditKinds.map(auditType), summaryType]

export const auditCapability = (kind: AuditKind): string => `audit:${kind}`

export const summaryCapability = 'audit:summary'

export interface AuditInput {
  repository: string
  kind: AuditKind
  part: Part
  /** The work is stretched to this, so that a person can follow it on the board. */
  secondsAtLeast: number
  /** What is not done by then is skipped, and the report says so. */
  secondsAtMost: number
}

export interface SummaryInput {
  repository: string
  /** Where the reports go. */
  folder: string
}

/** The part of a deliverable that other programs read. */
export interface AuditOutput {
  kind: AuditKind
  checked: number
  unit: string
  found: number
  computeSeconds: number
  highlights: Highlight[]
}

/** @throws FatalError for a task somebody else made up: no other attempt will find it complete */
export function auditInputOf({ id, input }: Task): AuditInput {
  const { repository, kind, part, secondsAtLeast, secondsAtMost } = input as Partial<AuditInput>
  const isWhole =
    typeof repository === 'string' &&
    auditKinds.some((known) => known === kind) &&
    Array.isArray(part?.units) &&
    typeof secondsAtLeast === 'number' &&
    typeof secondsAtMost === 'number'
  if (isWhole) return input as unknown as AuditInput
  throw new FatalError(`The input of the task ${id} does not say which audit of which repository it asks for.`)
}

/** @throws FatalError as above */
export function summaryInputOf({ id, input }: Task): SummaryInput {
  const { repository, folder } = input as Partial<SummaryInput>
  if (typeof repository === 'string' && typeof folder === 'string') return { repository, folder }
  throw new FatalError(`The input of the task ${id} does not say where the reports shall go.`)
}
