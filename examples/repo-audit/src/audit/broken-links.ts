// Audit: relative links of the Markdown files that lead to nothing a clone of the repository would have.
import { posix } from 'node:path'
import type { AuditContext, AuditOutcome } from './audit.ts'
import { anchorsOf } from './markdown-anchors.ts'
import { linksOf, type MarkdownLink } from './markdown-links.ts'
import { isInPart, type Part } from './parts.ts'
import type { Repository } from './repository.ts'
import { readTextFile, Skips, skipReasons } from './text-file.ts'
import { type Tree, treeOf } from './tree.ts'

export interface BrokenLink {
  file: string
  line: number
  target: string
  reason: string
}

export const isMarkdown = (path: string): boolean => /\.(?:md|markdown|mdown|mkd)$/i.test(path)

/** Its links hold where it is filled in, not where it lies. */
const isTemplate = (path: string): boolean =>
  /(?:^|\/)(?:[^/]*\.)?(?:template|tmpl)\.[a-z]+$|(?:^|\/)[A-Z_]*TEMPLATE(?:\/|\.[a-z]+$)/.test(path)

export async function findBrokenLinks(
  repository: Repository,
  part: Part,
  context: AuditContext,
): Promise<AuditOutcome<BrokenLink>> {
  const files = repository.files.filter(({ path, kind }) => kind === 'file' && isMarkdown(path) && isInPart(part, path))
  const checker = new LinkChecker(repository)
  const skips = new Skips()
  const findings: BrokenLink[] = []
  for (const [index, { path }] of files.entries()) {
    if (context.timeUp.aborted) {
      skips.add('the time for this audit was up', files.length - index)
      break
    }
    if (isTemplate(path)) {
      skips.add('a template, whose links hold where it is filled in')
      continue
    }
    const file = await readTextFile(repository, path)
    if ('skipped' in file) skips.add(skipReasons[file.skipped])
    else findings.push(...(await checker.check(path, file.text)))
    await context.step(index + 1, files.length, 'files')
  }
  return { findings, checked: checker.checked, unit: 'relative links', skipped: skips.sentences }
}

class LinkChecker {
  checked = 0
  readonly #repository: Repository
  readonly #tree: Tree
  readonly #anchors = new Map<string, Set<string> | undefined>()

  constructor(repository: Repository) {
    this.#repository = repository
    this.#tree = treeOf(repository.files)
  }

  async check(file: string, markdown: string): Promise<BrokenLink[]> {
    const broken: BrokenLink[] = []
    for (const link of linksOf(markdown)) {
      const reason = await this.#reasonAgainst(file, link)
      if (reason !== undefined) {
        broken.push({ file, line: link.line, target: link.target ?? `[${link.label}]`, reason })
      }
    }
    return broken
  }

  async #reasonAgainst(file: string, { target }: MarkdownLink): Promise<string | undefined> {
    if (target === null) {
      this.checked++
      return 'no definition of this reference'
    }
    const link = parseTarget(target)
    if (!link) return undefined
    const path = link.path === '' ? file : pathFrom(file, link.path)
    // Such as ../../issues, which leads to a page of the host.
    if (path === undefined) return undefined
    this.checked++
    const reason = this.#tree.reasonAgainst(path)
    if (reason !== undefined || link.anchor === '' || !isMarkdown(path)) return reason
    const anchors = await this.#anchorsOf(path)
    return !anchors || hasAnchor(anchors, link.anchor) ? undefined : `no heading for #${link.anchor}`
  }

  async #anchorsOf(path: string): Promise<Set<string> | undefined> {
    if (!this.#anchors.has(path)) {
      const file = await readTextFile(this.#repository, path)
      this.#anchors.set(path, 'text' in file ? anchorsOf(file.text) : undefined)
    }
    return this.#anchors.get(path)
  }
}

interface Target {
  path: string
  anchor: string
}

/** @returns undefined for what is no link into the repository: another site, or a place-holder of a template */
function parseTarget(target: string): Target | undefined {
  const text = target.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) || text.startsWith('//') || /\{\{|\$\{|<%|\{%/.test(text)) return undefined
  const [, path = '', anchor = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(text) ?? []
  return { path: decode(path), anchor: decode(anchor).replace(/^user-content-/, '') }
}

/** @returns undefined if it leads out of the repository */
function pathFrom(file: string, path: string): string | undefined {
  const joined = path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path)
  const normal = posix.normalize(joined)
  return normal === '..' || normal.startsWith('../') ? undefined : normal
}

/** Besides headings: the top of a page, lines of a file shown as source, and text to be searched for. */
const hasAnchor = (anchors: Set<string>, anchor: string): boolean =>
  anchors.has(anchor.toLowerCase()) || /^(?:top|:~:.*|l\d+(?:-l\d+)?)$/is.test(anchor)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
