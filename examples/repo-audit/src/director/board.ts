// Turns a repository into tasks: an audit for each kind and part of it, and a summary that waits for all of them.
import type { CreateTask, Task } from '@mission-control/sdk'
import { type AuditKind, auditKinds } from '../audit/audit.ts'
import { isMarkdown } from '../audit/broken-links.ts'
import { nameOfPart, type Part, splitIntoParts } from '../audit/parts.ts'
import type { Repository } from '../audit/repository.ts'
import { counted } from '../report/markdown.ts'
import {
  type AuditInput,
  auditCapability,
  auditType,
  type SummaryInput,
  summaryCapability,
  summaryType,
} from '../worker/tasks.ts'
import type { Stage } from './stage.ts'
import { plain } from './terminal.ts'

export interface Board {
  audits: Task[]
  summary: Task
}

/** Few enough that all is done in a minute, enough that there is something to see. */
const mostParts = 4

const kinds: Record<AuditKind, { title: string; goal: string; filesEach: number; fits: (path: string) => boolean }> = {
  links: {
    title: 'Broken links in',
    goal: 'Find relative links and anchors in the Markdown files that lead to nothing.',
    filesEach: 4,
    fits: isMarkdown,
  },
  todos: {
    title: 'TODO and FIXME in',
    goal: 'List what comments put off, with its age by `git blame`.',
    filesEach: 40,
    fits: () => true,
  },
  hotspots: {
    title: 'Hot spots in',
    goal: 'Find the files where much change meets much code: lines changed × lines today.',
    filesEach: 40,
    fits: () => true,
  },
}

/** What an audit is stretched to, so that one can see its card move. */
const secondsAtLeast = 2.5
/** An audit costs some thousandths of a cent; this much is set aside for each. */
const estimateCostMicros = 1000
const longestTitle = 200

export async function fillBoard({ admin, options, folders }: Stage, repository: Repository): Promise<Board> {
  const audits: Task[] = []
  for (const kind of auditKinds) {
    for (const part of partsFor(kind, repository)) {
      audits.push(await admin.tasks.create(auditTask(kind, part, repository, options.auditSeconds)))
    }
  }
  const input: SummaryInput = { repository: repository.root, folder: folders.reports }
  const summary = await admin.tasks.create({
    title: 'Sum up all audits',
    description: 'Read what the audits handed in and, if a person agrees, write the reports as files.',
    type: summaryType,
    requiredCapabilities: [summaryCapability],
    blockedBy: audits.map(({ id }) => ({ taskId: id })),
    priority: 'high',
    labels: ['audit'],
    estimateCostMicros,
    input: { ...input },
  })
  return { audits, summary }
}

function partsFor(kind: AuditKind, { files }: Repository): Part[] {
  const { fits, filesEach } = kinds[kind]
  const paths = files.map(({ path }) => path).filter(fits)
  return splitIntoParts(paths, { most: mostParts, filesEach })
}

function auditTask(kind: AuditKind, part: Part, { root }: Repository, auditSeconds: number): CreateTask {
  const { title, goal } = kinds[kind]
  const input: AuditInput = { repository: root, kind, part, secondsAtLeast, secondsAtMost: auditSeconds }
  return {
    title: `${title} ${plain(nameOfPart(part))}`.slice(0, longestTitle),
    description: `${goal}\n\n${counted(part.files, 'file')} to look at.`,
    type: auditType(kind),
    requiredCapabilities: [auditCapability(kind)],
    labels: ['audit', kind],
    estimateCostMicros,
    input: { ...input },
  }
}
