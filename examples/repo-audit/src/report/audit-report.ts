// What an audit found, written for people: one section of a report for each part of the repository.
import type { AuditOutcome } from '../audit/audit.ts'
import type { BrokenLink } from '../audit/broken-links.ts'
import type { HotSpot } from '../audit/hot-spots.ts'
import type { Todo } from '../audit/todos.ts'
import { code, counted, grouped, paragraphs, table, words } from './markdown.ts'

export interface AuditReport {
  /** One line for people. */
  summary: string
  markdown: string
  checked: number
  unit: string
  found: number
  /** The worst of it, in Markdown, worst first. */
  highlights: Highlight[]
}

export interface Highlight {
  /** How bad it is, to compare with others of its kind. */
  weight: number
  markdown: string
}

const mostRows = 100
const mostHighlights = 5
const hotSpotsShown = 25

export function reportOnLinks(outcome: AuditOutcome<BrokenLink>, place: string): AuditReport {
  const { findings, checked } = outcome
  const count = findings.length === 0 ? 'None' : grouped(findings.length)
  const summary =
    checked === 0
      ? `No relative links in ${place}.`
      : `${count} of ${counted(checked, 'relative link')} in ${place} ${findings.length === 1 ? 'leads' : 'lead'} nowhere.`
  const rows = findings.map(({ file, line, target, reason }) => [code(`${file}:${line}`), code(target), words(reason)])
  return report(outcome, {
    title: `Broken links in ${words(place)}`,
    summary,
    table: tableOf(['where', 'link', 'what is wrong'], rows, mostRows),
    highlights: findings.map(({ file, line, target, reason }) => ({
      weight: 0,
      markdown: `${code(`${file}:${line}`)} links to ${code(target)}: ${words(reason)}`,
    })),
  })
}

export function reportOnTodos(outcome: AuditOutcome<Todo>, place: string): AuditReport {
  const { findings, checked } = outcome
  const fixes = findings.filter(({ word }) => word === 'FIXME').length
  const oldest = Math.max(0, ...findings.map(({ ageDays }) => ageDays ?? 0))
  const summary =
    findings.length === 0
      ? `No TODO or FIXME in ${counted(checked, 'text file')} of ${place}.`
      : `${grouped(findings.length - fixes)} TODO and ${grouped(fixes)} FIXME in ${place}, the oldest from ${counted(oldest, 'day')} ago.`
  const rows = findings.map((todo) => [
    code(`${todo.file}:${todo.line}`),
    todo.word,
    words(todo.text),
    ageOf(todo),
    words(todo.author ?? ''),
  ])
  return report(outcome, {
    title: `TODO and FIXME in ${words(place)}`,
    summary,
    table: tableOf(['where', 'word', 'what it says', 'age', 'last changed by'], rows, mostRows),
    highlights: findings.map((todo) => ({
      weight: todo.ageDays ?? -1,
      markdown: `${code(`${todo.file}:${todo.line}`)} (${ageOf(todo)}): ${words(todo.text)}`,
    })),
  })
}

export function reportOnHotSpots(outcome: AuditOutcome<HotSpot>, place: string): AuditReport {
  const { findings, checked } = outcome
  const [hottest] = findings
  const summary = hottest
    ? `${hottest.file} is the hottest of ${counted(findings.length, 'file')} that changed in ${place}: ${figuresOf(hottest)}.`
    : `None of ${counted(checked, 'text file')} in ${place} has changed since it was added.`
  const rows = findings.map(({ file, commits, churn, lines, score }) => [
    code(file),
    ...[commits, churn, lines, score].map(grouped),
  ])
  return report(outcome, {
    title: `Hot spots in ${words(place)}`,
    summary,
    table: tableOf(['file', 'commits', 'lines changed', 'lines today', 'changed × today'], rows, hotSpotsShown),
    highlights: findings.map((spot) => ({
      weight: spot.score,
      markdown: `${code(spot.file)}: ${figuresOf(spot)}`,
    })),
  })
}

interface Content {
  title: string
  summary: string
  table: string
  highlights: Highlight[]
}

function report({ findings, checked, unit, skipped }: AuditOutcome<unknown>, content: Content): AuditReport {
  return {
    summary: content.summary,
    markdown: paragraphs(`## ${content.title}`, words(content.summary), content.table, skipped.map(words).join('\n')),
    checked,
    unit,
    found: findings.length,
    highlights: content.highlights.slice(0, mostHighlights),
  }
}

function tableOf(heads: string[], rows: string[][], most: number): string {
  if (rows.length === 0) return ''
  const shown = table(heads, rows.slice(0, most))
  return rows.length > most ? `${shown}\n\n… and ${grouped(rows.length - most)} more.` : shown
}

const ageOf = ({ ageDays }: Todo): string => (ageDays === null ? 'age not known' : counted(ageDays, 'day'))

const figuresOf = ({ commits, churn, lines }: HotSpot): string =>
  `${counted(commits, 'commit')}, ${counted(churn, 'line')} changed, ${counted(lines, 'line')} today`
