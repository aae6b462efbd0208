// One audit from what a task says to what is handed in, for each kind.

import { type AuditReport, reportOnHotSpots, reportOnLinks, reportOnTodos } from '../report/audit-report.ts'
import type { AuditContext, AuditKind } from './audit.ts'
import { findBrokenLinks } from './broken-links.ts'
import { findHotSpots } from './hot-spots.ts'
import { nameOfPart, type Part } from './parts.ts'
import { openRepository } from './repository.ts'
import { findTodos } from './todos.ts'

export async function runAudit(
  kind: AuditKind,
  folder: string,
  part: Part,
  context: AuditContext,
): Promise<AuditReport> {
  const repository = await openRepository(folder, { signal: context.signal })
  const place = nameOfPart(part)
  switch (kind) {
    case 'links':
      return reportOnLinks(await findBrokenLinks(repository, part, context), place)
    case 'todos':
      return reportOnTodos(await findTodos(repository, part, context), place)
    case 'hotspots':
      return reportOnHotSpots(await findHotSpots(repository, part, context), place)
  }
}
