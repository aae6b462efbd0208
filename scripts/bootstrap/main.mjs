// The way of one command: read what is asked, prepare the machine (nearly always nothing to do), run it.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLike, SetupError } from './child.mjs'
import { prepare } from './prepare.mjs'
import { programEntry } from './program.mjs'
import { run } from './run.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** @param {string[]} argv */
export async function main(argv) {
  try {
    const request = readArguments(argv)
    const node = await prepare(root)
    const entry = request.program ? programEntry(root, request.program) : resolve(root, request.file)
    endLike(await run(node, entry, request.args))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    endLike(error.end)
  }
}

/**
 * @param {string[]} argv
 * @returns {{ program?: string, file: string, args: string[] }}
 */
export function readArguments(argv) {
  const [first, second, ...rest] = argv
  if (first === '--bin' && second) return { program: second, file: '', args: rest }
  if (first && !first.startsWith('-')) return { file: first, args: argv.slice(1) }
  throw new SetupError('Usage: node scripts/bootstrap.mjs <file.ts> [arguments], or --bin <program> [arguments]')
}
