// Makes everything that is made from the contract. With --check it writes nothing and fails if a file on disk differs
// from what the contract makes of it.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { bundle } from './generate/bundle.ts'
import { makeProducts } from './generate/products.ts'

const root = resolve(import.meta.dirname, '..')

try {
  const made = await makeProducts(await bundle(join(root, 'spec/openapi.yaml')))
  const different = await differing(made)
  if (process.argv.includes('--check')) report(different)
  else await write(made, different)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function differing(made: Map<string, string>): Promise<string[]> {
  const paths = [...made.keys()]
  const onDisk = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8').catch(() => undefined)))
  return paths.filter((path, index) => onDisk[index] !== made.get(path))
}

function report(different: string[]): void {
  if (different.length === 0) {
    console.log('Everything generated is up to date.')
    return
  }
  const list = different.map((path) => `  ${path}`).join('\n')
  console.error(`Not what the contract makes of it; run npm run generate:\n${list}`)
  process.exitCode = 1
}

async function write(made: Map<string, string>, different: string[]): Promise<void> {
  for (const path of different) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), made.get(path) ?? '')
  }
  console.log(different.length === 0 ? 'Nothing changed.' : `Wrote ${different.join(', ')}.`)
}
