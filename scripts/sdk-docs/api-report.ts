// sdk/api.md: the types of everything public, sorted and without words, so that a breaking change shows in review.
import ts from 'typescript'
import { declarationsOf, originOf } from './declarations.ts'
import type { Sdk } from './program.ts'

/** Of the contract's types only what a name leads to is told, under that name. */
const tables = ['components', 'operations', 'paths', 'webhooks', 'PathOf', 'QueryOf']

export function apiReport(sdk: Sdk): string {
  const { checker, sourceOf } = declarationsOf(sdk)
  const reached = new Map<ts.Symbol, string>()
  const schemas = new Map<string, string>()
  const exported = new Set<ts.Symbol>()
  const schemasExported = new Set<string>()
  const waiting: (() => void)[] = []

  const symbolIn = (file: string, name: string): ts.Symbol => {
    const module = checker.getSymbolAtLocation(sourceOf(file))
    const found = module && checker.getExportsOfModule(module).find((it) => it.name === name)
    if (!found) throw new Error(`${file} does not export ${name}.`)
    return originOf(checker, found)
  }

  /** Its text; what it refers to is put on the list. */
  const told = (node: ts.Node): string => {
    waiting.push(() => follow(node))
    return printed(node, sourceOf('generated/openapi.ts'))
  }

  const declared = (symbol: ts.Symbol): string =>
    (symbol.declarations ?? [])
      .map((it) => (ts.isVariableDeclaration(it) ? it.parent.parent : it))
      .map((it) => told(it).replace(/^(export )?(declare )?/, ''))
      .join('\n')

  function followSchema(name: string): void {
    const type = schemaType(sourceOf('generated/openapi.ts'), name)
    if (!type || schemasExported.has(name) || schemas.has(name)) return
    schemas.set(name, '')
    schemas.set(name, `type ${name} = ${told(type)};`)
  }

  function follow(node: ts.Node): void {
    const schema = ts.isIndexedAccessTypeNode(node) && schemaOf(node)
    if (schema) followSchema(schema)
    const inline = parametersOf(node, sourceOf('generated/openapi.ts'))
    if (inline) follow(inline)
    if (ts.isIdentifier(node)) {
      const found = checker.getSymbolAtLocation(node)
      const symbol = found && originOf(checker, found)
      const isOwn = symbol?.declarations?.some(
        (it) => isTopLevel(it) && it.getSourceFile().fileName.startsWith(`${sdk.folder}/src/`),
      )
      if (symbol && isOwn && isContracts(symbol)) followSchema(symbol.name)
      else if (symbol && isOwn && !exported.has(symbol) && !reached.has(symbol) && !tables.includes(symbol.name)) {
        reached.set(symbol, '')
        reached.set(symbol, declared(symbol))
      }
    }
    ts.forEachChild(node, follow)
  }

  const all = sdk.entries.map((entry) => ({
    entry,
    symbols: entry.exports.map((it) => ({
      name: it.name,
      symbol: symbolIn(entry.source.fileName.slice(`${sdk.folder}/src/`.length), it.name),
    })),
  }))
  for (const { name, symbol } of all.flatMap(({ symbols }) => symbols)) {
    exported.add(symbol)
    if (isContracts(symbol)) schemasExported.add(name)
  }
  const parts = all.map(({ entry, symbols }) => {
    const own = symbols.map(({ name, symbol }) => schemaText(symbol, name) ?? declared(symbol))
    const others = entry.repeated.map(({ name }) => name)
    if (others.length > 0) own.push(`export { ${others.join(', ')} } from '@mission-control/sdk'`)
    return section(entry.specifier, own)
  })
  for (let next = waiting.shift(); next; next = waiting.shift()) next()
  const rest = [...[...reached].map(([symbol, text]) => [symbol.name, text] as const), ...schemas]
  const sorted = rest.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text)
  const whole = `${head}\n\n${[...parts, section('What these lead to, without a name to import', sorted)].join('\n\n')}\n`
  return renamesOf(all.flatMap(({ symbols }) => symbols)).reduce((text, [own, name]) => text.replace(own, name), whole)

  /** A schema is told in full under its name. */
  function schemaText(symbol: ts.Symbol, name: string): string | undefined {
    if (!schemasExported.has(name)) return undefined
    const type = schemaType(sourceOf('generated/openapi.ts'), symbol.name)
    return type && `type ${name} = ${told(type)};`
  }
}

/** Names that are exported under another. */
const renamesOf = (all: { name: string; symbol: ts.Symbol }[]): [RegExp, string][] =>
  all.flatMap(({ name, symbol }) => (symbol.name === name ? [] : [[new RegExp(`\\b${symbol.name}\\b`, 'g'), name]]))

const head = `<!-- Generated from sdk/src by npm run generate. Do not edit. -->

# What the SDK promises

The types of everything public. A line that goes or changes here may break a program that uses the package; one that comes does only where it asks for more.`

const section = (title: string, texts: string[]): string =>
  `## ${title}\n\n\`\`\`typescript\n${texts.join('\n\n')}\n\`\`\``

const isContracts = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.[0]?.getSourceFile().fileName.endsWith('/generated/openapi.d.ts') === true

const isTopLevel = (node: ts.Declaration): boolean =>
  ts.isSourceFile(node.parent) || (ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent))

function schemaOf(node: ts.Node): string | undefined {
  return /^components\[['"]schemas['"]\]\[['"](\w+)['"]\]$/.exec(node.getText())?.[1]
}

function memberOf(type: ts.Node | undefined, name: string): ts.TypeNode | undefined {
  if (!type || !(ts.isTypeLiteralNode(type) || ts.isInterfaceDeclaration(type))) return undefined
  const found = type.members.find((it) => it.name?.getText().replace(/['"]/g, '') === name)
  return found && ts.isPropertySignature(found) ? found.type : undefined
}

const tableIn = (source: ts.SourceFile, name: string): ts.Node | undefined =>
  source.statements.find((it) => ts.isInterfaceDeclaration(it) && it.name.text === name)

const schemaType = (source: ts.SourceFile, name: string): ts.TypeNode | undefined =>
  memberOf(memberOf(tableIn(source, 'components'), 'schemas'), name)

/** `PathOf<'tasks.get'>` as the fields it stands for, and a parameter that many operations share as its type. */
function parametersOf(node: ts.Node, source: ts.SourceFile): ts.TypeNode | undefined {
  const shared =
    ts.isIndexedAccessTypeNode(node) && /^components\[['"]parameters['"]\]\[['"](\w+)['"]\]$/.exec(node.getText())?.[1]
  if (shared) return memberOf(memberOf(tableIn(source, 'components'), 'parameters'), shared)
  const [, place, id] =
    (ts.isTypeReferenceNode(node) && /^(Path|Query)Of<['"]([\w.]+)['"]>$/.exec(node.getText())) || []
  if (!place || !id) return undefined
  return memberOf(memberOf(memberOf(tableIn(source, 'operations'), id), 'parameters'), place.toLowerCase())
}

const printer = ts.createPrinter({ removeComments: true })

function printed(node: ts.Node, contract: ts.SourceFile): string {
  const names = new Map<string, string>()
  collect(node)
  let text = plain(node)
  for (const [written, meant] of names) text = text.replaceAll(written, meant)
  return text

  function collect(it: ts.Node): void {
    const schema = ts.isIndexedAccessTypeNode(it) && schemaOf(it)
    if (schema) names.set(plain(it), schema)
    const inline = parametersOf(it, contract)
    if (inline) names.set(plain(it), printed(inline, contract).replace(/\s+/g, ' '))
    ts.forEachChild(it, collect)
  }
}

const plain = (node: ts.Node): string =>
  printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^ +/gm, (indent) => ' '.repeat(indent.length / 2))
    .replace(/^ *#private;\n/gm, '')
    .replace(/\bimport\("\.[^"]+"\)\./g, '')
