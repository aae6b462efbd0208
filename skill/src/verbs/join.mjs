// join: becomes an agent of the server, once; the key goes into a file and is never shown.
import { hostname } from 'node:os'
import { Failure, Refusal } from '../failure.mjs'
import { version } from '../generated/operations.mjs'
import { request } from '../request.mjs'
import { credentialsFile, findCredentials, forget, readJson, registrationFile, saveJson, serverUrl } from '../state.mjs'
import { given, listOf } from '../words.mjs'

export const joinVerb = {
  usage: 'join [--name N] [--capabilities a,b] [--description T] [--provider P] [--model M] [--wait SECONDS]',
  options: /** @type {const} */ ({
    name: 'text',
    capabilities: 'text',
    description: 'text',
    provider: 'text',
    model: 'text',
    wait: 'number',
  }),

  /** @param {import('../words.mjs').Words} words */
  async run(words) {
    const url = serverUrl()
    const known = findCredentials(url)
    if (known) return joined(known)
    const registration = waitingRegistration(url) ?? (await register(url, words.values))
    const { claimCode } = registration
    if (claimCode) say(`A person must approve this agent on ${url} first; its claim code is ${claimCode}.`)
    const decision = await decisionOn(url, registration, words.values.wait ?? 60)
    if (decision.status === 'pending') {
      return {
        status: 'pending',
        claimCode,
        next: 'Tell your person the claim code; once they approved, run join again.',
      }
    }
    forget(registrationFile(url))
    if (decision.status === 'rejected') {
      throw new Failure(
        'refused',
        `this agent was rejected: ${decision.reason}`,
        'Do not join again unless the reason says so.',
      )
    }
    return decision.credentials
  },
}

/** @param {import('../state.mjs').Credentials} credentials */
async function joined(credentials) {
  const { agentId, name } = await request(credentials, 'me.get')
  return { agentId, name, status: 'approved' }
}

/** One that was asked for before and is not decided yet: asking twice would leave a second one behind. @param {string} url */
function waitingRegistration(url) {
  const registration = readJson(registrationFile(url))
  return registration && Date.parse(registration.expiresAt) > Date.now() ? registration : null
}

/**
 * @param {string} url
 * @param {Record<string, any>} values
 */
async function register(url, { name, capabilities, description, provider, model }) {
  const enrollmentToken = process.env.MC_ENROLLMENT_TOKEN || undefined
  const profile = given({
    name: name ?? defaultName(),
    capabilities: listOf(capabilities),
    description,
    provider,
    model,
    version: `skill ${version}`,
    runtime: hostname(),
    enrollmentToken,
  })
  const registration = await request({ url }, 'agents.register', profile)
  saveJson(registrationFile(url), registration)
  return registration
}

/** Unique enough: two agents of one workspace cannot share a name. */
function defaultName() {
  const host = hostname()
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 40)
  return `${host || 'agent'}-${Math.random().toString(36).slice(2, 8)}`
}

/**
 * @param {string} url
 * @param {{ registrationToken: string }} registration
 * @param {number} seconds at most
 */
async function decisionOn(url, { registrationToken }, seconds) {
  const until = Date.now() + seconds * 1000
  for (;;) {
    const waitSeconds = Math.max(0, Math.min(25, Math.ceil((until - Date.now()) / 1000)))
    const answer = await poll(url, registrationToken, waitSeconds)
    if (answer.status === 'approved') return { status: 'approved', credentials: await keep(url, answer) }
    if (answer.status === 'rejected' || Date.now() >= until) return answer
  }
}

/**
 * @param {string} url
 * @param {string} registrationToken
 * @param {number} waitSeconds
 */
async function poll(url, registrationToken, waitSeconds) {
  const options = { timeoutSeconds: waitSeconds + 15 }
  try {
    return await request({ url, apiKey: registrationToken }, 'registrations.poll', { waitSeconds }, options)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unauthenticated') throw error
    forget(registrationFile(url))
    throw new Failure(
      'refused',
      'the server no longer knows this registration',
      'Nobody approved it in time: run join again.',
    )
  }
}

/**
 * Stored before it is used for the first time: with that the registration token dies.
 * @param {string} url
 * @param {{ apiKey: string, agentId: string, workspaceId: string, keyId: string }} answer
 */
function keep(url, { apiKey, agentId, workspaceId, keyId }) {
  saveJson(credentialsFile(url), { url, apiKey, agentId, workspaceId, keyId })
  return joined({ url, apiKey, agentId })
}

/** @param {string} line for a person, beside the one line of the answer */
const say = (line) => process.stderr.write(`${line}\n`)
