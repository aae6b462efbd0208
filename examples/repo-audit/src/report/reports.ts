// The files of a finished audit: one for each kind, and a summary with the totals.
import { createHash } from 'node:crypto'
import { type AuditKind, auditKinds } from '../audit/audit.ts'
import type { AuditOutput } from '../worker/tasks.ts'
import { grouped, paragraphs, table, words } from './markdown.ts'

export interface FinishedAudit {
  title: string
  markdown: string
  spentCostMicros: number
  attempts: number
  output: AuditOutput
}

export interface ReportFile {
  name: string
  content: string
}

const names: Record<AuditKind, { file: string; title: string; found: string }> = {
  links: { file: 'broken-links.md', title: 'Broken links', found: 'broken' },
  todos: { file: 'todos.md', title: 'TODO and FIXME', found: 'put off' },
  hotspots: { file: 'hot-spots.md', title: 'Hot spots', found: 'files changed' },
}

const highlightsShown = 5

/** No time stands in them: the same audits make the same files, which a person may have approved already. */
export function reportsOn(repository: string, audits: readonly FinishedAudit[]): ReportFile[] {
  const summary = { name: 'summary.md', content: summaryOf(repository, audits) }
  return [summary, ...auditKinds.map((kind) => ({ name: names[kind].file, content: reportOf(kind, audits) }))]
}

function reportOf(kind: AuditKind, audits: readonly FinishedAudit[]): string {
  const sections = audits.filter(({ output }) => output.kind === kind).map(({ markdown }) => markdown)
  return `${paragraphs(`# ${names[kind].title}`, ...sections)}\n`
}

function summaryOf(repository: string, audits: readonly FinishedAudit[]): string {
  const rows = auditKinds.map((kind) => rowOf(kind, audits))
  const total = [
    'all',
    grouped(audits.length),
    '',
    '',
    seconds(sum(audits, ({ output }) => output.computeSeconds)),
    grouped(sum(audits, ({ spentCostMicros }) => spentCostMicros)),
  ]
  const again = audits.filter(({ attempts }) => attempts > 0)
  const heads = ['audit', 'tasks', 'looked at', 'found', 'compute seconds', 'micro-dollars']
  return `${paragraphs(
    `# Audit of ${words(repository)}`,
    table(heads, [...rows, total]),
    again.length === 0
      ? ''
      : `Taken up again after a lost worker: ${again.map(({ title }) => words(title)).join(', ')}.`,
    ...auditKinds.map((kind) => highlightsOf(kind, audits)),
  )}\n`
}

function rowOf(kind: AuditKind, audits: readonly FinishedAudit[]): string[] {
  const own = audits.filter(({ output }) => output.kind === kind)
  return [
    `[${names[kind].title}](${names[kind].file})`,
    grouped(own.length),
    `${grouped(sum(own, ({ output }) => output.checked))} ${own[0]?.output.unit ?? ''}`,
    `${grouped(sum(own, ({ output }) => output.found))} ${names[kind].found}`,
    seconds(sum(own, ({ output }) => output.computeSeconds)),
    grouped(sum(own, ({ spentCostMicros }) => spentCostMicros)),
  ]
}

function highlightsOf(kind: AuditKind, audits: readonly FinishedAudit[]): string {
  const own = audits.filter(({ output }) => output.kind === kind)
  const found = sum(own, ({ output }) => output.found)
  const worst = own
    .flatMap(({ output }) => output.highlights)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, highlightsShown)
  if (worst.length === 0) return paragraphs(`## ${names[kind].title}`, 'None.')
  const rest = found - worst.length
  return paragraphs(
    `## ${names[kind].title}`,
    worst.map(({ markdown }) => `- ${markdown}`).join('\n'),
    rest > 0 ? `[${grouped(rest)} more](${names[kind].file})` : '',
  )
}

export const fingerprint = (content: string): string => createHash('sha256').update(content).digest('hex')

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

const seconds = (value: number): string => value.toFixed(2)
