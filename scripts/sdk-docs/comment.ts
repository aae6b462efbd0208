// Reads TSDoc comments: ours, which may say `@default` in the middle of a line, and those of the generated types.

export interface Comment {
  text: string
  /** As it is written after `@default`, which may be a value or a sentence. */
  defaultValue?: string
  remarks?: string
  returns?: string
  params: Map<string, string>
  throws: string[]
  /** Their code, without the fence. */
  examples: string[]
}

/** @param raw the comment with its stars; undefined for none */
export function parseComment(raw: string | undefined): Comment {
  const comment: Comment = { text: '', params: new Map(), throws: [], examples: [] }
  for (const { tag, body } of sections(plainText(raw ?? ''))) put(comment, tag, body)
  return comment
}

const plainText = (raw: string): string =>
  raw
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .replaceAll('*\\/', '*/')
    .trim()

/** A tag opens a section at the beginning of a line, and `@default` anywhere outside of code. */
function sections(text: string): { tag: string; body: string }[] {
  const found = [{ tag: '', body: '' }]
  let isCode = false
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('```')) isCode = !isCode
    const opening = isCode ? undefined : /^\s*@(\w+)\s*(.*)$/.exec(line)
    if (opening) found.push({ tag: opening[1]!, body: `${opening[2]}\n` })
    else found.at(-1)!.body += `${line}\n`
    const inline = isCode ? undefined : /^((?:[^`]|`[^`]*`)*?)\s@default\s+(.*)$/s.exec(found.at(-1)!.body)
    if (inline) {
      found.at(-1)!.body = inline[1]!
      found.push({ tag: 'default', body: inline[2]! })
    }
  }
  return found.map(({ tag, body }) => ({ tag, body: body.trim() }))
}

function put(comment: Comment, tag: string, body: string): void {
  if (tag === '' || tag === 'description') comment.text = joined(comment.text, withFormat(body))
  else if (tag === 'default') comment.defaultValue = body
  else if (tag === 'remarks') comment.remarks = body
  else if (tag === 'returns') comment.returns = body
  else if (tag === 'throws') comment.throws.push(body)
  else if (tag === 'example' && body.includes('```')) comment.examples.push(body.replace(/^```\w*\n|\n?```$/g, ''))
  else if (tag === 'param') {
    const [, name = '', what = ''] = /^(\S+)\s*-?\s*([\s\S]*)$/.exec(body) ?? []
    comment.params.set(name, what)
  } else if (!silentTags.includes(tag)) throw new Error(`Nobody knows what @${tag} is: ${body}`)
}

/** What openapi-typescript says of a type the reader sees anyway. */
const silentTags = ['enum', 'constant', 'example', 'packageDocumentation']

/** The one format a reader must know of; the others can be seen in the text. */
const withFormat = (text: string): string =>
  text.replace(/^Format: date-time$/m, 'RFC 3339.').replace(/^Format: [\w-]+$/m, '')

/** The format stands first, and is said after the sentence it belongs to. */
const joined = (before: string, text: string): string =>
  (before.startsWith('RFC') ? `${text} ${before}` : `${before}\n${text}`).trim()
