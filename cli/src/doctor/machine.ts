// What can be told without the server: Node, the file with the keys, the environment.
import type { Connection } from '../config/connection.ts'
import { modeOf } from '../config/file.ts'
import { isLoopback } from '../config/url.ts'
import type { Terminal } from '../terminal.ts'
import { type Check, fine, mind, wrong } from './check.ts'

const oldestNode = 22

export function checkNode({ nodeVersion }: Terminal): Check {
  const major = Number(/^v(\d+)/.exec(nodeVersion)?.[1] ?? 0)
  if (major >= oldestNode) return fine('Node', nodeVersion)
  return wrong('Node', `${nodeVersion} is too old.`, `Take Node ${oldestNode} or newer, from https://nodejs.org.`)
}

export async function checkFile(path: string, { platform }: Terminal): Promise<Check> {
  const mode = await modeOf(path, platform)
  if (mode === null) return fine('file', `${path}${platform === 'win32' ? '' : ', which is not there'}`)
  if ((mode & 0o077) === 0) return fine('file', `${path}, for its owner alone`)
  const bits = mode.toString(8).padStart(4, '0')
  return wrong('file', `${path} holds keys and others may open it (${bits}).`, `chmod 600 '${path}'`)
}

export function checkSource({ url, profile }: Connection, env: Terminal['env']): Check {
  const from = env.MC_URL && profile === null ? 'MC_URL' : `profile ${profile ?? 'in use'}`
  return fine('server', `${url}, from ${from}`)
}

export function checkEncryption(url: string, env: Terminal['env']): Check {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const message = 'NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody in between pose as the server.'
    return wrong('TLS', message, 'Unset it; name the authority of your server by NODE_EXTRA_CA_CERTS=<file> instead.')
  }
  if (url.startsWith('https:')) {
    return fine('TLS', env.NODE_EXTRA_CA_CERTS ? `used, with authorities of ${env.NODE_EXTRA_CA_CERTS} too` : 'used')
  }
  if (isLoopback(url)) return fine('TLS', 'not needed on this machine')
  return mind('TLS', 'not used: the key can be read on the way.', 'Put a proxy with a certificate before the server.')
}

const proxyNames = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy', 'http_proxy', 'all_proxy']

export function checkProxy({ env }: Terminal): Check {
  const set = proxyNames.filter((name) => env[name])
  if (set.length === 0) return fine('proxy', 'none named in the environment')
  // Their values may hold passwords.
  const names = set.join(', ')
  if (env.NODE_USE_ENV_PROXY === '1') return fine('proxy', `${names} used, as NODE_USE_ENV_PROXY says`)
  const advice = 'If the server is reached through it only: NODE_USE_ENV_PROXY=1 (Node 22.21, 24 or newer).'
  return mind('proxy', `${names} set, which Node does not use by itself.`, advice)
}
