// Checks who imports whom, in every package; the rules stand in architecture/rules.ts.
import { glob, readFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { findViolations } from './architecture/violations.ts'

const root = resolve(import.meta.dirname, '..')
const patterns = ['server', 'sdk', 'cli', 'examples/*', 'bench'].map(
  (folder) => `${folder}/{src,test}/**/*.{ts,js,mjs}`,
)

const files = new Map<string, string>()
for await (const file of glob(patterns, { cwd: root })) {
  files.set(file.split(sep).join('/'), await readFile(resolve(root, file), 'utf8'))
}

const violations = findViolations(files)
for (const { file, line, problem } of violations) console.error(`${file}:${line} ${problem}`)
if (violations.length > 0) process.exitCode = 1
console.log(`${files.size} files, ${violations.length} imports that break a rule.`)
