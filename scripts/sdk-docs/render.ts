// An export as Markdown: what it is for first, then what goes in, what may go wrong, and an example.
import type { Comment } from './comment.ts'
import type { Links } from './links.ts'
import type { Member, Parameter, Shape } from './shape.ts'
import { lowerFirst } from './topics.ts'

/** How the variable is called in examples, where it is not the name with a small letter. */
const instanceNames: Record<string, string> = {
  EventsClient: 'missionControl.events',
  FilesClient: 'missionControl.files',
  FakeContext: 'fake',
  TaskContext: 'ctx',
  TaskLog: 'ctx.log',
  PageOf: 'page',
  Paged: 'list',
}

const instanceName = (name: string): string => instanceNames[name] ?? lowerFirst(name)

/** A method under the name by which one calls it. */
export const methodHeading = (owner: string, member: string): string => `${instanceName(owner)}.${member}`

export function renderShape(shape: Shape, page: string, links: Links, note = ''): string {
  const { name, comment, members, signature, parameters, makerComment } = shape
  const parts = [`## ${name}`, note, prose(comment.text, page, links)]
  if (shape.kind === 'type' || shape.kind === 'const') parts.push(declared(shape))
  if (shape.kind === 'schema' && members.length === 0) parts.push(`\`${shape.type}\``)
  if (shape.kind === 'type' || shape.kind === 'schema') parts.push(seeAlso(shape, page, links))
  parts.push(...extended(shape, page, links))
  if (signature) {
    const all = { ...comment, ...(makerComment && { throws: makerComment.throws, params: makerComment.params }) }
    parts.push(shapeBlock(signature), ...callParts(all, parameters, page, links))
  } else parts.push(...closing(comment, page, links))
  if (comment.examples.length === 0) parts.push(shown(name, page, links))
  const properties = members.filter(({ kind }) => kind === 'property')
  if (properties.length > 0) parts.push(properties.map((it) => renderField(it, page, links)).join('\n'))
  for (const method of members.filter(({ kind }) => kind === 'method'))
    parts.push(renderMethod(name, method, page, links))
  return parts.filter((part) => part !== '').join('\n\n')
}

function declared({ name, type, members, kind }: Shape): string {
  if (kind === 'const') return shapeBlock(`const ${name}: ${type}`)
  return members.length > 0 && type === 'object' ? '' : shapeBlock(`type ${name} = ${type}`)
}

function extended(shape: Shape, page: string, links: Links): string[] {
  return shape.extends.map((base) => {
    const [, whole, left] = /^Omit<(\w+), (.*)>$/.exec(base) ?? [undefined, base, undefined]
    const but = left ? `, but not ${left.replaceAll("'", '`').replaceAll(' | ', ', ')}` : ''
    if (!whole || !(links.has(whole) || whole === 'Error')) return ''
    return `Has all of ${links.code(whole, page)}${but}.`
  })
}

/** Shapes are no examples: nothing compiles them, so they are fenced under the longer name of the language. */
const shapeBlock = (text: string): string => `\`\`\`typescript\n${text}\n\`\`\``

export const exampleBlock = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``

function renderMethod(
  owner: string,
  { name, signature, parameters, comment }: Member,
  page: string,
  links: Links,
): string {
  const parts = [`### ${methodHeading(owner, name)}`, prose(comment.text, page, links), shapeBlock(signature)]
  parts.push(...callParts(comment, parameters, page, links))
  if (comment.examples.length === 0) parts.push(shown(`${owner}.${name}`, page, links))
  return parts.filter((part) => part !== '').join('\n\n')
}

/** In the place of an example of its own. */
function shown(name: string, page: string, links: Links): string {
  const places = links.shownIn(name, page)
  return places === '' ? '' : `Shown in: ${places}.`
}

/** What goes in, what comes back, what may go wrong, and an example. */
export function callParts(comment: Comment, parameters: Parameter[], page: string, links: Links): string[] {
  const given = parameters.map(({ name, type }) => {
    const what = comment.params.get(name)
    const see = links.ofType(type, page)
    return what || see.length > 0 ? `- \`${name}\`: ${sentence([see.join(', '), inline(what ?? '', page, links)])}` : ''
  })
  const list = given.filter((line) => line !== '').join('\n')
  return [list, ...closing(comment, page, links)]
}

function closing(comment: Comment, page: string, links: Links): string[] {
  const throws = comment.throws.map((it) => `- ${inline(it, page, links)}`)
  return [
    comment.defaultValue === undefined ? '' : `Default: ${inline(comment.defaultValue, page, links)}`,
    comment.remarks === undefined ? '' : `When: ${prose(comment.remarks, page, links)}`,
    comment.returns === undefined ? '' : `Gives ${inline(comment.returns, page, links)}.`.replace('..', '.'),
    throws.length === 0 ? '' : `Throws:\n\n${throws.join('\n')}`,
    ...comment.examples.map(exampleBlock),
  ].filter((part) => part !== '')
}

function renderField(field: Member, page: string, links: Links, indent = ''): string {
  const { name, type, isOptional, comment } = field
  const head = `\`${name}${isOptional ? '?' : ''}${type ? `: ${type}` : ''}\``
  const says = sentence([
    inline(comment.text, page, links),
    defaultOf(comment, page, links),
    seeNames(type, page, links),
  ])
  const fields = field.fields.map((it) => `\n${renderField(it, page, links, `${indent}  `)}`)
  return `${indent}- ${head}${says ? ` — ${says}` : ''}${fields.join('')}`
}

const defaultOf = ({ defaultValue }: Comment, page: string, links: Links): string =>
  defaultValue === undefined ? '' : `*Default:* ${inline(defaultValue, page, links)}.`.replace(/\.\.$/, '.')

function seeNames(type: string, page: string, links: Links): string {
  const names = links.ofType(type, page)
  return names.length === 0 ? '' : `See ${names.join(', ')}.`
}

const seeAlso = ({ type }: Shape, page: string, links: Links): string => seeNames(type, page, links)

const sentence = (parts: string[]): string => parts.filter((part) => part !== '').join(' ')

/** Lines of a comment are broken where the source is; a page breaks them where its reader likes. */
export const prose = (text: string, page: string, links: Links): string =>
  links
    .inText(text, page)
    .split(/\n\n+/)
    .map((paragraph) => (/^[-|#]/m.test(paragraph) ? paragraph : paragraph.replaceAll('\n', ' ')))
    .join('\n\n')

const inline = (text: string, page: string, links: Links): string => links.inText(text, page).replace(/\s+/g, ' ')
