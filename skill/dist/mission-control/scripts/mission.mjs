#!/usr/bin/env node
// Generated from spec/ by npm run generate. Do not edit.
// Lets an agent work with Mission Control: node mission.mjs --help. One file, Node 20 or newer, nothing to install.
import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'

// What the server lets agents do: method, path, what a repeated request does; and the version of the contract.

const version = '0.1.0'

const operations = /** @type {const} */ ({
  'system.info': ['GET', '/info', 'natural'],
  'me.get': ['GET', '/me', 'natural'],
  'workspaces.list': ['GET', '/workspaces', 'natural'],
  'workspaces.get': ['GET', '/workspaces/{workspaceId}', 'natural'],
  'keys.list': ['GET', '/keys', 'natural'],
  'keys.revoke': ['DELETE', '/keys/{keyId}', 'natural'],
  'agents.register': ['POST', '/agents/register', 'none'],
  'agents.heartbeat': ['POST', '/agents/heartbeat', 'natural'],
  'registrations.poll': ['GET', '/registrations/current', 'none'],
  'agents.list': ['GET', '/agents', 'natural'],
  'agents.get': ['GET', '/agents/{agentId}', 'natural'],
  'agents.update': ['PATCH', '/agents/{agentId}', 'key'],
  'tasks.list': ['GET', '/tasks', 'natural'],
  'tasks.create': ['POST', '/tasks', 'key'],
  'tasks.counts': ['GET', '/tasks/counts', 'natural'],
  'tasks.claimNext': ['POST', '/tasks/claim', 'natural'],
  'tasks.get': ['GET', '/tasks/{taskId}', 'natural'],
  'tasks.claim': ['POST', '/tasks/{taskId}/claim', 'natural'],
  'tasks.release': ['POST', '/tasks/{taskId}/release', 'natural'],
  'tasks.complete': ['POST', '/tasks/{taskId}/complete', 'natural'],
  'tasks.fail': ['POST', '/tasks/{taskId}/fail', 'natural'],
  'tasks.block': ['POST', '/tasks/{taskId}/block', 'natural'],
  'tasks.review': ['POST', '/tasks/{taskId}/reviews', 'key'],
  'tasks.transitions': ['GET', '/tasks/{taskId}/transitions', 'natural'],
  'tasks.timeline': ['GET', '/tasks/{taskId}/timeline', 'natural'],
  'tasks.context': ['GET', '/tasks/{taskId}/context', 'natural'],
  'messages.markRead': ['POST', '/tasks/{taskId}/messages/read', 'natural'],
  'messages.list': ['GET', '/tasks/{taskId}/messages', 'natural'],
  'messages.create': ['POST', '/tasks/{taskId}/messages', 'key'],
  'steps.list': ['GET', '/tasks/{taskId}/steps', 'natural'],
  'steps.save': ['PUT', '/tasks/{taskId}/steps/{stepName}', 'natural'],
  'files.list': ['GET', '/tasks/{taskId}/files', 'natural'],
  'files.put': ['PUT', '/tasks/{taskId}/files/{fileName}', 'natural'],
  'files.get': ['GET', '/files/{fileId}', 'natural'],
  'files.remove': ['DELETE', '/files/{fileId}', 'natural'],
  'approvals.request': ['POST', '/tasks/{taskId}/approvals', 'natural'],
  'approvals.list': ['GET', '/approvals', 'natural'],
  'approvals.get': ['GET', '/approvals/{approvalId}', 'natural'],
  'approvals.withdraw': ['POST', '/approvals/{approvalId}/withdraw', 'key'],
  'questions.ask': ['POST', '/tasks/{taskId}/questions', 'natural'],
  'questions.list': ['GET', '/questions', 'natural'],
  'questions.get': ['GET', '/questions/{questionId}', 'natural'],
  'questions.withdraw': ['POST', '/questions/{questionId}/withdraw', 'key'],
  'runs.list': ['GET', '/runs', 'natural'],
  'runs.start': ['POST', '/runs', 'natural'],
  'runs.stats': ['GET', '/runs/stats', 'natural'],
  'runs.get': ['GET', '/runs/{runId}', 'natural'],
  'runs.complete': ['POST', '/runs/{runId}/complete', 'natural'],
  'runs.fail': ['POST', '/runs/{runId}/fail', 'natural'],
  'runs.reserve': ['POST', '/runs/{runId}/reserve', 'natural'],
  'usage.list': ['GET', '/runs/{runId}/usage', 'natural'],
  'usage.report': ['POST', '/runs/{runId}/usage', 'natural'],
  'usage.reportBatch': ['POST', '/runs/{runId}/usage/batch', 'natural'],
  'logs.list': ['GET', '/runs/{runId}/logs', 'natural'],
  'logs.append': ['POST', '/runs/{runId}/logs', 'natural'],
  'prices.list': ['GET', '/prices', 'natural'],
  'budgets.list': ['GET', '/budgets', 'natural'],
  'budgets.get': ['GET', '/budgets/{budgetId}', 'natural'],
  'events.list': ['GET', '/events', 'natural'],
})

// What can go wrong, each with the exit code an agent decides by and a line on what to do.

const exitCodes = { refused: 1, usage: 2, leaseLost: 3, later: 4 }

/** Ends the command: the message and the hint go to stderr, the code to whoever started it. */
class Failure extends Error {
  /**
   * @param {keyof typeof exitCodes} kind
   * @param {string} message
   * @param {string} [hint] what to do now
   */
  constructor(kind, message, hint = '') {
    super(message)
    this.kind = kind
    this.hint = hint
  }
}

/** The server said no; `code` is one of the contract's. */
class Refusal extends Failure {
  /**
   * @param {{ code: string, message: string, hint: string, details?: any }} error
   * @param {boolean} temporary whether the same command may succeed later
   */
  constructor({ code, message, hint, details }, temporary) {
    const places = (details?.issues ?? []).map((/** @type {any} */ issue) => `; ${issue.path}: ${issue.message}`)
    super(
      code === 'lease_lost' ? 'leaseLost' : temporary ? 'later' : 'refused',
      `${code}: ${message}${places.join('')}`,
      hint,
    )
    this.code = code
  }
}

/** @param {string} reason why the task is no longer ours */
const leaseLost = (reason) =>
  new Failure(
    'leaseLost',
    `lease_lost: the task is no longer yours (${reason})`,
    'Stop this work now and hand in nothing. Report its cost if you have not, then claim again.',
  )

/**
 * Secrets belong in files and headers; should one turn up in a text, only its kind is shown.
 * @param {string} text
 */
const withoutSecrets = (text) => text.replace(/\bmc_([a-z]+)_[0-9A-Za-z]{20,}/g, 'mc_$1_…')

// What stands behind the verb on the command line, checked: options the verb knows, numbers that are numbers, JSON that is.

/** @typedef {Record<string, 'text' | 'number' | 'json' | 'flag'>} Options */

class Words {
  /**
   * @param {string} usage what is shown where the words do not fit
   * @param {Options} options
   * @param {string[]} args
   */
  constructor(usage, options, args) {
    this.usage = usage
    const types = Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string' },
    ])
    try {
      const parsed = parseArgs({ args, options: Object.fromEntries(types), allowPositionals: true })
      /** @type {Record<string, any>} */
      this.values = Object.fromEntries(
        Object.entries(parsed.values).map(([name, value]) => [name, this.#read(name, options[name], value)]),
      )
      this.positionals = parsed.positionals
    } catch (error) {
      throw error instanceof Failure ? error : this.wrong(/** @type {Error} */ (error).message)
    }
  }

  /**
   * @param {string} name
   * @param {Options[string] | undefined} kind
   * @param {unknown} value
   */
  #read(name, kind, value) {
    if (kind === 'number') {
      const number = Number(value)
      if (value === '' || !Number.isFinite(number)) throw this.wrong(`--${name} ${value} is no number`)
      return number
    }
    return kind === 'json' ? this.json(`--${name}`, String(value)) : value
  }

  /**
   * @param {string} what
   * @param {string} text
   */
  json(what, text) {
    try {
      return JSON.parse(text)
    } catch {
      throw this.wrong(`${what} is no JSON: ${text.slice(0, 60)}`)
    }
  }

  /**
   * The text the verb is about, given in its place or by name.
   * @param {string} name
   * @param {number} [place]
   */
  text(name, place = 0) {
    const text = this.values[name] ?? this.positionals[place]
    if (text === undefined || text === '') throw this.wrong(`${name} is missing`)
    return String(text)
  }

  /** @param {string} problem */
  wrong(problem) {
    return new Failure('usage', problem, `Usage: node scripts/mission.mjs ${this.usage}`)
  }
}

/** @param {string} path a file, or - for what is piped in */
function readText(path) {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new Failure('usage', `cannot read ${path}: ${/** @type {Error} */ (error).message}`)
  }
}

/**
 * Leaves out what was not given: the server fills in its defaults.
 * @param {Record<string, unknown>} fields
 */
const given = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** @param {string | undefined} text parted by commas */
const listOf = (text) =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean)

// What is remembered between two commands: the credentials and the present claim, in files only their owner may read.

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
const serverFolder = (url) => join(stateFolder(), url.replace(/[^A-Za-z0-9.-]+/g, '_'))

/** @param {string} url */
const credentialsFile = (url) => join(serverFolder(url), 'credentials.json')

/** @param {string} url of the server whose registration waits for a decision */
const registrationFile = (url) => join(serverFolder(url), 'registration.json')

/** MC_URL, else where this copy comes from, else the only server ever joined. */
function serverUrl() {
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
function findCredentials(url) {
  const apiKey = process.env.MC_API_KEY
  return apiKey ? { url, apiKey, agentId: null } : readJson(credentialsFile(url))
}

/** @param {string} url */
function requireCredentials(url) {
  const credentials = findCredentials(url)
  if (credentials) return credentials
  throw new Failure('usage', `you have not joined ${url} yet`, 'Run: node scripts/mission.mjs join')
}

/**
 * Each key has work of its own: two agents on one machine must not take each other's claim for theirs.
 * @param {Credentials} credentials
 */
function workFile({ url, apiKey }) {
  const owner = createHash('sha256').update(apiKey).digest('hex').slice(0, 8)
  return join(serverFolder(url), `work-${owner}.json`)
}

/**
 * @param {Credentials} credentials
 * @returns {Work}
 */
function readWork(credentials) {
  const fresh = { instanceId: `skill-${randomUUID()}`, claim: null, last: null, asking: null }
  return { ...fresh, ...readJson(workFile(credentials)) }
}

/**
 * @param {Credentials} credentials
 * @param {Work} work
 */
const saveWork = (credentials, work) => saveJson(workFile(credentials), work)

/** @param {string} file */
function readJson(file) {
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
function saveJson(file, value) {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

/** @param {string} file */
const forget = (file) => rmSync(file, { force: true })

// One call to the server: the operation's path from the contract, the key in a header, and tries again where that is safe.

/** @typedef {keyof typeof operations} OperationId */

/**
 * A body that is no JSON, and what is said about it.
 * @typedef {{ bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> }} Upload
 */

const mostTries = 5
/** Longer pauses are the agent's to make: a command that hangs looks broken. */
const longestPauseSeconds = 20

/**
 * @param {{ url: string, apiKey?: string | null }} to
 * @param {OperationId} operation
 * @param {Record<string, unknown>} [input] one flat object; its fields go into path, query or body
 * @param {{ timeoutSeconds?: number }} [options]
 * @returns {Promise<any>} the data of the answer
 */
async function request(to, operation, input, options) {
  return (await requestWhole(to, operation, input, options)).data
}

/**
 * As `request`, with what stands beside the data: the page of a list.
 * @param {{ url: string, apiKey?: string | null }} to
 * @param {OperationId} operation
 * @param {Record<string, unknown>} [input]
 * @param {{ timeoutSeconds?: number, upload?: Upload }} [options]
 * @returns {Promise<{ data: any, page?: any }>}
 */
async function requestWhole(to, operation, input = {}, { timeoutSeconds = 30, upload } = {}) {
  const [method, path, repeating] = operations[operation]
  const { url, body: json } = addressed(`${to.url}/api/v1${path}`, method, input)
  const body = upload ? upload.bytes : json
  const headers = {
    Accept: 'application/json',
    ...(to.apiKey ? { Authorization: `Bearer ${to.apiKey}` } : {}),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(repeating === 'key' ? { 'Idempotency-Key': randomUUID() } : {}),
    ...upload?.headers,
  }
  for (let tries = 1; ; tries += 1) {
    const outcome = await send(url, { method, headers, body, timeoutSeconds })
    if (outcome.answer) return outcome.answer
    const pause = pauseSeconds(outcome, tries, method === 'GET' || repeating !== 'none')
    if (pause === null) throw outcome.failure
    await sleep(pause * 1000)
  }
}

/**
 * @param {string} template
 * @param {string} method
 * @param {Record<string, unknown>} input
 */
function addressed(template, method, input) {
  const rest = { ...input }
  const path = template.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => {
    const value = rest[name]
    if (value === undefined) throw new Failure('usage', `${name} is missing`, `Give it as {"${name}": …}.`)
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  if (method !== 'GET') return { url: path, body: JSON.stringify(rest) }
  const query = new URLSearchParams(/** @type {Record<string, string>} */ (rest))
  return { url: query.size > 0 ? `${path}?${query}` : path, body: undefined }
}

/**
 * @typedef {object} Outcome
 * @property {{ data: any, page?: any }} [answer]
 * @property {Failure} [failure]
 * @property {boolean} [harmless] nothing was done for certain, so that anything may be sent again
 * @property {boolean} [temporary]
 * @property {number | null} [retryAfter] seconds
 *
 * @param {string} url
 * @param {{ method: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> | undefined, timeoutSeconds: number }} options
 * @returns {Promise<Outcome>}
 */
async function send(url, { method, headers, body, timeoutSeconds }) {
  try {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000)
    const response = await fetch(url, { method, headers, body, signal, redirect: 'error' })
    /** @type {any} */
    const answer = await response.json().catch(() => null)
    return answer?.success === true ? { answer } : refusal(response, answer?.error)
  } catch (error) {
    return unreachable(url, error)
  }
}

/**
 * @param {Response} response
 * @param {ConstructorParameters<typeof Refusal>[0] | undefined} error
 * @returns {Outcome}
 */
function refusal({ status, headers, url }, error) {
  if (!error) {
    const failure = new Failure('later', `${url} answers ${status}, but not as Mission Control does`, 'Check MC_URL.')
    return { failure, temporary: status >= 500 }
  }
  const harmless = status === 429 || status === 503 || error.code === 'request_in_flight'
  const header = headers.get('Retry-After')
  const retryAfter = header === null ? null : Number(header)
  const temporary = harmless || status >= 500
  return { failure: new Refusal(error, temporary), harmless, temporary, retryAfter }
}

/**
 * @param {string} url
 * @param {any} error
 * @returns {Outcome}
 */
function unreachable(url, error) {
  const cause = error.cause?.code ?? error.cause?.message ?? error.message
  const hint = 'Check that the server runs and that MC_URL is right; then run the same command again.'
  const failure = new Failure('later', `no answer from ${new URL(url).origin} (${cause})`, hint)
  return { failure, temporary: true, harmless: cause === 'ECONNREFUSED' || cause === 'ENOTFOUND' }
}

/**
 * @param {Outcome} outcome
 * @param {number} tries so far
 * @param {boolean} mayRepeat whether sending it twice does no harm
 * @returns {number | null} null to give up
 */
function pauseSeconds({ temporary, harmless, retryAfter }, tries, mayRepeat) {
  if (!temporary || !(harmless || mayRepeat) || tries >= mostTries) return null
  const own = 0.5 * 2 ** (tries - 1) * (1 + Math.random() / 2)
  const pause = Math.max(own, retryAfter ?? 0)
  return pause > longestPauseSeconds ? null : pause
}

// The claim this agent works under: who it is, renewed in time, forgotten once it is lost or handed in.

/**
 * @typedef {Claim} Claim
 * @typedef {Credentials} Credentials
 * @typedef {Work} Work
 */

/** Who asks, and what it holds. */
class Session {
  constructor() {
    this.server = requireCredentials(serverUrl())
    this.work = readWork(this.server)
  }

  save() {
    saveWork(this.server, this.work)
  }

  /** @param {Claim} claim */
  hold(claim) {
    this.work = { ...this.work, claim, last: { taskId: claim.taskId, runId: claim.runId }, asking: null }
    this.save()
  }

  /**
   * Noted before it is sent, so that a claim whose answer is lost can be asked for again.
   * @template {string | null} T
   * @param {T} asking
   */
  ask(asking) {
    this.work = { ...this.work, asking }
    this.save()
    return asking
  }

  letGo() {
    this.work = { ...this.work, claim: null }
    this.save()
  }

  requireClaim() {
    if (this.work.claim) return this.work.claim
    throw new Failure('usage', 'you hold no task', 'Run: node scripts/mission.mjs claim')
  }

  /** Sends a sign of life and renews the lease of what is held, whether or not it is due. */
  async beat() {
    const { claim, instanceId } = this.work
    const sentAt = Date.now()
    const leases = claim ? [{ taskId: claim.taskId, fence: claim.fence }] : []
    const status = claim ? 'busy' : 'idle'
    const answer = await request(this.server, 'agents.heartbeat', { instanceId, leases, status })
    if (claim && answer.lost.length > 0) this.letGo()
    // A third of the lease is counted from when the renewal was sent: that is never later than the server counts from.
    else if (claim) this.hold({ ...claim, renewedAt: sentAt })
    return answer
  }

  /** @throws lease_lost once the server has given the task away. */
  async renewIfDue() {
    const claim = this.requireClaim()
    if (Date.now() - claim.renewedAt < (claim.leaseSeconds * 1000) / 3) return
    const { lost } = await this.beat()
    if (lost[0]) throw leaseLost(lost[0].reason)
  }

  /**
   * What people wrote, as it is about to be printed: from then on the server counts it as read.
   * @param {{ id: string, authorName: string, body: string, createdAt: string }[]} messages
   */
  async read(messages) {
    if (messages.length === 0) return {}
    await this.callAboutTask('messages.markRead', { messageIds: messages.map(({ id }) => id) })
    return { messages: messages.map(({ authorName, body, createdAt }) => ({ from: authorName, at: createdAt, body })) }
  }

  /**
   * A call about the task that is held, under its fence.
   * @param {OperationId} operation
   * @param {Record<string, unknown>} input
   */
  async callAboutTask(operation, input) {
    const { taskId, fence } = this.requireClaim()
    await this.renewIfDue()
    try {
      return await request(this.server, operation, { taskId, fence, ...input })
    } catch (error) {
      if (error instanceof Refusal && error.code === 'lease_lost') this.letGo()
      throw error
    }
  }
}

// join: becomes an agent of the server, once; the key goes into a file and is never shown.

const joinVerb = {
  usage: 'join [--name N] [--capabilities a,b] [--description T] [--provider P] [--model M] [--wait SECONDS]',
  options: /** @type {const} */ ({
    name: 'text',
    capabilities: 'text',
    description: 'text',
    provider: 'text',
    model: 'text',
    wait: 'number',
  }),

  /** @param {Words} words */
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

/** @param {Credentials} credentials */
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

// claim: the next task, or the one still held; where an answer was lost it asks for the same claim, never for a second task.

/** Nothing renews the lease between two commands, and a model may think for minutes. */
const leaseSeconds = 600
/** Beyond this some programs cut off what a command prints. */
const longestInput = 16_000

const claimVerb = {
  usage: 'claim [TASK_ID] [--types a,b] [--wait SECONDS] [--lease SECONDS]',
  options: /** @type {const} */ ({ types: 'text', wait: 'number', lease: 'number' }),

  /** @param {Words} words */
  async run({ values, positionals }) {
    const session = new Session()
    const held = await stillHeld(session)
    if (held) return { ...held.line, ...held.news, again: true }
    const { taskId, waitSeconds = 0, ...wanted } = wantedBy(values, positionals[0])
    const operation = taskId ? 'tasks.claim' : 'tasks.claimNext'
    const input = given({ ...wanted, taskId, waitSeconds: taskId ? undefined : waitSeconds })
    const answer = await claimOnce(session, operation, input, waitSeconds + 15)
    if (!answer.task) return noTask(session, answer)
    const { task, lease } = answer
    const line = lineOf(session, answer)
    const claim = {
      taskId: task.id,
      fence: lease.fence,
      runId: lease.runId,
      leaseSeconds: lease.leaseSeconds,
      renewedAt: Date.now(),
      line,
    }
    session.hold(claim)
    // Held first: a claim that cannot say what was read is a claim all the same.
    const whole = { ...line, ...(await session.read(answer.messages)) }
    session.hold({ ...claim, line: whole })
    return whole
  },
}

/**
 * @param {Record<string, any>} values
 * @param {string | undefined} taskId
 */
function wantedBy({ types, wait = 25, lease = leaseSeconds }, taskId) {
  return taskId ? { taskId, leaseSeconds: lease } : { types: listOf(types), waitSeconds: wait, leaseSeconds: lease }
}

/** @param {Session} session */
async function stillHeld(session) {
  const { claim } = session.work
  if (!claim) return null
  const { lost, messages } = await session.beat()
  if (lost.length === 0) return { line: claim.line, news: await session.read(messages) }
  process.stderr.write(`${claim.taskId} is no longer yours (${lost[0].reason}); claiming another.\n`)
  return null
}

/**
 * @param {Session} session
 * @param {'tasks.claim' | 'tasks.claimNext'} operation
 * @param {Record<string, unknown>} input
 * @param {number} timeoutSeconds
 */
async function claimOnce(session, operation, input, timeoutSeconds) {
  const { instanceId } = session.work
  const earlier = session.work.asking
  const send = () => {
    const claimRequestId = session.ask(session.work.asking ?? randomUUID())
    return request(session.server, operation, { ...input, claimRequestId, instanceId }, { timeoutSeconds })
  }
  try {
    return await send()
  } catch (error) {
    if (error instanceof Refusal) session.ask(null)
    // The claim that was under way when an earlier command broke off came to its end unseen.
    const isOver = earlier && error instanceof Refusal && error.code === 'run_ended'
    if (isOver) return send()
    throw error
  }
}

/**
 * @param {Session} session
 * @param {{ reason: string, message: string, retryAfterSeconds: number | null }} answer
 */
function noTask(session, { reason, message, retryAfterSeconds }) {
  session.ask(null)
  return { task: null, reason, message, retryAfterSeconds }
}

/**
 * What a model needs to work, on one line.
 * @param {Session} session
 * @param {any} answer
 */
function lineOf(session, { task, lease, run, decisions, answers, feedback }) {
  const { id, title, description, type, priority, dueAt } = task
  const settled = decisions.map((/** @type {any} */ one) => decisionLine(one))
  return {
    task: { id, title, description, type, priority, dueAt, ...inputOf(session, task) },
    attempt: run.attempt,
    feedback,
    decisions: settled,
    answers: answers.map((/** @type {any} */ one) => answerLine(one)),
    leaseSeconds: lease.leaseSeconds,
    reservedCostMicros: run.reservedCostMicros,
  }
}

/**
 * @param {Session} session
 * @param {{ id: string, input: object }} task
 */
function inputOf(session, { id, input }) {
  if (JSON.stringify(input).length <= longestInput) return { input }
  const inputFile = join(serverFolder(session.server.url), `input-${id}.json`)
  saveJson(inputFile, input)
  return { inputFile }
}

/** @param {any} approval */
function decisionLine({ id, state, risk, action, payload, votes }) {
  const notes = votes.flatMap((/** @type {any} */ vote) => vote.note ?? [])
  return { id, state, risk, action, payload, ...(notes.length > 0 ? { notes } : {}) }
}

/** @param {any} question */
function answerLine({ id, state, question, answer }) {
  const { option, text } = answer ?? {}
  return { id, state, question, ...(option == null ? {} : { option }), ...(text == null ? {} : { text }) }
}

// progress, cost, beat: what is said of a task while it is held.

const progressVerb = {
  usage: 'progress TEXT [--done N --total N] [--label WORD]',
  options: /** @type {const} */ ({ text: 'text', done: 'number', total: 'number', label: 'text' }),

  /** @param {Words} words */
  async run(words) {
    const body = words.text('text')
    const { done, total, label } = words.values
    if ((done === undefined) !== (total === undefined)) throw words.wrong('--done and --total go together')
    const progress = done === undefined ? undefined : given({ done, total, label })
    const message = await new Session().callAboutTask('messages.create', given({ type: 'PROGRESS', body, progress }))
    return { posted: message.id }
  },
}

/** Option → meter; what is counted once is not counted again under another name. */
const meters = {
  input: 'input_token',
  'cached-input': 'cached_input_token',
  'cache-write': 'cache_write_token',
  output: 'output_token',
  reasoning: 'reasoning_token',
  'compute-seconds': 'compute_second',
  requests: 'request',
}

const costVerb = {
  usage:
    'cost [--model M] [--provider P] [--input N] [--cached-input N] [--cache-write N] [--output N] [--reasoning N] ' +
    '[--compute-seconds S] [--requests N] [--cost-micros N] [--report ID]',
  options: /** @type {const} */ ({
    model: 'text',
    provider: 'text',
    input: 'number',
    'cached-input': 'number',
    'cache-write': 'number',
    output: 'number',
    reasoning: 'number',
    'compute-seconds': 'number',
    requests: 'number',
    'cost-micros': 'number',
    report: 'text',
  }),

  /** Also after the task is over: the money is gone. @param {Words} words */
  async run(words) {
    const session = new Session()
    const runId = session.work.last?.runId
    if (!runId) throw new Failure('usage', 'you have claimed no task yet', 'Run: node scripts/mission.mjs claim')
    const { model, provider, report = randomUUID(), 'cost-micros': costMicros, ...counted } = words.values
    const lines = Object.entries(meters).flatMap(([option, meter]) =>
      counted[option] === undefined ? [] : [{ meter, quantity: counted[option] }],
    )
    if (lines.length === 0) throw words.wrong('nothing is counted')
    const input = given({ runId, reportId: report, model, provider, lines, costMicros })
    const { usage, run, lease, stop } = await request(session.server, 'usage.report', input)
    if (session.work.claim && (stop || lease.state === 'lost')) {
      session.letGo()
      throw leaseLost(lease.reason ?? 'budget_exhausted')
    }
    if (session.work.claim) await session.renewIfDue()
    return { bookedCostMicros: usage.bookedCostMicros, ...run }
  },
}

const beatVerb = {
  usage: 'beat',
  options: /** @type {const} */ ({}),

  async run() {
    const session = new Session()
    const { renewed, lost, directives, messages, pendingWork } = await session.beat()
    if (lost[0]) throw leaseLost(lost[0].reason)
    const lease = renewed[0] ? { lease: 'held', ...renewed[0] } : { lease: 'none', claimable: pendingWork.claimable }
    return { ...lease, directives, ...(await session.read(messages)) }
  },
}

// ask, question: may I do this, and what is it that you want? The same again is the same, so asking once more goes on waiting.

const lookAgainSeconds = 2
const usualWaitSeconds = 45

const askVerb = {
  usage:
    'ask GREEN|YELLOW|RED "what would be done" [--payload JSON] [--why TEXT] [--on-denial continue|block] [--wait SECONDS]',
  options: /** @type {const} */ ({ payload: 'json', why: 'text', 'on-denial': 'text', wait: 'number' }),

  /** @param {Words} words */
  async run(words) {
    const session = new Session()
    const { payload, why: justification, 'on-denial': onDenial, wait } = words.values
    const risk = words.text('risk', 0)
    const action = words.text('action', 1)
    const asked = given({ risk, action, payload, justification, onDenial })
    const approval = await session.callAboutTask('approvals.request', asked)
    const lookAgain = () => request(session.server, 'approvals.get', { approvalId: approval.id })
    return decisionLine(await untilSettled(session, approval, lookAgain, wait))
  },
}

const questionVerb = {
  usage: 'question "what you want to know" ["an answer you suggest" …] [--context TEXT] [--wait SECONDS]',
  options: /** @type {const} */ ({ context: 'text', wait: 'number' }),

  /** @param {Words} words */
  async run(words) {
    const session = new Session()
    const { context, wait } = words.values
    const asked = given({ question: words.text('question', 0), options: words.positionals.slice(1), context })
    const question = await session.callAboutTask('questions.ask', asked)
    const lookAgain = () => request(session.server, 'questions.get', { questionId: question.id })
    return answerLine(await untilSettled(session, question, lookAgain, wait))
  },
}

/**
 * Waits for a person, and keeps the task meanwhile.
 * @param {Session} session
 * @param {any} asked
 * @param {() => Promise<any>} lookAgain
 */
async function untilSettled(session, asked, lookAgain, seconds = usualWaitSeconds) {
  const until = Date.now() + seconds * 1000
  while (asked.state === 'pending' && Date.now() < until) {
    await sleep(Math.min(lookAgainSeconds * 1000, until - Date.now()))
    await session.renewIfDue()
    asked = await lookAgain()
  }
  return asked
}

// attach: a file made in the work, handed in as it is.

const attachVerb = {
  usage: 'attach FILE [--name NAME] [--type MEDIA_TYPE]',
  options: /** @type {const} */ ({ file: 'text', name: 'text', type: 'text' }),

  /** @param {Words} words */
  async run(words) {
    const path = words.text('file')
    const { name = basename(path), type = 'application/octet-stream' } = words.values
    const bytes = contentOf(path, words)
    const session = new Session()
    await session.renewIfDue()
    const { taskId, fence } = session.requireClaim()
    const upload = { bytes, headers: { 'Content-Type': type, 'Mission-Control-Fence': String(fence) } }
    const options = { timeoutSeconds: 280, upload }
    const { data } = await requestWhole(session.server, 'files.put', { taskId, fileName: name }, options)
    return { attached: data.id, name: data.name, version: data.version, sizeBytes: data.sizeBytes }
  },
}

/**
 * @param {string} path
 * @param {Words} words
 */
function contentOf(path, words) {
  try {
    return readFileSync(path)
  } catch (error) {
    throw words.wrong(`${path} cannot be read (${/** @type {NodeJS.ErrnoException} */ (error).code})`)
  }
}

// complete, fail, block, release: the four ways a claim ends. Sent again they get the same answer, so no lease is renewed first.

const completeVerb = {
  usage: 'complete "summary" [--content-file FILE|-] [--output JSON]',
  options: /** @type {const} */ ({ summary: 'text', 'content-file': 'text', output: 'json' }),

  /** @param {Words} words */
  run(words) {
    const { 'content-file': file, output } = words.values
    const content = file === undefined ? undefined : readText(file)
    return end('tasks.complete', given({ summary: words.text('summary'), content, output }))
  },
}

const failVerb = {
  usage: 'fail "what went wrong" [--final] [--code WORD] [--retry-after SECONDS]',
  options: /** @type {const} */ ({ message: 'text', final: 'flag', code: 'text', 'retry-after': 'number' }),

  /** @param {Words} words */
  run(words) {
    const { final, code, 'retry-after': retryAfterSeconds } = words.values
    const error = given({ message: words.text('message'), code })
    return end('tasks.fail', given({ error, retryable: final ? false : undefined, retryAfterSeconds }))
  },
}

const blockVerb = {
  usage: 'block "what is missing" [--kind agent|credential|dependency] [--task TASK_ID]',
  options: /** @type {const} */ ({ reason: 'text', kind: 'text', task: 'text' }),

  /** @param {Words} words */
  run(words) {
    const { kind = 'agent', task: blockedByTaskId } = words.values
    return end('tasks.block', given({ kind, reason: words.text('reason'), blockedByTaskId }))
  },
}

const releaseVerb = {
  usage: 'release ["why"]',
  options: /** @type {const} */ ({ reason: 'text' }),

  /** @param {Words} words */
  run({ values, positionals }) {
    return end('tasks.release', given({ reason: values.reason ?? positionals[0] }))
  },
}

/**
 * @param {OperationId} operation
 * @param {Record<string, unknown>} input
 */
async function end(operation, input) {
  const session = new Session()
  const { taskId, fence } = session.requireClaim()
  try {
    const task = await request(session.server, operation, { taskId, fence, ...input })
    session.letGo()
    return { task: task.id, state: task.state }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'lease_lost') session.letGo()
    throw error
  }
}

// doctor and call: is everything in order, and the rest of what the server lets an agent do.

const doctorVerb = {
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

const callVerb = {
  usage: 'call OPERATION [\'{"field":…}\']',
  options: /** @type {const} */ ({}),

  /** @param {Words} words */
  async run(words) {
    const name = words.text('operation')
    const server = requireCredentials(serverUrl())
    if (!Object.hasOwn(operations, name) || byVerb.includes(name))
      throw words.wrong(`there is no operation ${withoutSecrets(name)} for agents; references/api.md has them`)
    const operation = /** @type {OperationId} */ (name)
    const input = words.positionals[1] === undefined ? {} : words.json('the input', words.positionals[1])
    const { data, page } = await requestWhole(server, operation, input, { timeoutSeconds: 75 })
    return page ? { data, page } : { data }
  },
}

// The command line: one verb, one line of JSON on stdout; what went wrong and what to do about it on stderr.

/** @type {Record<string, { usage: string, options: Options, run(words: Words): any }>} */
const verbs = {
  join: joinVerb,
  claim: claimVerb,
  progress: progressVerb,
  cost: costVerb,
  ask: askVerb,
  question: questionVerb,
  attach: attachVerb,
  beat: beatVerb,
  complete: completeVerb,
  fail: failVerb,
  block: blockVerb,
  release: releaseVerb,
  doctor: doctorVerb,
  call: callVerb,
}

const help = `Usage: node scripts/mission.mjs VERB
${Object.values(verbs)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}
Exit codes: 0 done, 1 refused, 2 wrong use, 3 the task is no longer yours, 4 no answer or busy: try again later.
Environment: MC_URL, MC_ENROLLMENT_TOKEN (for join), MC_API_KEY (else the file that join wrote), MC_STATE_DIR.`

/** @param {string[]} args */
async function main([name = '', ...args]) {
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  const asksForHelp = name === 'help' || [name, ...args].includes('--help')
  if (asksForHelp) return console.log(verb ? `Usage: node scripts/mission.mjs ${verb.usage}` : help)
  if (!verb) throw new Failure('usage', name === '' ? 'no verb is given' : `there is no verb ${name}`, help)
  const answer = await verb.run(new Words(verb.usage, verb.options, args))
  console.log(withoutSecrets(JSON.stringify(answer)))
}

main(process.argv.slice(2)).catch((error) => {
  const { kind, message, hint } = error instanceof Failure ? error : unexpected(error)
  console.error(withoutSecrets(hint ? `${message}\n${hint}` : message))
  process.exitCode = exitCodes[kind]
})

/** @param {any} error */
const unexpected = (error) => new Failure('refused', error?.message ?? String(error))
