// Where the links of a Markdown text lead: inline, by reference, of images, and in HTML.
import { proseOf } from './markdown-prose.ts'
import { linesOf as textLines } from './text-file.ts'

export interface MarkdownLink {
  line: number
  /** As it stands in the text; null where a reference names a label nobody defined. */
  target: string | null
  /** The label of such a reference. */
  label?: string
}

export function linksOf(markdown: string): MarkdownLink[] {
  const prose = proseOf(markdown)
  // A label may be code, which the prose lacks.
  const whole = textLines(markdown).join('\n')
  const defined = definitions(prose, whole)
  const links = [
    ...inlineLinks(prose),
    ...defined.map(({ at, target }) => ({ at, target })),
    ...undefinedReferences(prose, whole, new Set(defined.map(({ label }) => label))),
    ...htmlLinks(prose),
  ]
  return withLines(
    prose,
    links.sort((one, other) => one.at - other.at),
  )
}

function withLines(prose: string, links: Found[]): MarkdownLink[] {
  let line = 1
  let next = prose.indexOf('\n')
  return links.map(({ at, ...link }) => {
    for (; next !== -1 && next < at; next = prose.indexOf('\n', next + 1)) line++
    return { line, ...link }
  })
}

type Found = Omit<MarkdownLink, 'line'> & { at: number }

/** Beyond this nobody means a link, and looking on would take forever in a text made for that. */
const longestText = 1000
const longestTarget = 2000

function* inlineLinks(prose: string): Generator<Found> {
  for (let at = prose.indexOf(']('); at !== -1; at = prose.indexOf('](', at + 2)) {
    if (!opensBefore(prose, at)) continue
    const target = destinationAt(prose, at + 2)
    if (target !== undefined) yield { at, target }
  }
}

function opensBefore(prose: string, closing: number): boolean {
  let depth = 1
  for (let at = closing - 1; at >= 0 && at > closing - longestText; at--) {
    if (prose[at - 1] === '\\') continue
    if (prose[at] === ']') depth++
    else if (prose[at] === '[' && --depth === 0) return true
    else if (prose.startsWith('\n\n', at)) return false
  }
  return false
}

const title = String.raw`(?:[ \t]*\n?[ \t]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?`
const angled = /[ \t]*\n?[ \t]*<((?:[^<>\\\n]|\\.)*)>/y
const restOfLink = new RegExp(`${title}[ \\t]*\\n?[ \\t]*\\)`, 'y')

/** @param start after the opening parenthesis */
function destinationAt(prose: string, start: number): string | undefined {
  angled.lastIndex = start
  const inAngles = angled.exec(prose)
  const [raw, end] = inAngles ? [inAngles[1] ?? '', angled.lastIndex] : bareDestination(prose, start)
  restOfLink.lastIndex = end
  return restOfLink.test(prose) ? plain(raw) : undefined
}

/** Without spaces, and with as many closing parentheses as opening ones. */
function bareDestination(prose: string, start: number): [string, number] {
  let at = start
  while (/[ \t\n]/.test(prose.charAt(at))) at++
  const from = at
  let depth = 0
  const end = Math.min(prose.length, from + longestTarget)
  for (; at < end && !/\s/.test(prose.charAt(at)); at++) {
    if (prose[at] === '\\') at++
    else if (prose[at] === '(') depth++
    else if (prose[at] === ')' && --depth < 0) break
  }
  return [prose.slice(from, at), at]
}

const definition = new RegExp(
  String.raw`^(?: {0,4}>)* {0,4}\[((?:[^[\]\\]|\\.){1,999})\]:[ \t]*\n?[ \t]*(?:<((?:[^<>\\\n]|\\.)*)>|(\S+))${title}[ \t]*$`,
  'dgm',
)

function definitions(prose: string, whole: string): (Found & { label: string; target: string })[] {
  return [...prose.matchAll(definition)]
    .filter(([, label]) => !label?.startsWith('^'))
    .map((match) => ({
      at: match.index,
      label: normalize(sameIn(whole, match, 1)),
      target: plain(match[2] ?? match[3] ?? ''),
    }))
}

/** Only references that say so twice: a lonely [word] is a word in brackets, and `list[0][1]` an expression. */
const fullReference = /(?<![\w\])\\])!?\[((?:[^[\]\\]|\\.){1,999})\]\[((?:[^[\]\\]|\\.){0,999})\]/dg

function* undefinedReferences(prose: string, whole: string, labels: ReadonlySet<string>): Generator<Found> {
  for (const match of prose.matchAll(fullReference)) {
    const text = sameIn(whole, match, 1)
    const label = sameIn(whole, match, 2) || text
    const isNoted = label.startsWith('^') || /^[ x]$/i.test(text)
    if (!isNoted && !labels.has(normalize(label))) yield { at: match.index, target: null, label }
  }
}

/** What stands in the whole text where the group matched in its prose. */
function sameIn(whole: string, { indices }: RegExpExecArray, group: number): string {
  const [start, end] = indices?.[group] ?? [0, 0]
  return whole.slice(start, end)
}

const htmlTarget = /<(?:a|img|source|video)\b[^<>]*?\s(?:href|src)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi

function* htmlLinks(prose: string): Generator<Found> {
  for (const match of prose.matchAll(htmlTarget)) yield { at: match.index, target: plain(match[1] ?? match[2] ?? '') }
}

const normalize = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase()

const plain = (text: string): string =>
  text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&amp;/g, '&')
    .replace(/&#0*38;/g, '&')
