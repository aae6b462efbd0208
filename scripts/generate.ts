// Makes everything that is made from the contract, and the documents of the SDK. With --check it writes nothing and fails if a file on disk differs
// from what the contract makes of it.
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { bundle } from './generate/bundle.ts'
import { makeProducts } from './generate/products.ts'
import { sdkDocuments } from './sdk-docs/documents.ts'

const root = resolve(import.meta.dirname, '..')

try {
  const contract = await bundle(join(root, 'spec/openapi.yaml'))
  const made = await makeProducts(contract)
  for (const [path, text] of sdkDocuments(root, contract, made)) made.set(path, text)
  const different = [...(await differing(made)), ...(await leftOver(made))]
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

/** Pages of what is no more. */
async function leftOver(made: Map<string, string>): Promise<string[]> {
  const pages: string[] = []
  for await (const path of glob('sdk/docs/**/*.md', { cwd: root })) pages.push(path.split(sep).join('/'))
  return pages.filter((path) => !made.has(path))
}

function report(different: string[]): void {
  if (different.length === 0) {
    console.log('Everything generated is up to date.')
    return
  }
  const list = different.map((path) => `  ${path}`).join('\n')
  console.error(`Not what the contract and the SDK make of it; run npm run generate:\n${list}`)
  process.exitCode = 1
}

async function write(made: Map<string, string>, different: string[]): Promise<void> {
  for (const path of different) {
    const text = made.get(path)
    await mkdir(dirname(join(root, path)), { recursive: true })
    if (text === undefined) await rm(join(root, path))
    else await writeFile(join(root, path), text)
  }
  console.log(different.length === 0 ? 'Nothing changed.' : `Wrote ${different.join(', ')}.`)
}
