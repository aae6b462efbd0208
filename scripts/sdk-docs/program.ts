// The SDK as the compiler sees it, with what is about to be generated in the place of what is on disk.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { hostOver } from './host.ts'

export interface Export {
  /** The entry that has it first: '' for the main one, else such as `track`. */
  entry: string
  name: string
  /** What the name stands for, never an alias. */
  symbol: ts.Symbol
  /** Where it is declared, from sdk/src. */
  file: string
}

export interface Entry {
  /** '' for the main one. */
  name: string
  /** As one imports it. */
  specifier: string
  source: ts.SourceFile
  exports: Export[]
  /** What an entry before it has too. */
  repeated: Export[]
}

export interface Sdk {
  program: ts.Program
  checker: ts.TypeChecker
  folder: string
  entries: Entry[]
  /** What is about to be generated, by its whole path. */
  texts: ReadonlyMap<string, string>
}

/**
 * @param root of the repository
 * @param made generated files by their path from the root, which may differ from those on disk
 */
export function openSdk(root: string, made: ReadonlyMap<string, string> = new Map()): Sdk {
  const folder = join(root, 'sdk')
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson
  const paths = Object.entries(exports).map(([key, path]) => ({
    name: key.replace(/^\.\/?/, ''),
    path: join(folder, path),
  }))
  const texts = new Map([...made].map(([path, text]) => [join(root, path), text]))
  const program = ts.createProgram({
    rootNames: paths.map(({ path }) => path),
    options: optionsOf(folder),
    host: hostOver(texts, optionsOf(folder)),
  })
  const checker = program.getTypeChecker()
  const known = new Map<ts.Symbol, Export>()
  const entries = paths.map(({ name, path }) => entryOf(program, checker, folder, name, path, known))
  return { program, checker, folder, entries, texts }
}

interface PackageJson {
  exports: Record<string, string>
}

function optionsOf(folder: string): ts.CompilerOptions {
  const path = join(folder, 'tsconfig.json')
  const config = ts.readConfigFile(path, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder, {}, path)
  return {
    ...options,
    composite: false,
    incremental: false,
    declaration: true,
    rootDir: dirname(folder),
    outDir: '/out',
  }
}

function entryOf(
  program: ts.Program,
  checker: ts.TypeChecker,
  folder: string,
  name: string,
  path: string,
  known: Map<ts.Symbol, Export>,
): Entry {
  const source = program.getSourceFile(path)
  const module = source && checker.getSymbolAtLocation(source)
  if (!source || !module) throw new Error(`The entry ${path} has no exports.`)
  const all = checker.getExportsOfModule(module).map((exported): Export => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? path
    return { entry: name, name: exported.name, symbol, file: file.slice(join(folder, 'src/').length) }
  })
  all.sort((one, other) => (one.name < other.name ? -1 : 1))
  const repeated = all.filter(({ symbol }) => known.has(symbol))
  const exports = all.filter(({ symbol }) => !known.has(symbol))
  for (const it of exports) known.set(it.symbol, it)
  const specifier = ['@mission-control/sdk', name].filter((part) => part !== '').join('/')
  return { name, specifier, source, exports, repeated: repeated.map(({ symbol }) => known.get(symbol)!) }
}
