// One thing in full: names at the left, what they stand for beside them.
import type { Style } from './style.ts'
import { safeText, widthOf } from './text.ts'

export type Detail = readonly [name: string, value: string | null | undefined]

/** Leaves out what has no value. Values may be coloured; text of others goes through `safeText` first. */
export function details(style: Style, entries: readonly Detail[]): string {
  const shown = entries.filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== undefined)
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)))
  return shown
    .map(
      ([name, value]) => `${style('dim', name.padEnd(width))}  ${value.replaceAll('\n', `\n${' '.repeat(width + 2)}`)}`,
    )
    .join('\n')
}

/** A text of several lines, set off to the right. */
export const indented = (text: string, spaces = 2): string =>
  safeText(text)
    .trimEnd()
    .replace(/^(?=.)/gm, ' '.repeat(spaces))
