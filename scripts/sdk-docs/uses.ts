// Which exports the code of the examples uses, by the compiler's word: a name counts as what it stands for, an expression
// as its type, and what is given somewhere as the type that is wanted there.
import ts from 'typescript'
import { originOf } from './declarations.ts'
import { type Compiled, type Example, sourceIn } from './examples.ts'
import { schemaMark } from './links.ts'
import type { Sdk } from './program.ts'
import { type Member, schemasOf, shapeOf } from './shape.ts'

export interface Use {
  example: Example
  /** Whether the example has its name, not only something of its type. */
  isNamed: boolean
  /** How many names it uses in all: an example of little is a good one of each. */
  breadth: number
}

/** By the name it is told of: `Task`, `TaskContext.ask`. */
export type Uses = ReadonlyMap<string, Use[]>

export function usesIn(sdk: Sdk, { program, sources }: Compiled): Uses {
  const checker = program.getTypeChecker()
  const targets = targetsOf(sdk, program)
  const uses = new Map<string, Use[]>()
  for (const { example, source } of sources) {
    const named = new Set<string>()
    const typed = new Set<string>()
    visit(source, (node) => {
      for (const symbol of symbolsAt(checker, node)) add(named, targets.bySymbol(symbol))
      for (const type of typesAt(checker, node).flatMap((it) => [...partsOf(checker, it)]))
        add(typed, targets.byType(type))
    })
    const all = new Set([...typed, ...named])
    for (const name of all)
      uses.set(name, [...(uses.get(name) ?? []), { example, isNamed: named.has(name), breadth: all.size }])
  }
  return uses
}

const add = (all: Set<string>, names: string[]): void => {
  for (const name of names) all.add(name)
}

/** What is only imported is not used. */
function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  if (ts.isImportDeclaration(node)) return
  each(node)
  ts.forEachChild(node, (child) => visit(child, each))
}

/** What the examples may use, as the compiler of the examples knows it. */
class Targets {
  readonly #checker: ts.TypeChecker
  readonly #declarations = new Map<ts.Node, string[]>()
  readonly #types = new Map<ts.Type, string[]>()

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  addExport(symbol: ts.Symbol, name: string, members: Member[]): void {
    this.#addSymbol(symbol, name)
    if (!(symbol.flags & ts.SymbolFlags.Type)) return
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol)
    this.addType(type, name)
    // Whoever names a member of an object uses the object.
    for (const { name: member, kind } of members) {
      const own = kind === 'method' ? [`${name}.${member}`, name] : [name]
      this.#addSymbol(this.#checker.getPropertyOfType(type, member), ...own)
    }
  }

  addType(type: ts.Type, name: string): void {
    // A plain string or number is nobody's.
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection))) return
    this.#types.set(type, [...(this.#types.get(type) ?? []), name])
  }

  #addSymbol(symbol: ts.Symbol | undefined, ...names: string[]): void {
    for (const declaration of symbol?.declarations ?? []) this.#declarations.set(declaration, names)
  }

  bySymbol(symbol: ts.Symbol | undefined): string[] {
    return (symbol?.declarations ?? []).flatMap((it) => this.#declarations.get(it) ?? [])
  }

  byType(type: ts.Type): string[] {
    return [...(this.#types.get(type) ?? []), ...this.bySymbol(type.symbol), ...this.bySymbol(type.aliasSymbol)]
  }
}

function targetsOf(sdk: Sdk, program: ts.Program): Targets {
  const checker = program.getTypeChecker()
  const targets = new Targets(checker)
  const taken = new Set<string>()
  for (const { source, exports } of sdk.entries) {
    const module = checker.getSymbolAtLocation(sourceIn(program, source.fileName))!
    const found = new Map(checker.getExportsOfModule(module).map((it) => [it.name, originOf(checker, it)]))
    for (const it of exports) {
      targets.addExport(found.get(it.name)!, it.name, shapeOf(sdk, it).members)
      if (it.file !== contractTypes) taken.add(it.name)
    }
  }
  const source = sourceIn(program, `${sdk.folder}/src/${contractTypes}`)
  for (const [name, { pos }] of schemasOf(sdk)) {
    const schema = nodeAt(source, pos)
    if (schema?.type)
      targets.addType(checker.getTypeFromTypeNode(schema.type), taken.has(name) ? `${name} ${schemaMark}` : name)
  }
  return targets
}

const contractTypes = 'generated/openapi.ts'

/** The same file read by another program has the same places. */
function nodeAt(source: ts.SourceFile, pos: number): ts.PropertySignature | undefined {
  const find = (node: ts.Node): ts.PropertySignature | undefined =>
    ts.isPropertySignature(node) && node.pos === pos
      ? node
      : ts.forEachChild(node, (child) => (child.pos <= pos && pos < child.end ? find(child) : undefined))
  return find(source)
}

/** What a name stands for, and in an object or a call what is filled in by it. */
function symbolsAt(checker: ts.TypeChecker, node: ts.Node): ts.Symbol[] {
  if (ts.isIdentifier(node)) {
    const symbol = checker.getSymbolAtLocation(node)
    return symbol ? [originOf(checker, symbol)] : []
  }
  if (!ts.isObjectLiteralExpression(node)) return []
  const wanted = checker.getContextualType(node)
  return node.properties.flatMap(({ name }) => {
    const filled = wanted && name && checker.getPropertyOfType(checker.getNonNullableType(wanted), name.getText())
    return filled ? [filled] : []
  })
}

function typesAt(checker: ts.TypeChecker, node: ts.Node): ts.Type[] {
  if (!ts.isExpression(node) && !ts.isTypeNode(node) && !ts.isParameter(node)) return []
  const wanted = ts.isExpression(node) ? checker.getContextualType(node) : undefined
  return [checker.getTypeAtLocation(node), ...(wanted ? [wanted] : [])]
}

/** The type, what it may be, and what it is made of: `Promise<PageOf<Task> | null>` has `PageOf` and `Task`. */
function* partsOf(checker: ts.TypeChecker, type: ts.Type, known = new Set<ts.Type>()): Generator<ts.Type> {
  if (known.has(type)) return
  known.add(type)
  yield type
  const inner = [checker.getNonNullableType(type), ...(type.aliasTypeArguments ?? [])]
  if (type.isUnionOrIntersection()) inner.push(...type.types)
  if (isReference(type)) inner.push(...checker.getTypeArguments(type))
  for (const part of inner) yield* partsOf(checker, part, known)
}

const isReference = (type: ts.Type): type is ts.TypeReference =>
  ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0
