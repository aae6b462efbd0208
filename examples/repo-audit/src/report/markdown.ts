// Writes what stands in somebody's repository into Markdown, so that it stays text whatever it is.

/** In code type, also inside a table. */
export function code(text: string): string {
  const line = oneLine(text).replaceAll('|', '\\|')
  const longestRun = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longestRun + 1)
  const space = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

/** As running text. */
export const words = (text: string): string => oneLine(text).replace(/[\\`*_{}[\]()<>#+!|~&-]/g, '\\$&')

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

export const grouped = (count: number): string => count.toLocaleString('en')

export const paragraphs = (...blocks: readonly string[]): string => blocks.filter((block) => block !== '').join('\n\n')

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
