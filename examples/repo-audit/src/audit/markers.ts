// Finds the marks people leave for later in comments: the word in capitals, where a comment begins or a line does.
import { linesOf } from './text-file.ts'

export interface Mark {
  line: number
  word: 'TODO' | 'FIXME'
  /** What it says, without the word. */
  text: string
}

const longestText = 160
/** Nobody writes comments in longer lines; programs write data. */
const longestLine = 500

const word = /(?<!\*\*)\b(TODO|FIXME)\b(?=$|[:(!\s-])/g

/** In running text, in names and in strings the word is only spoken of. */
const beginning = /(?:^|\/\/|\/\*|<!--|#|--|;|%|"""|''')[\s*!@>/-]*(?:\[ \]\s*)?$/

/** What marks a note where no comment does: a colon, perhaps after who is meant. */
const colon = /^(?:\([^)]*\))?:/

/** @param isProse a document, where a line begins with whatever is spoken of */
export function marksIn(text: string, { isProse = false } = {}): Mark[] {
  const marks: Mark[] = []
  for (const [index, line] of linesOf(text).entries()) {
    if (line.length > longestLine) continue
    for (const match of line.matchAll(word)) {
      const before = line.slice(0, match.index)
      const rest = line.slice(match.index + match[0].length)
      if (!beginning.test(before) || (isProse && !before.includes('<!--') && !colon.test(rest))) continue
      marks.push({ line: index + 1, word: match[1] as Mark['word'], text: clean(rest) })
      break
    }
  }
  return marks
}

function clean(rest: string): string {
  const text = rest.replace(/^[\s:!-]+/, '').replace(/\s*(?:\*+\/\}?|-->)\s*$/, '')
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}
