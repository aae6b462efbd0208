// doctor and call: is everything in order, and the rest of what the server lets an agent do.
import { statSync } from 'node:fs'
import { Failure, withoutSecrets } from '../failure.mjs'
import { operations, version } from '../generated/operations.mjs'
import { request, requestWhole } from '../request.mjs'
import { credentialsFile, findCredentials, readWork, requireCredentials, serverUrl } from '../state.mjs'

export const doctorVerb = {
  usage: 'doctor',
  options: /** @type {const} */ ({}),

  async run() {
    const url = serverUrl()
    const server = await request({ url }, 'system.info')
    const credentials = findCredentials(url)
    const agent = credentials && (await request(credentials, 'me.get'))
    const holding = credentials && readWork(credentials).claim?.taskId
    const problems = [
      ...(credentials ? [] : ['not joined yet: run join']),
      ...(isReadableByOthers(credentialsFile(url)) ? [`others can read ${credentialsFile(url)}: chmod 600 it`] : []),
      ...(server.version === version
        ? []
        : [`this skill is for ${version}, the server is ${server.version}: install it again`]),
    ]
    if (problems.length > 0) throw new Failure('refused', problems.join('; '))
    return { ok: true, server: url, version, agentId: agent?.agentId, name: agent?.name, holding: holding ?? null }
  },
}

/** Windows has no such bits. @param {string} file */
function isReadableByOthers(file) {
  if (process.platform === 'win32') return false
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && (found.mode & 0o077) !== 0
}

/** What `join` and `attach` are for. */
const byVerb = ['agents.register', 'registrations.poll', 'files.put']

export const callVerb = {
  usage: 'call OPERATION [\'{"field":…}\']',
  options: /** @type {const} */ ({}),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const name = words.text('operation')
    const server = requireCredentials(serverUrl())
    if (!Object.hasOwn(operations, name) || byVerb.includes(name))
      throw words.wrong(`there is no operation ${withoutSecrets(name)} for agents; references/api.md has them`)
    const operation = /** @type {import('../request.mjs').OperationId} */ (name)
    const input = words.positionals[1] === undefined ? {} : words.json('the input', words.positionals[1])
    const { data, page } = await requestWhole(server, operation, input, { timeoutSeconds: 75 })
    return page ? { data, page } : { data }
  },
}
