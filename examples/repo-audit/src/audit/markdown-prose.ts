// Markdown without its code: what stands in fences, indented blocks, code spans and comments is no link and no heading.
import { linesOf } from './text-file.ts'

/** The same text, its lines ended by `\n`, with everything that is code replaced by spaces: what is left keeps its place. */
export function proseOf(markdown: string): string {
  const withoutBlocks = blankBlocks(linesOf(markdown)).join('\n')
  const withoutSpans = blankCodeSpans(withoutBlocks)
  return withoutSpans.replace(/<!--[\s\S]*?(?:-->|$)|<(pre|script|style)\b[\s\S]*?<\/\1\s*>/gi, blank)
}

interface Fence {
  marker: string
  isQuoted: boolean
}

/** No two ways to read the same spaces: a line of a thousand marks must not take forever. */
const quoteMarks = /^(?: {0,4}>)*/

function blankBlocks(lines: string[]): string[] {
  let fence: Fence | undefined
  let isInList = false
  let afterBlank = true
  let isIndentedCode = false
  const matter = endOfFrontMatter(lines)
  return lines.map((line, index) => {
    if (index <= matter) return blank(line)
    const quote = quoteMarks.exec(line)![0]
    const content = quote === '' ? line : line.slice(quote.length).replace(/^ /, '')
    if (fence) {
      const isOver = fence.isQuoted && quote === ''
      if (!isOver) {
        if (closes(fence, content)) fence = undefined
        return blank(line)
      }
      fence = undefined
    }
    const marker = /^\s*(?:(?:[-*+]|\d+[.)])\s+)?(`{3,}(?=[^`]*$)|~{3,})/.exec(content)?.[1]
    const isBlank = content.trim() === ''
    isIndentedCode = /^(?: {4}|\t)/.test(content) && !isInList && (afterBlank || isIndentedCode) && !isBlank
    if (isIndentedCode) return blank(line)
    if (/^\s*(?:[-*+]|\d+[.)])(?:\s|$)/.test(content)) isInList = true
    else if (afterBlank && /^\S/.test(content)) isInList = false
    afterBlank = isBlank
    if (marker === undefined) return line
    fence = { marker, isQuoted: quote !== '' }
    return blank(line)
  })
}

function closes({ marker }: Fence, content: string): boolean {
  const run = content.trim()
  return run.length >= marker.length && run === marker.charAt(0).repeat(run.length)
}

/** @returns the index of its last line, -1 if there is none */
function endOfFrontMatter(lines: string[]): number {
  if (lines[0] !== '---') return -1
  return lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
}

/** A span ends at the next run of as many backticks, in the same paragraph. */
function blankCodeSpans(text: string): string {
  return text
    .split(/(\n[ \t]*\n)/)
    .map((paragraph) => {
      const runs = [...paragraph.matchAll(/(?<!\\)`+/g)].map((match) => ({ at: match.index, length: match[0].length }))
      let result = ''
      let end = 0
      for (const [index, run] of runs.entries()) {
        if (run.at < end) continue
        const closing = runs.find((other, at) => at > index && other.length === run.length)
        if (!closing) continue
        const spanEnd = closing.at + closing.length
        result += paragraph.slice(end, run.at) + blank(paragraph.slice(run.at, spanEnd))
        end = spanEnd
      }
      return result + paragraph.slice(end)
    })
    .join('')
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ')
