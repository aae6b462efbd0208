// Notices that whoever asked for this command is gone. npm is only a go-between, so its end counts; so does the end of the
// `sh -c` it may put in between, which dies of a SIGTERM without passing it on. A person's own shell is not watched:
// after `nohup … &` it may leave.
import { readFileSync } from 'node:fs'

const checkEveryMilliseconds = 500

/**
 * @param {() => void} callback
 * @returns {() => void} stops watching
 */
export function onParentGone(callback) {
  if (!process.env.npm_lifecycle_event) return () => {}
  const before = ancestors()
  const timer = setInterval(() => {
    if (ancestors() === before) return
    clearInterval(timer)
    callback()
  }, checkEveryMilliseconds)
  return () => clearInterval(timer)
}

function ancestors() {
  const parent = process.ppid
  return isShellOfThisCommand(parent) ? `${parent} ${parentOf(parent)}` : String(parent)
}

/** @param {number} pid */
function isShellOfThisCommand(pid) {
  const [, option, command = ''] = readProcess(pid, 'cmdline').split('\0')
  return option === '-c' && command.includes('bootstrap.mjs')
}

/** @param {number} pid */
function parentOf(pid) {
  const stat = readProcess(pid, 'stat') // "42 (any name) S 41 …"
  return stat.slice(stat.lastIndexOf(')') + 1).split(' ')[2]
}

/**
 * Linux only; elsewhere the shell has replaced itself with the command, and there is nothing in between.
 * @param {number} pid
 * @param {string} name
 */
function readProcess(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
