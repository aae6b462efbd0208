// Two commands started at once on a fresh clone must not install over each other: the first holds this lock, the others
// wait and then find the work done. A lock whose owner died is taken over.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** An owner touches its lock far more often than this; one that stopped is gone, whatever its process id says now. */
const staleAfterSeconds = 30
const touchEverySeconds = 5

/**
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ onWait?: () => void }} [options] `onWait` is called once if someone else holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait } = {}) {
  mkdirSync(dirname(file), { recursive: true })
  let told = false
  while (!tryTake(file)) {
    if (!told) onWait?.()
    told = true
    await sleep(200)
  }
  const touching = setInterval(() => touch(file), touchEverySeconds * 1000)
  touching.unref()
  try {
    return await work()
  } finally {
    clearInterval(touching)
    if (ownerOf(file) === process.pid) rmSync(file, { force: true })
  }
}

/** @param {string} file */
function tryTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    if (isStale(file)) rmSync(file, { force: true })
    return false
  }
}

/**
 * @param {string} file
 * @param {number} [now] milliseconds
 */
export function isStale(file, now = Date.now()) {
  try {
    if (now - statSync(file).mtimeMs > staleAfterSeconds * 1000) return true
    const owner = ownerOf(file)
    return owner !== undefined && !isAlive(owner)
  } catch {
    return false // gone meanwhile
  }
}

/**
 * @param {string} file
 * @returns {number | undefined} nothing while the owner is still writing its id
 */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // Someone took node_modules away under us: the install will say so.
  }
}
