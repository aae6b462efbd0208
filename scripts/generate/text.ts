// How generated text looks: the header every file carries, and data as TypeScript literals.

export const notice = 'Generated from spec/ by npm run generate. Do not edit.'

export const typescriptFile = (why: string, body: string): string => `// ${notice}\n// ${why}\n\n${body.trim()}\n`

export const markdownFile = (body: string): string => `<!-- ${notice} -->\n\n${body.trim()}\n`

/** One entry a line, however long: a change of one entry is then a change of one line. */
export function recordLiteral(record: Record<string, unknown>): string {
  const lines = Object.entries(record).map(([key, value]) => `  ${propertyName(key)}: ${literal(value)},`)
  return `{\n${lines.join('\n')}\n}`
}

export function listLiteral(values: readonly unknown[]): string {
  return `[\n${values.map((value) => `  ${literal(value)},`).join('\n')}\n]`
}

function literal(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const properties = Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${literal(item)}`)
    return `{ ${properties.join(', ')} }`
  }
  return JSON.stringify(value)
}

const propertyName = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key))

function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return `'${escaped.replaceAll("'", "\\'")}'`
}

/** A TSDoc comment of the lines given, at the given depth. */
export function comment(lines: string[], indent = ''): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').trimEnd())
  if (safe.length === 1) return `${indent}/** ${safe[0]} */`
  return [`${indent}/**`, ...safe.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n')
}

export function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
