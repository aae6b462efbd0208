// What is remembered between two commands: the credentials and the present claim, in files only their owner may read.
import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from './failure.mjs'

/** The server this copy was downloaded from, which fills it in; empty in the repository. */
const homeUrl = ''

/**
 * @typedef {object} Claim
 * @property {string} taskId
 * @property {number} fence
 * @property {string} runId
 * @property {number} leaseSeconds
 * @property {number} renewedAt milliseconds, by this machine's clock
 * @property {object} line what `claim` printed, to print again
 *
 * @typedef {object} Work what an agent holds, held last, and was asking for when its process ended
 * @property {string} instanceId
 * @property {Claim | null} claim
 * @property {{ taskId: string, runId: string } | null} last
 * @property {string | null} asking id of a claim request without an answer so far
 *
 * @typedef {object} Credentials
 * @property {string} url
 * @property {string} apiKey
 * @property {string | null} agentId
 */

const stateFolder = () => process.env.MC_STATE_DIR || join(homedir(), '.mission-control')

/** @param {string} url */
export const serverFolder = (url) => join(stateFolder(), url.replace(/[^A-Za-z0-9.-]+/g, '_'))

/** @param {string} url */
export const credentialsFile = (url) => join(serverFolder(url), 'credentials.json')

/** @param {string} url of the server whose registration waits for a decision */
export const registrationFile = (url) => join(serverFolder(url), 'registration.json')

/** MC_URL, else where this copy comes from, else the only server ever joined. */
export function serverUrl() {
  const given = process.env.MC_URL || homeUrl
  if (given) return tidyUrl(given)
  const joined = joinedServers()
  if (joined.length === 1 && joined[0]) return joined[0]
  const known = joined.length > 1 ? ` You have joined ${joined.join(' and ')}.` : ''
  throw new Failure(
    'usage',
    `which server?${known}`,
    'Set MC_URL to its address, such as MC_URL=https://mission.example.com',
  )
}

/** @param {string} given */
function tidyUrl(given) {
  if (!/^https?:\/\//.test(given) || !URL.canParse(given)) {
    throw new Failure('usage', `MC_URL=${given} is no http address`, 'Set it to the address of the server.')
  }
  return given.replace(/\/+$/, '')
}

function joinedServers() {
  if (!existsSync(stateFolder())) return []
  const folders = readdirSync(stateFolder()).map((name) => join(stateFolder(), name, 'credentials.json'))
  return folders.flatMap((file) => readJson(file)?.url ?? [])
}

/**
 * The environment goes first, so that one machine can run several agents.
 * @param {string} url
 * @returns {Credentials | null}
 */
export function findCredentials(url) {
  const apiKey = process.env.MC_API_KEY
  return apiKey ? { url, apiKey, agentId: null } : readJson(credentialsFile(url))
}

/** @param {string} url */
export function requireCredentials(url) {
  const credentials = findCredentials(url)
  if (credentials) return credentials
  throw new Failure('usage', `you have not joined ${url} yet`, 'Run: node scripts/mission.mjs join')
}

/**
 * Each key has work of its own: two agents on one machine must not take each other's claim for theirs.
 * @param {Credentials} credentials
 */
export function workFile({ url, apiKey }) {
  const owner = createHash('sha256').update(apiKey).digest('hex').slice(0, 8)
  return join(serverFolder(url), `work-${owner}.json`)
}

/**
 * @param {Credentials} credentials
 * @returns {Work}
 */
export function readWork(credentials) {
  const fresh = { instanceId: `skill-${randomUUID()}`, claim: null, last: null, asking: null }
  return { ...fresh, ...readJson(workFile(credentials)) }
}

/**
 * @param {Credentials} credentials
 * @param {Work} work
 */
export const saveWork = (credentials, work) => saveJson(workFile(credentials), work)

/** @param {string} file */
export function readJson(file) {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Failure('usage', `${file} is damaged`, 'Delete it and run the command again.')
  }
}

/**
 * Whole or not at all: another command may read it at this moment.
 * @param {string} file
 * @param {object} value
 */
export function saveJson(file, value) {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/** @param {string} file */
export const forget = (file) => rmSync(file, { force: true })
