// Makes the machine ready: a Node that can run this code and the packages of the lock file. Nearly always both are there
// already, which takes a few milliseconds to see.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError, spawnAndWait } from './child.mjs'
import { withNodeFirst } from './environment.mjs'
import { withLock } from './lock.mjs'
import { npx } from './npx.mjs'
import { say, showWhile } from './progress.mjs'
import {
  installHash,
  isInstalled,
  isRecentEnough,
  knownNode,
  memoryFolder,
  packageFolders,
  pnpmVersion,
  readState,
  writeState,
} from './state.mjs'

const current = { version: process.versions.node, path: process.execPath }

/**
 * @param {string} root
 * @returns {Promise<string>} path of the Node to use
 */
export async function prepare(root) {
  return readyNode(root) ?? withLock(join(memoryFolder(root), 'lock'), () => prepareAlone(root), { onWait })
}

const onWait = () => say('Another command is preparing this folder; waiting for it …')

/** @param {string} root */
function readyNode(root) {
  const state = readState(root)
  const node = knownNode(state, current)
  return node && isInstalled(root, state, node) ? node : undefined
}

/** @param {string} root */
async function prepareAlone(root) {
  const ready = readyNode(root) // by whoever held the lock before us
  if (ready) return ready
  const node = knownNode(readState(root), current) ?? (await fetchNode())
  // Forgets the last install first: one that breaks off leaves packages that belong to no lock file.
  writeState(root, { node })
  await install(node)
  writeState(root, { node, installed: installHash(root, node), folders: packageFolders(root) })
  return node
}

async function fetchNode() {
  let output = ''
  const { command, args, shell } = npx('node@24', '-p', 'process.execPath')
  const fetching = spawnAndWait(command, args, {
    group: 'own',
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
    shell,
    onOutput: (text) => {
      output += text
    },
  })
  const end = await showWhile(
    `Mission Control runs on Node 24; this is ${current.version}. Getting one from npm …`,
    fetching,
  )
  const path = output.trim().split(/\r?\n/).at(-1) ?? ''
  if (end.signal) throw new SetupError('Stopped.', end)
  if (end.code === 0 && existsSync(path) && isRecentEnough(await versionOf(path))) return path
  throw new SetupError(
    'Could not get Node 24 from npm (its own words, if any, are above).\n' +
      'Without a network: connect once, it is kept for later. Behind a proxy or with a registry of your own: set it for npm.\n' +
      'Or install Node 24 or newer yourself from https://nodejs.org and run the same command again.',
  )
}

/** @param {string} node */
async function versionOf(node) {
  let version = ''
  await spawnAndWait(node, ['-p', 'process.versions.node'], {
    group: 'own',
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
    onOutput: (text) => {
      version += text
    },
  })
  return version.trim()
}

/** @param {string} node */
async function install(node) {
  say('Installing packages …')
  const options = ['install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false']
  const { command, args, shell } = npx(`pnpm@${pnpmVersion}`, ...options)
  // Its progress goes to stderr, and it must not wait for an answer nobody sees.
  const end = await spawnAndWait(command, args, {
    group: 'own',
    env: withNodeFirst(process.env, node),
    stdio: ['ignore', 2, 2],
    shell,
  })
  if (end.signal) throw new SetupError('Stopped; the next run goes on from here.', end)
  if (end.code === 0) return
  throw new SetupError(
    'Installing the packages failed (the reason is above).\n' +
      'Without a network: connect once, packages are kept for later. Behind a proxy or with a registry of your own: set it for npm.\n' +
      'If pnpm-lock.yaml and a package.json disagree: npx pnpm@' +
      `${pnpmVersion} install. Then run the same command again.`,
  )
}
