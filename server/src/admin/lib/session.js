// Who is signed in: by a link that works once, or by a key. The session itself is a cookie the page cannot read.
import { call, context } from './api.js'

const fragmentPrefix = '#sign-in='

/**
 * Takes the token of a sign-in link out of the address bar, so that neither history nor a shared address keeps it.
 * @returns {string | null}
 */
export function takeSignInToken() {
  if (!location.hash.startsWith(fragmentPrefix)) return null
  const token = decodeURIComponent(location.hash.slice(fragmentPrefix.length))
  history.replaceState(null, '', location.pathname + location.search)
  return token
}

/**
 * @param {{ signInToken: string } | { key: string }} proof
 * @returns {Promise<import('./types.js').SessionInfo>}
 */
export const signIn = (proof) => opened(call('POST', '/sessions', proof))

/** @returns {Promise<import('./types.js').SessionInfo>} */
export const currentSession = () => opened(call('GET', '/sessions/current'))

export async function signOut() {
  await call('DELETE', '/sessions/current')
  context.csrfToken = ''
}

/** @param {Promise<{ data: import('./types.js').SessionInfo }>} answer */
async function opened(answer) {
  const { data } = await answer
  context.csrfToken = data.csrfToken
  return data
}
