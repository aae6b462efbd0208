// What the bootstrap remembers from one run to the next, and whether that still holds. It lives under node_modules, so
// that deleting node_modules is all it takes to begin afresh.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The one version of pnpm that reads and writes this repository's lock file. */
export const pnpmVersion = '12.21.0'

/** First release of the Node 24 line with long-term support. */
const oldestNode = { major: 24, minor: 11 }

/**
 * @typedef {object} State
 * @property {string} [node] path of the Node to use, when the one that runs the bootstrap is too old
 * @property {string} [installed] hash of what the packages were installed for
 * @property {string[]} [folders] folders that had a node_modules of their own after that
 */

/** @param {string} root */
export const memoryFolder = (root) => join(root, 'node_modules', '.mission-control')

/** @param {string} root */
const stateFile = (root) => join(memoryFolder(root), 'bootstrap.json')

/**
 * @param {string} root
 * @returns {State}
 */
export function readState(root) {
  try {
    return JSON.parse(readFileSync(stateFile(root), 'utf8'))
  } catch {
    return {}
  }
}

/**
 * @param {string} root
 * @param {State} state
 */
export function writeState(root, state) {
  mkdirSync(memoryFolder(root), { recursive: true })
  const draft = `${stateFile(root)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(state, null, 2))
  renameSync(draft, stateFile(root))
}

/** @param {string} version as in process.versions.node */
export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldestNode.major || (major === oldestNode.major && minor >= oldestNode.minor)
}

/**
 * The Node to use if it is known without asking anyone: this one, else the one found earlier if it is still there.
 * @param {State} state
 * @param {{ version: string, path: string }} current
 * @returns {string | undefined}
 */
export function knownNode(state, current) {
  if (isRecentEnough(current.version)) return current.path
  // The path of this very Node may be remembered from a time when it was newer.
  const isUsable = state.node && state.node !== current.path && existsSync(state.node)
  return isUsable ? state.node : undefined
}

/**
 * @param {string} root
 * @param {string} node path of the Node the packages are installed for
 */
export function installHash(root, node) {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'))
  return createHash('sha256').update(`${pnpmVersion}\n${node}\n`).update(lock).digest('hex')
}

/**
 * @param {string} root
 * @param {State} state
 * @param {string} node
 */
export function isInstalled(root, state, node) {
  if (state.installed !== installHash(root, node)) return false
  return (state.folders ?? []).every((folder) => existsSync(join(root, folder, 'node_modules')))
}

/**
 * The folders of the workspace that have packages of their own.
 * @param {string} root
 */
export function packageFolders(root) {
  const folders = ['.', 'examples'].flatMap((parent) => childFolders(root, parent))
  return folders.filter((folder) =>
    ['package.json', 'node_modules'].every((name) => existsSync(join(root, folder, name))),
  )
}

/**
 * @param {string} root
 * @param {string} parent
 */
function childFolders(root, parent) {
  const folder = join(root, parent)
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return entries.map((entry) => (parent === '.' ? entry.name : `${parent}/${entry.name}`))
}
