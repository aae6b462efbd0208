// Files as the compiler sees them: some as they would be, the others as they lie there.
import ts from 'typescript'

/** @param texts what is in files that are not written yet, or otherwise, by path */
export function hostOver(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true)
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, version, onError) => {
      const text = texts.get(path)
      return text === undefined
        ? host.getSourceFile(path, version, onError)
        : ts.createSourceFile(path, text, version, true)
    },
  }
}
