// sdk/docs: a page for each topic of the main entry, for each resource and for each other entry, and a first page that
// leads to them.

import ts from 'typescript'
import type { Contract } from '../contract/document.ts'
import { markdownTable } from '../generate/text.ts'
import { parseComment } from './comment.ts'
import { Links, schemaMark } from './links.ts'
import type { Entry, Export, Sdk } from './program.ts'
import { exampleBlock, methodHeading, renderShape } from './render.ts'
import { operationHeading, renderResource } from './resource-page.ts'
import { type Shape, schemaNamed, shapeOf } from './shape.ts'
import { errorClasses, eventTypes } from './tables.ts'
import { lowerFirst, pageOf, resourcePage, topics } from './topics.ts'
import type { Uses } from './uses.ts'

const notice = '<!-- Generated from sdk/src by npm run generate. Do not edit. -->'

interface Told {
  it: Export
  shape: Shape
  page: string
  note: string
}

/**
 * @param uses by the examples on these very pages, once they are known
 * @returns the text of each page by its path from sdk/docs
 */
export function sdkPages(sdk: Sdk, contract: Contract, uses?: Uses): Map<string, string> {
  const told = sdk.entries.flatMap(({ exports }) =>
    exports.map((it) => ({ it, shape: shapeOf(sdk, it), page: pageOf(it), note: '' })),
  )
  told.push(...unnamedSchemas(sdk, told))
  const links = linksTo(told, uses)
  const renamed = told.flatMap(({ it, shape }) =>
    it.symbol && it.symbol.name !== shape.name ? [[it.symbol.name, shape.name] as const] : [],
  )
  for (const [declared, name] of renamed) links.add(declared, told.find(({ shape }) => shape.name === name)!.page, name)
  const pages = new Map<string, string>()
  const put = (path: string, title: string, ...parts: string[]) =>
    pages.set(path, `${[notice, `# ${title}`, backTo(path), ...parts].filter((part) => part !== '').join('\n\n')}\n`)
  const [main, ...others] = sdk.entries as [Entry, ...Entry[]]
  for (const { page, title, intro } of topics) {
    if (page === 'resources.md') put(page, title, intro, resourceTable(told, links))
    else if (page === 'errors.md') put(page, title, intro, sections(told, page, links), errorClasses(contract, links))
    else if (page === 'events.md') put(page, title, intro, sections(told, page, links), eventTypes(contract))
    else put(page, title, intro, sections(told, page, links))
  }
  for (const { shape } of told.filter(({ page }) => page.startsWith('resources/'))) {
    const resource = lowerFirst(shape.name.replace(/Resource$/, ''))
    put(resourcePage(resource), `missionControl.${resource}`, renderResource(contract, resource, shape, links))
  }
  for (const entry of others.filter(({ name }) => name !== 'errors')) {
    put(
      `${entry.name}.md`,
      entry.specifier,
      introOf(entry),
      sections(told, `${entry.name}.md`, links),
      repeatedNames(entry, links),
    )
  }
  pages.set('README.md', contents(main, others))
  const asExported = (text: string) =>
    renamed.reduce((made, [declared, name]) => made.replace(new RegExp(`\\b${declared}\\b`, 'g'), name), text)
  return new Map([...pages].map(([path, text]) => [path, asExported(text)]))
}

/** Parts of other types, and inputs of operations, that nobody needs to import but everybody may want to look up. */
function unnamedSchemas(sdk: Sdk, told: Told[]): Told[] {
  const found = new Map<string, Told>()
  const waiting = told.map(({ shape }) => shape)
  const known = new Set(told.filter(({ page }) => page === 'types.md').map(({ shape }) => shape.name))
  const taken = new Set(told.filter(({ page }) => page !== 'types.md').map(({ shape }) => shape.name))
  for (const shape of waiting) {
    for (const name of namesIn(shape)) {
      if (known.has(name)) continue
      known.add(name)
      const schema = schemaNamed(sdk, name)
      if (!schema) continue
      waiting.push(schema)
      if (taken.has(name)) schema.name = `${name} ${schemaMark}`
      const it = { entry: '', name, symbol: undefined as never, file: 'generated/openapi.ts' }
      found.set(name, { it, shape: schema, page: 'types.md', note: '*not exported*' })
    }
  }
  return [...found.values()]
}

const namesIn = (shape: Shape): string[] => JSON.stringify(shape).match(/\b[A-Z]\w+/g) ?? []

function importedFromPackages({ symbol }: Export): string[] {
  const statements = symbol?.declarations?.[0]?.getSourceFile().statements ?? []
  return [...statements].filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
    const isOwn = moduleSpecifier.getText().slice(1).startsWith('.')
    const names = importClause?.namedBindings
    return isOwn || !names || !ts.isNamedImports(names) ? [] : names.elements.map(({ name }) => name.text)
  })
}

function linksTo(told: Told[], uses: Uses | undefined): Links {
  const links = new Links(uses)
  for (const { it, shape, page } of told) {
    for (const name of importedFromPackages(it)) links.addForeign(name, page)
    const { name, members } = shape
    if (page.startsWith('resources/')) {
      const resource = lowerFirst(name.replace(/Resource$/, ''))
      links.add(name, page, operationHeading(resource))
      for (const { name: verb } of members)
        links.add(`${resource}.${verb}`, page, operationHeading(`${resource}.${verb}`))
      continue
    }
    links.add(
      name,
      page,
      /^[A-Z]\w+Error$/.test(name) && page === 'errors.md' && shape.kind === 'const' ? 'A class for each code' : name,
    )
    for (const { name: member, kind } of members)
      if (kind === 'method') links.add(`${name}.${member}`, page, methodHeading(name, member))
  }
  return links
}

function sections(told: Told[], page: string, links: Links): string {
  return told
    .filter((it) => it.page === page && !(page === 'errors.md' && it.it.entry === 'errors'))
    .sort((one, other) => rank(one.shape) - rank(other.shape) || (one.shape.name < other.shape.name ? -1 : 1))
    .map(({ shape, note }) => renderShape(shape, page, links, note))
    .join('\n\n')
}

/** What one calls comes before what one gives it. */
const rank = ({ kind, name, members }: Shape): number => {
  if (name === 'MissionControl' || name === 'MissionControlError') return 0
  if (kind === 'function') return 1
  if (kind === 'interface' && members.some((member) => member.kind === 'method')) return 2
  return kind === 'class' || kind === 'const' ? 3 : 4
}

function resourceTable(told: Told[], links: Links): string {
  const rows = told
    .filter(({ page }) => page.startsWith('resources/'))
    .map(({ shape, page }) => {
      const resource = lowerFirst(shape.name.replace(/Resource$/, ''))
      const verbs = shape.members.map(({ name }) => `[${name}](${links.to(`${resource}.${name}`, 'resources.md')})`)
      return [`[\`${resource}\`](${page})`, verbs.join(', ')]
    })
  return markdownTable(['resource', 'methods'], rows)
}

/** What the entry says of itself, in a comment before its first line of code. */
function introOf({ source, specifier, exports }: Entry): string {
  const [comment] = /\/\*\*(?:(?!\*\/)[\s\S])*@packageDocumentation[\s\S]*?\*\//.exec(source.text) ?? []
  const called = exports.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Function).map(({ name }) => name)
  const example = called.length === 0 ? '' : exampleBlock(`import { ${called.join(', ')} } from '${specifier}'`)
  return [parseComment(comment).text.replaceAll('\n', ' '), example].filter((part) => part !== '').join('\n\n')
}

function repeatedNames({ repeated }: Entry, links: Links): string {
  if (repeated.length === 0) return ''
  return `Also has ${repeated.map(({ name }) => links.code(name, 'track.md')).join(', ')}.`
}

const backTo = (page: string): string => `[Contents](${page.includes('/') ? '../' : ''}README.md)`

function contents(main: Entry, others: Entry[]): string {
  const order = ['client.md', 'resources.md', 'joining.md', 'work.md', 'events.md', 'files.md', 'errors.md', 'types.md']
  const rows = order
    .map((page) => topics.find((topic) => topic.page === page)!)
    .map(({ page, title, intro }) => `- [${title}](${page}): ${intro}`)
  const entries = others.map(({ name, specifier, source }) => {
    const [comment] = /\/\*\*(?:(?!\*\/)[\s\S])*@packageDocumentation[\s\S]*?\*\//.exec(source.text) ?? []
    const what = parseComment(comment).text.replaceAll('\n', ' ')
    return `- [\`${specifier}\`](${name}.md)${what ? `: ${what}` : ''}`
  })
  return `${notice}

# The SDK, name by name

How to begin stands in the [README of the package](../README.md); here is everything one may import and call.

\`${main.specifier}\`:

${rows.join('\n')}

Further entries, each loaded only by those who import it:

${entries.join('\n')}
`
}
