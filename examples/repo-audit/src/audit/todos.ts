// Audit: what people put off, and since when, as `git blame` knows it.
import type { AuditContext, AuditOutcome } from './audit.ts'
import { isMarkdown } from './broken-links.ts'
import { GitError, git } from './git.ts'
import { type Mark, marksIn } from './markers.ts'
import { isInPart, type Part } from './parts.ts'
import type { Repository } from './repository.ts'
import { readTextFile, Skips, skipReasons } from './text-file.ts'

export interface Todo extends Mark {
  file: string
  author: string | null
  /** Whole days since the line was last changed; null if it was never committed, or nobody looked. */
  ageDays: number | null
}

/** Blame is slow in files with a long past; so many lines of one file are plenty. */
const mostBlamedInFile = 50
const millisecondsADay = 86_400_000

/** First reads all files, which is quick, then asks for the age of what it found, which is not. */
export async function findTodos(
  repository: Repository,
  part: Part,
  context: AuditContext,
): Promise<AuditOutcome<Todo>> {
  const { marks, checked, skips } = await readMarks(repository, part, context)
  const findings: Todo[] = []
  const sentences = skips.sentences
  let withoutAge = 0
  for (const [index, [file, inFile]] of marks.entries()) {
    if (context.timeUp.aborted) withoutAge += inFile.length
    findings.push(...(await withAge(repository, file, inFile, context)))
    if (!context.timeUp.aborted) await context.step(index + 1, marks.length, 'files blamed')
  }
  if (withoutAge > 0) sentences.push(`No age for ${withoutAge}: the time for this audit was up.`)
  findings.sort((one, other) => (other.ageDays ?? -1) - (one.ageDays ?? -1))
  return { findings, checked, unit: 'text files', skipped: sentences }
}

async function readMarks(repository: Repository, part: Part, context: AuditContext) {
  const files = repository.files.filter(({ path, kind }) => kind === 'file' && isInPart(part, path))
  const skips = new Skips()
  const marks: [file: string, marks: Mark[]][] = []
  let checked = 0
  for (const [index, { path }] of files.entries()) {
    if (context.timeUp.aborted) {
      skips.add('the time for this audit was up', files.length - index)
      break
    }
    const file = await readTextFile(repository, path)
    if ('skipped' in file) skips.add(skipReasons[file.skipped])
    else {
      checked++
      const inFile = marksIn(file.text, { isProse: isMarkdown(path) })
      if (inFile.length > 0) marks.push([path, inFile])
    }
    await context.step(index + 1, files.length, 'files')
  }
  return { marks, checked, skips }
}

async function withAge(
  { root, hasCommits }: Repository,
  file: string,
  marks: Mark[],
  context: AuditContext,
): Promise<Todo[]> {
  const lines = marks.slice(0, mostBlamedInFile).map(({ line }) => line)
  const isBlamed = hasCommits && !context.timeUp.aborted
  const changes = isBlamed ? await blame(root, file, lines, context) : new Map<number, Change>()
  return marks.map((mark) => {
    const change = changes.get(mark.line)
    return {
      ...mark,
      file,
      author: change?.author ?? null,
      ageDays: change ? Math.max(0, Math.floor((context.now.getTime() - change.at) / millisecondsADay)) : null,
    }
  })
}

interface Change {
  author: string
  at: number
}

async function blame(
  root: string,
  file: string,
  lines: number[],
  { signal, timeUp }: AuditContext,
): Promise<Map<number, Change>> {
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`])
  const args = ['blame', '--no-textconv', '--line-porcelain', ...ranges, '--', file]
  try {
    return parseBlame(await git(root, args, { signal: AbortSignal.any([signal, timeUp]) }))
  } catch (error) {
    signal.throwIfAborted()
    // Added but never committed, changed since we read it, or too long a past: then nobody knows the age.
    if (error instanceof GitError || timeUp.aborted) return new Map()
    throw error
  }
}

/** @returns the last change of each line that was committed, by line number */
function parseBlame(porcelain: string): Map<number, Change> {
  const changes = new Map<number, Change>()
  let line = 0
  let isCommitted = false
  let author = ''
  let at = 0
  for (const row of porcelain.split('\n')) {
    if (row.startsWith('\t')) {
      if (isCommitted) changes.set(line, { author, at })
      continue
    }
    const [, commit, final] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(row) ?? []
    if (commit !== undefined) {
      line = Number(final)
      isCommitted = !/^0+$/.test(commit)
    } else if (row.startsWith('author ')) author = row.slice('author '.length)
    else if (row.startsWith('author-time ')) at = Number(row.slice('author-time '.length)) * 1000
  }
  return changes
}
