// A text of limited size made of sections: where not all fit, the least important are cut first, and it is said.

export interface Section {
  readonly title: string
  readonly body: string
  /** What it may take in bytes before the less important ones had their part. */
  readonly share: number
  /** Where all of it can be read. */
  readonly whole: string
}

/**
 * @param sections the most important first, which is the order they are read in too; empty ones are left out
 * @param mostBytes of the whole text as UTF-8
 */
export function fitSections(
  head: string,
  sections: readonly Section[],
  mostBytes: number,
): { text: string; truncated: boolean } {
  const present = sections.filter(({ body }) => body !== '')
  const frames = present.map(({ title }) => `\n\n## ${title}\n\n`)
  const notes = present.map(({ whole }) => `\n\n(Cut here: ${whole} has the rest.)`)
  const sizes = present.map(({ body }) => size(body))
  let room = mostBytes - size(head) - frames.reduce((sum, frame, index) => sum + size(frame + notes[index]!), 0)
  const grants = present.map(({ share }, index) => {
    const grant = Math.min(sizes[index]!, share, room)
    room -= grant
    return grant
  })
  const parts = present.map(({ body }, index) => {
    const grant = Math.min(sizes[index]!, grants[index]! + room)
    room -= grant - grants[index]!
    const isWhole = grant === sizes[index]
    return { isWhole, text: frames[index]! + (isWhole ? body : cutTo(body, grant) + notes[index]!) }
  })
  return {
    text: head + parts.map(({ text }) => text).join(''),
    truncated: parts.some(({ isWhole }) => !isWhole),
  }
}

/** All that ends a line for any reader. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: some of them end a line, for Python among others
const lineEnd = /\r\n|[\n\r\v\f\x1c-\x1e\u0085\u2028\u2029]/

/** What people and agents wrote, line by line: no line of it begins as one of ours does. */
export const quote = (text: string): string =>
  text
    .trimEnd()
    .split(lineEnd)
    .map((line) => `> ${line}`)
    .join('\n')

/** One that says in a line what may be long. */
export function shortened(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text
  return `${text
    .slice(0, mostCharacters)
    .toWellFormed()
    .replace(/\ufffd$/, '')} … (${text.length - mostCharacters} characters more)`
}

const size = (text: string): number => Buffer.byteLength(text)

/** At the end of a line where there is one near, else between two characters. */
function cutTo(text: string, bytes: number): string {
  const cut = new TextDecoder().decode(Buffer.from(text).subarray(0, bytes), { stream: true })
  const line = cut.lastIndexOf('\n')
  return (line > cut.length * 0.8 ? cut.slice(0, line) : cut).trimEnd()
}
