// What a file imports, as targets the rules can be written about.
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'

export interface Import {
  /** As it stands in the file. */
  specifier: string
  /** A path from the root, `node:…` or `npm:…`. */
  target: string
  line: number
}

/** @param file path from the root */
export function importsOf(file: string, text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    target: targetOf(file, fileName),
    line: text.slice(0, pos).split('\n').length,
  }))
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier)
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`
  return `npm:${specifier}`
}
