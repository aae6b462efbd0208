// The SDK's declarations as its package will carry them, with what the compiler infers written out.
import ts from 'typescript'
import { hostOver } from './host.ts'
import type { Sdk } from './program.ts'

export interface Declarations {
  checker: ts.TypeChecker
  /** @param file as its source is called, from sdk/src */
  sourceOf(file: string): ts.SourceFile
}

export function declarationsOf(sdk: Sdk): Declarations {
  const texts = new Map<string, string>()
  const write = (path: string, text: string) => texts.set(path.replace(/^\/out\/sdk/, sdk.folder), withoutTs(text))
  sdk.program.emit(undefined, write, undefined, true)
  const options = { ...sdk.program.getCompilerOptions(), noEmit: true, declaration: false }
  const host = hostOver(texts, options)
  const isHidden = (path: string) => path.startsWith(`${sdk.folder}/src/`) && !texts.has(path)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (path) => texts.has(path) || (!isHidden(path) && host.fileExists(path)),
  })
  return {
    checker: program.getTypeChecker(),
    sourceOf(file) {
      const source = program.getSourceFile(`${sdk.folder}/src/${file.replace(/(\.d)?\.ts$/, '.d.ts')}`)
      if (!source) throw new Error(`${file} has no declarations.`)
      return source
    },
  }
}

/** A declaration that imports `x.ts` would lead back to the source. */
const withoutTs = (text: string): string => text.replace(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1')

export const originOf = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
