// Finds the JavaScript file behind a program of the installed packages: what lies in node_modules/.bin is a shell script.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './child.mjs'

/**
 * @param {string} root
 * @param {string} name
 */
export function programEntry(root, name) {
  const { devDependencies = {}, dependencies = {} } = readManifest(root)
  for (const dependency of Object.keys({ ...dependencies, ...devDependencies })) {
    const folder = join(root, 'node_modules', dependency)
    const { bin = {} } = readManifest(folder)
    const entry = typeof bin === 'string' ? { [dependency.split('/').at(-1) ?? dependency]: bin }[name] : bin[name]
    if (entry) return join(folder, entry)
  }
  throw new SetupError(`No package in package.json brings a program called "${name}".`)
}

/**
 * @param {string} folder
 * @returns {{ bin?: string | Record<string, string>, dependencies?: Record<string, string>, devDependencies?: Record<string, string> }}
 */
function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
