// The token in the lines of an empty board: made when somebody who may make one looks, and kept for as long as they look.
import { get, post } from './api.js'
import { serverNow } from './format.js'

/** Enough to try each way twice, and gone before anybody forgets that it is on the screen. */
const agents = 10
const lifeMilliseconds = 60 * 60 * 1000

const prefix = 'mission-control.first-agents.'

/**
 * The one this tab has made already, also over a reload, or a new one.
 * @param {import('./store.js').Store} store
 * @returns {Promise<string>}
 */
export async function firstAgentsToken({ user, place }) {
  const name = `${prefix}${user.id}.${place.id}`
  const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null')
  if (kept !== null && (await isLive(kept.id))) return kept.secret
  const expiresAt = new Date(serverNow() + lifeMilliseconds).toISOString()
  const { token, secret } = await post('/enrollment-tokens', { name: 'First agents', uses: agents, expiresAt })
  sessionStorage.setItem(name, JSON.stringify({ id: token.id, secret }))
  return secret
}

/** Whoever signs out leaves none behind. */
export function forgetFirstTokens() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name)
}

/** @param {string} tokenId */
async function isLive(tokenId) {
  /** @type {import('./types.js').Schemas['EnrollmentToken'][]} */
  const newest = await get('/enrollment-tokens', { limit: 200 })
  const token = newest.find(({ id }) => id === tokenId)
  if (!token) return false
  return token.revokedAt === null && token.usesLeft > 0 && Date.parse(token.expiresAt) > serverNow()
}
