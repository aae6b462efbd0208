// Audit: files that are large and change often, where mistakes are likely and reading is dear.
import type { AuditContext, AuditOutcome } from './audit.ts'
import { gitRecords } from './git.ts'
import { isInPart, type Part, type Unit } from './parts.ts'
import type { Repository } from './repository.ts'
import { countLines, readTextFile, Skips, skipReasons } from './text-file.ts'

export interface HotSpot {
  file: string
  commits: number
  /** Lines added and deleted in all of them. */
  churn: number
  /** Lines it has today. */
  lines: number
  /** Churn times lines. */
  score: number
}

interface Churn {
  commits: number
  lines: number
}

const mostCommits = 5000

const reasons = { ...skipReasons, generated: 'made by programs' } as const

/** Written by programs: such files change a lot and nobody reads them. */
const isMadeByPrograms = (path: string): boolean =>
  /(?:^|\/)(?:dist|build|vendor|node_modules|generated|__snapshots__)\//.test(path) ||
  /\.(?:min\.(?:js|css)|map|lock|lockb|snap)$|(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|go\.sum)$/.test(
    path,
  )

const saysItIsMadeByPrograms = (text: string): boolean =>
  /@generated|\bgenerated\b[\s\S]{0,80}\bdo not edit\b/i.test(text.slice(0, 400))

export async function findHotSpots(
  repository: Repository,
  part: Part,
  context: AuditContext,
): Promise<AuditOutcome<HotSpot>> {
  const skips = new Skips()
  const { churn, sentences } = await readHistory(repository, part, context)
  const files = repository.files.filter(({ path, kind }) => kind === 'file' && isInPart(part, path))
  const findings: HotSpot[] = []
  let checked = 0
  for (const [index, { path }] of files.entries()) {
    if (context.timeUp.aborted) {
      skips.add('the time for this audit was up', files.length - index)
      break
    }
    const file = isMadeByPrograms(path) ? ({ skipped: 'generated' } as const) : await readTextFile(repository, path)
    if ('skipped' in file) skips.add(reasons[file.skipped])
    else if (saysItIsMadeByPrograms(file.text)) skips.add(reasons.generated)
    else {
      checked++
      const { commits, lines: changed } = churn.get(path) ?? { commits: 0, lines: 0 }
      const lines = countLines(file.text)
      // Whatever was written once has not changed since.
      if (commits > 1 && lines > 0) {
        findings.push({ file: path, commits, churn: changed, lines, score: changed * lines })
      }
    }
    await context.step(index + 1, files.length, 'files')
  }
  findings.sort((one, other) => other.score - one.score)
  return { findings, checked, unit: 'text files', skipped: [...sentences, ...skips.sentences] }
}

async function readHistory(
  { root, hasCommits, isShallow }: Repository,
  { units }: Part,
  { signal, timeUp }: AuditContext,
): Promise<{ churn: Map<string, Churn>; sentences: string[] }> {
  if (!hasCommits) return { churn: new Map(), sentences: ['There is no commit yet, so nothing has changed.'] }
  const sentences = isShallow ? ['This is a shallow clone: changes before its cut are not counted.'] : []
  const format = ['--format=%x01%H', '--numstat', '-z', '--no-renames', '--no-ext-diff', '--no-textconv']
  const args = ['log', '-n', String(mostCommits), ...format, '--', ...units.map(pathspecOf)]
  const reader = new ChurnReader()
  try {
    for await (const record of gitRecords(root, args, { signal: AbortSignal.any([signal, timeUp]) })) {
      reader.read(record)
    }
    if (reader.commits >= mostCommits) sentences.push(`Only the latest ${mostCommits} commits were read.`)
  } catch (error) {
    if (signal.aborted || !timeUp.aborted) throw error
    sentences.push(`The time for this audit was up: only the latest ${reader.commits} commits were read.`)
  }
  return { churn: reader.churn, sentences }
}

/** Reads what `git log --numstat -z` prints, record by record. */
class ChurnReader {
  readonly churn = new Map<string, Churn>()
  commits = 0

  read(record: string): void {
    const row = record.replace(/^\n+/, '')
    if (row.startsWith('\x01')) {
      this.commits++
      return
    }
    // Binary files have a dash for each number.
    const [, added, deleted, path] = /^(\d+)\t(\d+)\t(.+)$/s.exec(row) ?? []
    if (path === undefined) return
    const { commits, lines } = this.churn.get(path) ?? { commits: 0, lines: 0 }
    this.churn.set(path, { commits: commits + 1, lines: lines + Number(added) + Number(deleted) })
  }
}

function pathspecOf({ folder, isDeep }: Unit): string {
  if (isDeep) return folder === '' ? '.' : `:(top,literal)${folder}/`
  const escaped = folder.replace(/[\\*?[]/g, '\\$&')
  return `:(top,glob)${escaped === '' ? '' : `${escaped}/`}*`
}
