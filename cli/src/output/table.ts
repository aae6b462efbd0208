// Rows in columns. On a terminal they fit its width: what can be cut is cut, then what matters least is left out.
import type { Style } from './style.ts'
import { cut, oneLine, widthOf } from './text.ts'

export interface Column<T> {
  readonly title: string
  readonly value: (row: T) => string
  /** Colours the text, once it has its width. */
  readonly look?: (text: string, row: T) => string
  /** To so many columns it may be cut. @default not at all */
  readonly atLeast?: number
  /** Left out where there is no room, the highest number first. @default never */
  readonly spare?: number
  readonly right?: boolean
}

const gap = 2

/** @param width of the terminal; undefined for as wide as it gets */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[], style: Style, width?: number): string {
  let shown = columns.map((column) => {
    const cells = rows.map((row) => oneLine(column.value(row)))
    return { column, cells, width: Math.max(widthOf(column.title), ...cells.map(widthOf)) }
  })
  if (width !== undefined) {
    while (leastOf(shown) > width && shown.some(({ column }) => column.spare)) {
      const spare = Math.max(...shown.map(({ column }) => column.spare ?? 0))
      shown = shown.filter(({ column }) => column.spare !== spare)
    }
    shrink(shown, width)
  }
  const line = (texts: readonly string[]) => texts.join(' '.repeat(gap)).trimEnd()
  const head = line(shown.map(({ column, width }) => style('dim', pad(column.title, width, column.right))))
  const body = rows.map((row, index) =>
    line(
      shown.map(({ column, cells, width }, place) => {
        const text = cut(cells[index]!, width)
        const looks = column.look ? column.look(text, row) : text
        const isLast = place === shown.length - 1 && !column.right
        return isLast ? looks : pad(looks, width, column.right)
      }),
    ),
  )
  return [head, ...body].join('\n')
}

interface Shown<T> {
  readonly column: Column<T>
  width: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const leastWidth = <T>({ column, width }: Shown<T>): number => Math.min(width, column.atLeast ?? width)

const leastOf = <T>(shown: readonly Shown<T>[]): number => sum(shown.map(leastWidth)) + gap * (shown.length - 1)

/** Takes from the widest first: a column that needs little keeps all of it. */
function shrink<T>(shown: Shown<T>[], width: number): void {
  let excess = sum(shown.map((one) => one.width)) + gap * (shown.length - 1) - width
  while (excess > 0) {
    const widest = shown.filter((one) => one.width > leastWidth(one)).sort((one, other) => other.width - one.width)[0]
    if (!widest) return
    widest.width--
    excess--
  }
}

function pad(text: string, width: number, right = false): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? space + text : text + space
}
