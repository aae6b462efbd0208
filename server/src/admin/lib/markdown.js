// Shows markdown as elements, in a small subset: headings, lists, quotes, code, tables, bold, links. Time grows with the length of the
// text and no faster, whatever an agent wrote: every pattern is bounded, and what is too long is shown as plain text.
import { h } from './dom.js'

const mostCharacters = 60_000
const longestLine = 4_000
const inline =
  /`([^`\n]{1,300})`|\*\*([^*\n]{1,300})\*\*|\[([^[\]\n]{1,200})\]\((https?:\/\/[^\s()]{1,500})\)|(https?:\/\/[^\s<>()"']{1,500})/g

/**
 * @param {string} text
 * @returns {HTMLElement}
 */
export function markdown(text) {
  const root = h('div', { class: 'prose' })
  const lines = text.slice(0, mostCharacters).split('\n')
  let index = 0
  while (index < lines.length) index = addBlock(root, lines, index)
  if (text.length > mostCharacters) root.append(h('pre', { class: 'rest' }, text.slice(mostCharacters)))
  return root
}

/** @param {HTMLElement} root @param {string[]} lines @param {number} index @returns {number} the first line not used */
function addBlock(root, lines, index) {
  const line = lines[index]
  if (line.trim() === '') return index + 1
  if (line.startsWith('```')) return addCode(root, lines, index)
  const heading = /^(#{1,6}) +/.exec(line)
  if (heading) {
    // The page has its own first and second level.
    const level = /** @type {'h3' | 'h4' | 'h5'} */ (`h${Math.min(5, heading[1].length + 2)}`)
    root.append(h(level, {}, spans(line.slice(heading[0].length))))
    return index + 1
  }
  if (/^ {0,3}(-{3,}|\*{3,})\s*$/.test(line)) {
    root.append(h('hr'))
    return index + 1
  }
  if (line.startsWith('|') && /^\|[\s:|-]{1,400}$/.test(lines[index + 1] ?? '')) return addTable(root, lines, index)
  if (bullet(line)) return addList(root, lines, index)
  if (line.startsWith('>')) return addQuote(root, lines, index)
  return addParagraph(root, lines, index)
}

/** @param {HTMLElement} root @param {string[]} lines @param {number} index */
function addCode(root, lines, index) {
  let end = index + 1
  while (end < lines.length && !lines[end].startsWith('```')) end += 1
  root.append(h('pre', {}, h('code', {}, lines.slice(index + 1, end).join('\n'))))
  return end + 1
}

/** @param {HTMLElement} root @param {string[]} lines @param {number} index */
function addTable(root, lines, index) {
  let end = index + 2
  while (end < lines.length && lines[end].startsWith('|')) end += 1
  const row = (/** @type {'th' | 'td'} */ tag) => (/** @type {string} */ line) =>
    h(
      'tr',
      {},
      cellsOf(line).map((cell) => h(tag, {}, spans(cell))),
    )
  const table = h(
    'table',
    {},
    h('thead', {}, row('th')(lines[index])),
    h('tbody', {}, lines.slice(index + 2, end).map(row('td'))),
  )
  root.append(h('div', { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' }, table))
  return end
}

/** @param {string} line */
const cellsOf = (line) =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim())

/** @param {HTMLElement} root @param {string[]} lines @param {number} index */
function addList(root, lines, index) {
  const first = /** @type {{ ordered: boolean }} */ (bullet(lines[index]))
  const list = h(first.ordered ? 'ol' : 'ul')
  let end = index
  for (; end < lines.length; end += 1) {
    const item = bullet(lines[end])
    if (item) list.append(h('li', { class: item.indent > 1 ? 'nested' : null }, spans(item.text)))
    else if (lines[end].startsWith('  ') && lines[end].trim() !== '')
      list.lastElementChild?.append(' ', ...spans(lines[end].trim()))
    else break
  }
  root.append(list)
  return end
}

/** @param {string} line */
function bullet(line) {
  const match = /^( {0,12})([-*+]|\d{1,6}[.)]) +/.exec(line)
  return match && { indent: match[1].length, ordered: /\d/.test(match[2]), text: line.slice(match[0].length) }
}

/** @param {HTMLElement} root @param {string[]} lines @param {number} index */
function addQuote(root, lines, index) {
  let end = index
  while (end < lines.length && lines[end].startsWith('>')) end += 1
  root.append(h('blockquote', {}, joined(lines.slice(index, end).map((line) => line.replace(/^> ?/, '')))))
  return end
}

/** @param {HTMLElement} root @param {string[]} lines @param {number} index */
function addParagraph(root, lines, index) {
  let end = index + 1
  while (
    end < lines.length &&
    lines[end].trim() !== '' &&
    !/^(#{1,6} |```|>|\||\s{0,12}([-*+]|\d{1,6}[.)]) )/.test(lines[end])
  )
    end += 1
  root.append(h('p', {}, joined(lines.slice(index, end))))
  return end
}

/** Line breaks stay: agents write for the terminal. @param {string[]} lines */
const joined = (lines) => lines.map((line, index) => (index === 0 ? spans(line) : [h('br'), ...spans(line)]))

/** @param {string} line @returns {(Node | string)[]} */
function spans(line) {
  if (line.length > longestLine) return [line]
  /** @type {(Node | string)[]} */
  const parts = []
  let done = 0
  for (const match of line.matchAll(inline)) {
    parts.push(line.slice(done, match.index))
    const [whole, code, bold, label, address, bare] = match
    if (code !== undefined) parts.push(h('code', {}, code))
    else if (bold !== undefined) parts.push(h('strong', {}, bold))
    else parts.push(link(label ?? bare, address ?? bare))
    done = match.index + whole.length
  }
  parts.push(line.slice(done))
  return parts
}

/** @param {string} label @param {string} address */
const link = (label, address) => h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label)
