// Holds files against the rules.
import { type Import, importsOf } from './imports.ts'
import { environmentReaders, type ImportRule, importRules, sdkLayers } from './rules.ts'

export interface Violation {
  file: string
  line: number
  problem: string
}

/** @param files text by path from the root */
export function findViolations(files: Map<string, string>): Violation[] {
  return [...files].flatMap(([file, text]) => {
    const imports = importsOf(file, text)
    const forbidden = imports.flatMap((it) => brokenRules(file, it).map((rule) => ({ it, rule })))
    const imported = forbidden.map(({ it, rule }) => ({
      file,
      line: it.line,
      problem: `imports ${it.specifier}: ${rule}`,
    }))
    return [...imported, ...environmentReads(file, text)]
  })
}

function brokenRules(file: string, { target }: Import): string[] {
  const broken = importRules.filter((rule) => breaks(rule, file, target)).map((rule) => rule.sentence)
  return breaksLayers(file, target) ? [...broken, `the order in the SDK is ${sdkLayers.join(' → ')}`] : broken
}

function breaks({ files, except, allows, forbids }: ImportRule, file: string, target: string): boolean {
  const match = files.exec(file)
  if (!match || except?.test(file)) return false
  const isOneOf = (patterns: string[]) =>
    patterns.some((pattern) => new RegExp(pattern.replace('$1', match[1] ?? '')).test(target))
  return (allows !== undefined && !isOneOf(allows)) || isOneOf(forbids ?? [])
}

function breaksLayers(file: string, target: string): boolean {
  const [from, to] = [layerOf(file), layerOf(target)]
  return from !== -1 && to > from
}

const layerOf = (file: string): number =>
  sdkLayers.findIndex((layer) => file === `sdk/src/${layer}.ts` || file.startsWith(`sdk/src/${layer}/`))

function environmentReads(file: string, text: string): Violation[] {
  if (!file.startsWith('server/src/') || environmentReaders.test(file)) return []
  const reads = text
    .split('\n')
    .map((line, index) => ({ line: index + 1, code: line.replace(/^\s*(\/\/|\*|\/\*).*/, '') }))
  return reads
    .filter(({ code }) => /\bprocess\.env\b/.test(code))
    .map(({ line }) => ({ file, line, problem: 'reads process.env: only main.ts and admin-key.ts do' }))
}
