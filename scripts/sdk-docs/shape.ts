// What there is to say about an export: its kind, its comment and its members, read off its declaration.
import ts from 'typescript'
import { type Comment, parseComment } from './comment.ts'
import type { Export, Sdk } from './program.ts'

export interface Member {
  name: string
  kind: 'property' | 'method'
  isOptional: boolean
  /** In one line; objects written out in it are `object`, with their fields in `fields`. */
  type: string
  /** A method as it is called, with types. */
  signature: string
  comment: Comment
  fields: Member[]
  parameters: Parameter[]
}

export interface Parameter {
  name: string
  type: string
}

export interface Shape {
  kind: 'class' | 'interface' | 'type' | 'function' | 'const' | 'schema'
  name: string
  comment: Comment
  /** What it extends, or what a type stands for. */
  extends: string[]
  type: string
  members: Member[]
  /** Of a function or of a constructor. */
  signature: string
  parameters: Parameter[]
  /** What is said of the constructor of a class. */
  makerComment?: Comment
}

const empty = { extends: [], type: '', members: [], signature: '', parameters: [] }

export function shapeOf(sdk: Sdk, { name, symbol }: Export): Shape {
  const declarations = symbol.declarations ?? []
  const declaration = declarations.find((it) => !ts.isTypeAliasDeclaration(it)) ?? declarations[0]
  if (!declaration) throw new Error(`${name} is declared nowhere.`)
  const comment = commentOf(ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration)
  const schema = ts.isTypeAliasDeclaration(declaration) ? schemaNamed(sdk, schemaIn(declaration.type)) : undefined
  if (schema) return { ...schema, name }
  if (ts.isClassDeclaration(declaration)) return { ...classShape(declaration), name, comment }
  if (ts.isInterfaceDeclaration(declaration)) {
    const heritage = declaration.heritageClauses?.flatMap(({ types }) => types.map(text)) ?? []
    const members = declaration.members.flatMap((it) => memberOf(it))
    return { ...empty, kind: 'interface', name, comment, extends: heritage, members }
  }
  if (ts.isTypeAliasDeclaration(declaration)) {
    return {
      ...empty,
      kind: 'type',
      name,
      comment,
      type: typeText(declaration.type),
      members: fieldsOf(declaration.type),
    }
  }
  if (ts.isFunctionDeclaration(declaration)) {
    return { ...empty, kind: 'function', name, comment, ...callOf(declaration, name) }
  }
  const type = sdk.checker.typeToString(
    sdk.checker.getTypeOfSymbol(symbol),
    declaration,
    ts.TypeFormatFlags.NoTruncation,
  )
  return { ...empty, kind: 'const', name, comment, type, members: constMembers(declaration) }
}

/** A schema of the contract, whether it has a name to import or not. */
export function schemaNamed(sdk: Sdk, name: string | undefined): Shape | undefined {
  const declaration = name === undefined ? undefined : schemasOf(sdk).get(name)
  if (!name || !declaration?.type) return undefined
  const members = fieldsOf(declaration.type)
  return { ...empty, kind: 'schema', name, comment: commentOf(declaration), type: typeText(declaration.type), members }
}

const schemaTables = new WeakMap<Sdk, Map<string, ts.PropertySignature>>()

export function schemasOf(sdk: Sdk): Map<string, ts.PropertySignature> {
  const known = schemaTables.get(sdk)
  if (known) return known
  const table = new Map<string, ts.PropertySignature>()
  const source = sdk.program.getSourceFile(`${sdk.folder}/src/generated/openapi.ts`)
  const components = source?.statements.find((it) => ts.isInterfaceDeclaration(it) && it.name.text === 'components')
  for (const group of components && ts.isInterfaceDeclaration(components) ? components.members : []) {
    if (group.name?.getText() !== 'schemas' || !ts.isPropertySignature(group) || !group.type) continue
    for (const it of (group.type as ts.TypeLiteralNode).members) {
      if (it.name && ts.isPropertySignature(it)) table.set(it.name.getText(), it)
    }
  }
  schemaTables.set(sdk, table)
  return table
}

const schemaIn = (type: ts.TypeNode): string | undefined =>
  /^components\[['"]schemas['"]\]\[['"](\w+)['"]\]$/.exec(type.getText())?.[1]

function classShape(declaration: ts.ClassDeclaration): Omit<Shape, 'name' | 'comment'> {
  const heritage = declaration.heritageClauses?.flatMap(({ types }) => types.map(text)) ?? []
  const maker = declaration.members.find(ts.isConstructorDeclaration)
  const made = maker
    ? { ...callOf(maker, `new ${declaration.name?.text}`), makerComment: commentOf(maker) }
    : { signature: '', parameters: [] }
  const members = declaration.members.flatMap((it) => memberOf(it))
  return { ...empty, kind: 'class', extends: heritage, members, ...made }
}

function memberOf(node: ts.Node): Member[] {
  const isMember =
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node)
  if (!isMember || isHidden(node)) return []
  const name = node.name.getText().replace(/^['"]|['"]$/g, '')
  const comment = commentOf(node)
  const isOptional = 'questionToken' in node && node.questionToken !== undefined
  if (ts.isMethodSignature(node) || ts.isMethodDeclaration(node)) {
    const call = callOf(node, name)
    return [{ name, kind: 'method', isOptional, type: '', comment, fields: [], ...call }]
  }
  const type = 'type' in node && node.type ? (node.type as ts.TypeNode) : undefined
  const more = { signature: '', parameters: [] }
  const fields = type ? fieldsOf(type) : []
  return [{ name, kind: 'property', isOptional, type: type ? typeText(type) : '', comment, fields, ...more }]
}

/** What every error has says nothing new. */
const isHidden = (node: ts.ClassElement | ts.TypeElement | ts.ObjectLiteralElementLike): boolean =>
  !node.name ||
  ts.isPrivateIdentifier(node.name) ||
  ts.isComputedPropertyName(node.name) ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(
      ({ kind }) => kind === ts.SyntaxKind.OverrideKeyword || kind === ts.SyntaxKind.PrivateKeyword,
    ))

function constMembers(declaration: ts.Declaration): Member[] {
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  return value && ts.isObjectLiteralExpression(value) ? value.properties.flatMap((it) => memberOf(it)) : []
}

function callOf(node: ts.SignatureDeclaration, name: string): Pick<Shape, 'signature' | 'parameters'> {
  const parameters = node.parameters.map((it) => {
    const given = it.initializer !== undefined || it.questionToken !== undefined
    const own = ts.isIdentifier(it.name) ? it.name.text : 'options'
    return { name: own, isOptional: given, type: it.type ? typeText(it.type, false) : 'unknown' }
  })
  const generics = node.typeParameters ? `<${node.typeParameters.map(text).join(', ')}>` : ''
  const list = parameters.map((it) => `${it.name}${it.isOptional ? '?' : ''}: ${it.type}`).join(', ')
  const answer = node.type ? `: ${typeText(node.type, false)}` : ''
  return { signature: `${name}${generics}(${list})${answer}`, parameters }
}

/** The objects written out in a type: their fields are told one by one. */
function fieldsOf(type: ts.TypeNode): Member[] {
  return literalsIn(type).flatMap((literal) => literal.members.flatMap((it) => memberOf(it)))
}

function literalsIn(type: ts.TypeNode): ts.TypeLiteralNode[] {
  if (ts.isTypeLiteralNode(type)) return type.members.some(ts.isIndexSignatureDeclaration) ? [] : [type]
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(literalsIn)
  if (ts.isArrayTypeNode(type)) return literalsIn(type.elementType)
  if (ts.isParenthesizedTypeNode(type)) return literalsIn(type.type)
  return []
}

const printer = ts.createPrinter({ removeComments: true })

function typeText(type: ts.TypeNode, isShort = true): string {
  const hidden = isShort ? literalsIn(type).filter(({ members }) => members.length > 0) : []
  let whole = printer.printNode(ts.EmitHint.Unspecified, type, type.getSourceFile())
  for (const literal of hidden) {
    whole = whole.replace(printer.printNode(ts.EmitHint.Unspecified, literal, type.getSourceFile()), 'object')
  }
  return plainType(whole)
}

/** In one line, with the schemas of the contract by their names. */
const plainType = (type: string): string =>
  type
    .replace(/components\[['"]schemas['"]\]\[['"](\w+)['"]\]/g, '$1')
    .replace(/\s+/g, ' ')
    .replaceAll('"', "'")
    .replaceAll('{ [key: string]: unknown; }', 'Record<string, unknown>')
    .replace(/; \}/g, ' }')
    .trim()

const text = (node: ts.Node): string => plainType(node.getText())

function commentOf(node: ts.Node): Comment {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  return parseComment(comments.at(-1)?.getText())
}
