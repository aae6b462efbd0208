// Ids as people give them: whole, or only the end that a table shows.
import { notFound, wrongUsage } from './failure.ts'
import { oneLine } from './output/text.ts'

export interface Named {
  readonly id: string
  /** What a person knows it by. */
  readonly label: string
}

/** Shorter ends fit too much by chance. */
const shortestEnd = 4
/** How many are looked at: the newest, as lists have them. */
const most = 1000

const isWholeId = (text: string): boolean => /^[a-z]{3}_[0-9A-Z]{26}$/.test(text)

/**
 * @param text a whole id, the end of one, or a whole label
 * @param noun what it is, for messages
 * @param candidates asked for only where the text is no whole id
 * @param ways what it may be named by, for hints
 */
export async function resolveId(
  text: string,
  noun: string,
  candidates: () => AsyncIterable<Named>,
  ways = 'its id, or the end of it',
): Promise<string> {
  if (isWholeId(text)) return text
  const end = text.toUpperCase()
  const fitting: Named[] = []
  let seen = 0
  for await (const candidate of candidates()) {
    const isNamed = candidate.label === text && text !== ''
    const ends = end.length >= shortestEnd && candidate.id.toUpperCase().endsWith(end)
    if (isNamed || ends) fitting.push(candidate)
    if (++seen >= most) break
  }
  if (fitting.length === 1) return fitting[0]!.id
  if (fitting.length > 1) {
    const list = fitting.map(({ id, label }) => `${id} (${oneLine(label)})`).join(', ')
    throw wrongUsage(`'${text}' fits more than one ${noun}: ${list}.`, 'Give more of its id.')
  }
  const among = seen >= most ? ` among the newest ${most}` : ''
  const isShort = end.length < shortestEnd ? ` Of an id at least the last ${shortestEnd} characters are needed.` : ''
  throw notFound(`There is no ${noun} '${text}'${among}.`, `Give ${ways}.${isShort}`)
}

export async function* named<T extends { id: string }>(
  list: AsyncIterable<T>,
  labelOf: (entry: T) => string,
): AsyncGenerator<Named> {
  for await (const entry of list) yield { id: entry.id, label: labelOf(entry) }
}
