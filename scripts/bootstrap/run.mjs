// Runs the file asked for with the Node that can run it.
import { spawnAndWait } from './child.mjs'
import { withNodeFirst } from './environment.mjs'

const tether = new URL('./tether.mjs', import.meta.url).href

/**
 * @param {string} node
 * @param {string} entry
 * @param {string[]} args
 */
export function run(node, entry, args) {
  const env = { ...withNodeFirst(process.env, node), MISSION_CONTROL_BOOTSTRAP: String(process.pid) }
  return spawnAndWait(node, ['--import', tether, entry, ...args], { group: 'ours', env, stdio: 'inherit' })
}
