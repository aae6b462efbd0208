// How to call npx: the one that belongs to the npm we were started by, else the one in PATH.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** npm's own pauses between tries make a machine without a network wait 70 s for the refusal; these make it 6. */
const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

/**
 * @param {string} packageName with its version
 * @param {...string} args
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npx(packageName, ...args) {
  const all = ['--yes', '--prefer-offline', ...retries, packageName, ...args]
  const script = process.env.npm_execpath && join(dirname(process.env.npm_execpath), 'npx-cli.js')
  if (script && existsSync(script)) return { command: process.execPath, args: [script, ...all], shell: false }
  // On Windows npx is a command file, which only a shell can start, and a shell wants one line.
  if (process.platform === 'win32') return { command: ['npx', ...all].join(' '), args: [], shell: true }
  return { command: 'npx', args: all, shell: false }
}
