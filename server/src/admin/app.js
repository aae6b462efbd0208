// The page's beginning: sign in, choose a workspace, show it.
import { ApiError, context, get } from './lib/api.js'
import { fill, find } from './lib/dom.js'
import { forgetFirstTokens } from './lib/first-token.js'
import { keepTimesFresh } from './lib/format.js'
import { createLive } from './lib/live.js'
import { currentSession, signIn, signOut, takeSignInToken } from './lib/session.js'
import { Store } from './lib/store.js'
import { clearNotices, showError } from './views/notices.js'
import { createPlaceChoice } from './views/place-choice.js'
import { createShell } from './views/shell.js'
import { createSignIn } from './views/sign-in.js'

/**
 * What every view is given.
 * @typedef {object} App
 * @property {Store} store
 * @property {import('./lib/live.js').Live} live
 * @property {(action: () => Promise<unknown>, button?: HTMLButtonElement | null) => Promise<boolean>} act tells an error in words; false where there was one
 * @property {(place: import('./lib/types.js').Place) => void} openPlace
 * @property {() => void} leave signs out
 */

const store = new Store()
const live = createLive(store)
const page = find(document, '#page')
/** @type {{ element: HTMLElement, close: () => void } | null} */
let shell = null

/** @type {App} */
const app = { store, live, act, openPlace: (place) => void openPlace(place), leave: () => void leave() }

async function main() {
  keepTimesFresh()
  context.onSignedOut = () =>
    showSignIn(
      new ApiError({
        status: 401,
        code: 'unauthenticated',
        message: 'You are signed out.',
        hint: 'Sign in again to go on.',
      }),
    )
  const token = takeSignInToken()
  // A link pasted into a page that is open already changes nothing but the fragment.
  addEventListener('hashchange', () => {
    const later = takeSignInToken()
    if (later) void enter(() => signIn({ signInToken: later }))
  })
  await enter(token ? () => signIn({ signInToken: token }) : currentSession, token === null)
}

/**
 * @param {() => Promise<import('./lib/types.js').SessionInfo>} open
 * @param {boolean} [isFirstLook] nobody has tried to sign in: being signed out is no error
 */
async function enter(open, isFirstLook = false) {
  try {
    const { user } = await open()
    store.user = user
    store.places = await placesOf(user)
    const remembered = localStorage.getItem(`mission-control.workspace.${user.id}`)
    const place = store.places.length === 1 ? store.places[0] : store.places.find(({ id }) => id === remembered)
    if (place) await openPlace(place)
    else show(createPlaceChoice(app))
  } catch (error) {
    const isSignedOut = error instanceof ApiError && error.code === 'unauthenticated'
    showSignIn(isFirstLook && isSignedOut ? null : error)
  }
}

/**
 * @param {import('./lib/types.js').SessionInfo['user']} user
 * @returns {Promise<import('./lib/types.js').Place[]>}
 */
async function placesOf(user) {
  context.workspaceId = ''
  // Who runs the server is an admin everywhere, member or not.
  if (user.instanceAdmin) {
    /** @type {import('./lib/types.js').Schemas['Workspace'][]} */
    const workspaces = await get('/workspaces', { limit: 200 })
    return workspaces
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ id, slug, name }) => ({ id, slug, name, role: 'admin' }))
  }
  /** @type {import('./lib/types.js').Schemas['Me']} */
  const { memberships } = await get('/me')
  return memberships.map(({ workspaceId, slug, name, role }) => ({ id: workspaceId, slug, name, role }))
}

/** @param {import('./lib/types.js').Place} place */
async function openPlace(place) {
  live.stop()
  store.clear()
  store.place = place
  context.workspaceId = place.id
  localStorage.setItem(`mission-control.workspace.${store.user.id}`, place.id)
  try {
    await live.start()
    shell?.close()
    shell = createShell(app)
    show(shell.element)
    clearNotices()
  } catch (error) {
    showSignIn(error)
  }
}

/** @param {unknown} error */
function showSignIn(error) {
  forgetFirstTokens()
  live.stop()
  shell?.close()
  shell = null
  show(createSignIn(app, error, (key) => enter(() => signIn({ key }))))
}

async function leave() {
  if (await act(signOut)) showSignIn(null)
}

/** @param {HTMLElement} element */
function show(element) {
  fill(page, element)
}

/** @type {App['act']} */
async function act(action, button = null) {
  if (button) button.disabled = true
  try {
    await action()
    return true
  } catch (error) {
    showError(error)
    return false
  } finally {
    if (button) button.disabled = false
  }
}

void main()
