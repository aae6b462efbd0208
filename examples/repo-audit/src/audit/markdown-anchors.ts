// The anchors of a Markdown text, as GitHub makes them from its headings.
import { proseOf } from './markdown-prose.ts'
import { linesOf } from './text-file.ts'

/** In lower case. */
export function anchorsOf(markdown: string): Set<string> {
  const lines = linesOf(markdown)
  const prose = linesOf(proseOf(markdown))
  const anchors = new Set<string>(explicitAnchors(prose.join('\n')))
  const seen = new Map<string, number>()
  for (const heading of headings(lines, prose)) {
    const [own, id] = /\{[^{}]*#([^\s{}]+)[^{}]*\}$/.exec(heading) ?? []
    if (id !== undefined) anchors.add(lower(id))
    const slug = slugOf(own === undefined ? heading : heading.slice(0, -own.length))
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    anchors.add(count === 0 ? slug : `${slug}-${count}`)
  }
  return anchors
}

/** Longer lines are no headings anybody links to, and patterns take too long on them. */
const longestHeading = 1000

/** Found in the prose, read from the whole: a heading may have a code span. */
function* headings(lines: string[], prose: string[]): Generator<string> {
  for (const [index, line] of prose.entries()) {
    if (line.length > longestHeading) continue
    const [, indent, text] = /^((?: {0,4}>)* {0,4}#{1,6})(?=\s|$)(.*)$/.exec(lines[index] ?? '') ?? []
    if (indent !== undefined && line.startsWith(indent)) yield (text ?? '').trim().replace(/(?:^|\s)#+$/, '')
    else if (/^ {0,3}(?:=+|-+)[ \t]*$/.test(line) && isParagraph(prose[index - 1]))
      yield (lines[index - 1] ?? '').trim()
  }
}

const isParagraph = (line: string | undefined): boolean =>
  line !== undefined &&
  line.length <= longestHeading &&
  line.trim() !== '' &&
  !/^ {0,3}(?:#{1,6}\s|>|[-*+]\s|\d+[.)]\s|\||=+\s*$|-+\s*$)/.test(line)

function* explicitAnchors(prose: string): Generator<string> {
  for (const match of prose.matchAll(/<[a-z][^<>]*?\s(?:id|name)\s*=\s*["']?([^"'\s<>]+)/gi)) yield lower(match[1])
}

function slugOf(heading: string): string {
  return lower(textOf(heading))
    .replace(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-')
}

/** As a reader sees it: without the marks of links, images, emphasis and HTML. */
function textOf(heading: string): string {
  return heading
    .replace(/<[^<>]*>/g, '')
    .replace(/!\[[^[\]]*\]\([^()]*\)/g, '')
    .replace(/\[([^[\]]*)\](?:\([^()]*\)|\[[^[\]]*\])/g, '$1')
    .replace(/(^|[^\p{L}\p{Nd}_])_{1,3}([^_]+)_{1,3}(?=$|[^\p{L}\p{Nd}_])/gu, '$1$2')
    .trim()
}

const lower = (text: string | undefined): string => (text ?? '').toLowerCase()
