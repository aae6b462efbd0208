// Runs an audit on a whole repository, as a task that asks for all of it.
import type { AuditContext } from '../../src/audit/audit.ts'
import type { Part } from '../../src/audit/parts.ts'
import { openRepository, type Repository } from '../../src/audit/repository.ts'

const everything: Part = { units: [{ folder: '', isDeep: true }], files: 0 }

export const contextAt = (now: string, changes: Partial<AuditContext> = {}): AuditContext => ({
  signal: new AbortController().signal,
  timeUp: new AbortController().signal,
  step: () => {},
  now: new Date(now),
  ...changes,
})

type Audit<Outcome> = (repository: Repository, part: Part, context: AuditContext) => Promise<Outcome>

export async function auditOf<Outcome>(
  path: string,
  audit: Audit<Outcome>,
  context: AuditContext = contextAt('2024-06-01T12:00:00Z'),
): Promise<Outcome> {
  return audit(await openRepository(path), everything, context)
}

/** The words this example looks for, not written out: it audits its own repository too. */
export const later = 'TO'.concat('DO')
export const broken = 'FIX'.concat('ME')
