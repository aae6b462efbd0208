// The environment children get: whatever calls `node` by name must get the Node that was chosen.
import { delimiter, dirname } from 'node:path'

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} node path of the Node whose folder comes first
 * @returns {NodeJS.ProcessEnv}
 */
export function withNodeFirst(env, node) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const folder = dirname(node)
  const rest = (env[name] ?? '').split(delimiter).filter((entry) => entry && entry !== folder)
  return { ...env, [name]: [folder, ...rest].join(delimiter) }
}
