// Text of others on this terminal: agents write titles, and a title must not be able to move the cursor or hide a line.
import { stripVTControlCharacters } from 'node:util'

const controls = /(?![\n\t])\p{Cc}|\p{Bidi_Control}/gu

/** Keeps line breaks and tabs, and nothing else that a terminal would obey. */
export const safeText = (text: string): string => stripVTControlCharacters(text).replace(controls, '')

/** All of it in one line. */
export const oneLine = (text: string): string => safeText(text.replace(/\r/g, ' ')).replace(/\s+/g, ' ').trim()

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const wide =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u

/** How many columns of a terminal the text takes; colours take none. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text)
  if (/^[\u0020-\u007e]*$/.test(plain)) return plain.length
  let width = 0
  for (const { segment } of graphemes.segment(plain)) width += widthOfGrapheme(segment)
  return width
}

/** Cuts plain text to so many columns; what was cut leaves an ellipsis. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let width = 1
  for (const { segment } of graphemes.segment(text)) {
    width += widthOfGrapheme(segment)
    if (width > columns) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

const widthOfGrapheme = (segment: string): number => (wide.test(segment) ? 2 : /^\p{Mark}+$/u.test(segment) ? 0 : 1)
