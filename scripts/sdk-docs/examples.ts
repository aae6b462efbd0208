// Compiles what stands in ```ts fences as if it stood in a program that has what examples take for granted.
import { join } from 'node:path'
import ts from 'typescript'
import { hostOver } from './host.ts'
import type { Sdk } from './program.ts'

export interface Example {
  page: string
  /** What it stands under. */
  heading: string
  /** Of its first line on the page. */
  line: number
  code: string
}

export interface Compiled {
  program: ts.Program
  /** Each with the program it has become. */
  sources: { example: Example; source: ts.SourceFile }[]
}

export function examplesOf(page: string, text: string): Example[] {
  return [...text.matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)].map(({ 2: code = '', index }) => {
    const before = text.slice(0, index)
    const heading = [...withoutCode(before).matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? ''
    return { page, heading, line: before.split('\n').length + 1, code }
  })
}

export const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '')

/** What the reader of an example has around it; an example that declares such a name has its own. */
const around = `
import type { Middleware as Between, MissionControl as Client, Task, TaskContext, TaskHandler } from '@mission-control/sdk'
import type { FakeContext } from '@mission-control/sdk/testing'
declare global {
  const missionControl: Client
  const agent: Client
  const task: Task
  const ctx: TaskContext
  const taskId: string
  const fileId: string
  const notes: string[]
  const fetchRows: () => Promise<{ id: number }[]>
  const deleteBranch: (branch: string) => Promise<void>
  const writeFile: typeof import('node:fs/promises').writeFile
  const OpenAI: typeof import('openai').OpenAI
  const baseUrl: string
  const apiKey: string
  const secret: string
  const url: string
  const body: string
  const request: Request
  const handler: TaskHandler
  const fake: FakeContext
  const handle: (event: unknown) => Promise<void>
  const audit: TaskHandler
  const cleanUp: (...given: Parameters<TaskHandler>) => Promise<{ summary: string }>
  const vault: { read(name: string): Promise<string | null>; write(name: string, value: string): Promise<void> }
  const POST: (request: Request) => Promise<Response>
  const test: typeof import('vitest').test
  const expect: typeof import('vitest').expect
  type Middleware = Between
}
`

/** What one can import needs no import in an example that shows something else. */
function exportsOf(sdk: Sdk): string {
  const values = sdk.entries.flatMap(({ exports }) => exports).filter(({ symbol }) => symbol.valueDeclaration)
  const specifierOf = (entry: string) => sdk.entries.find(({ name }) => name === entry)?.specifier
  const lines = values.map(({ name, entry }) => `  const ${name}: typeof import('${specifierOf(entry)}').${name}`)
  return `declare global {\n${lines.join('\n')}\n}\n`
}

export function compileExamples(sdk: Sdk, examples: Example[]): Compiled {
  // Where the package finds itself by its name, and what its tests use.
  const folder = join(sdk.folder, 'test')
  const pathOf = (index: number) => join(folder, `example-${index}.ts`)
  const files = new Map([...sdk.texts, [join(folder, 'around.ts'), around + exportsOf(sdk)]])
  for (const [index, { code }] of examples.entries()) files.set(pathOf(index), moduleOf(code))
  const roots = [join(folder, 'around.ts'), ...examples.map((_, index) => pathOf(index))]
  const program = ts.createProgram(roots, options, hostOver(files, options))
  return { program, sources: examples.map((example, index) => ({ example, source: sourceIn(program, pathOf(index)) })) }
}

/** @returns a sentence for each error, with its place on the page */
export function errorsIn({ program, sources }: Compiled): string[] {
  return sources.flatMap(({ example: { page, line }, source }) => {
    const errors = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return errors.map(({ start = 0, messageText }) => {
      const inside = source.getLineAndCharacterOfPosition(start).line
      return `${page}:${line + inside} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}

export function sourceIn(program: ts.Program, path: string): ts.SourceFile {
  const source = program.getSourceFile(path)
  if (!source) throw new Error(`${path} is no part of the program.`)
  return source
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
}

/**
 * An example may `return` as a handler does, so what is no import goes into a function, unless it exports something.
 * Lines stay where they are.
 */
function moduleOf(code: string): string {
  if (/^export /m.test(code)) return code
  const imports = /^(?:import (?:type )?(?:\{[^}]*\}|\S+) from [^\n]*\n|\n)*/.exec(code)?.[0] ?? ''
  return `${imports}export async function example() { ${code.slice(imports.length)}\n}`
}
